-- A text for publication names the proceeding that it is about once the file has one, whatever writes the row: when it is
-- written, revised, approved or published. As `rules.needs_proceeding`. A text from before stays as it is, and can be returned
-- or withdrawn.
CREATE OR REPLACE FUNCTION public_texts_require_proceeding() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.proceedings_proceeding p WHERE p.file_id = NEW.file_id) THEN
        RAISE EXCEPTION 'public_texts_publictext: the proceeding is not named' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER names_proceeding BEFORE INSERT OR UPDATE ON public_texts_publictext FOR EACH ROW
    WHEN (NEW.proceeding_id IS NULL AND NEW.state IN ('waits', 'approved', 'published')
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION public_texts_require_proceeding();
