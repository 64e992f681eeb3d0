-- One colleague at a time covers for the worker of a case: with a second one, more people would read the file than
-- the pages and the list of cases show. If two people arrange cover at the same moment, the second is refused
-- (23514).
CREATE OR REPLACE FUNCTION cover_is_only_one() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.until_on IS NULL OR NEW.ended_on IS NOT NULL THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM public.cases_case WHERE id = NEW.case_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM public.cases_seat s
                 JOIN public.cases_case c ON c.id = s.case_id
                 JOIN public.agencies_office o ON o.id = c.office_id
                WHERE s.case_id = NEW.case_id AND s.id <> NEW.id AND s.ended_on IS NULL
                  AND s.until_on >= (now() AT TIME ZONE o.time_zone)::date) THEN
        RAISE EXCEPTION 'the case is covered already' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

-- The trigger itself names no column that a later migration added: that migration could not be reversed.
CREATE OR REPLACE TRIGGER cover_is_only_one BEFORE INSERT OR UPDATE ON cases_seat FOR EACH ROW
WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
EXECUTE FUNCTION cover_is_only_one();
