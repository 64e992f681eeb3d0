-- The content of a guideline that was published never changes: staff acknowledged the edition that they read.
CREATE OR REPLACE FUNCTION guideline_is_fixed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (OLD.published_at IS NOT NULL
        OR EXISTS (SELECT 1 FROM public.guidelines_guidelineversion v
                    WHERE v.guideline_id = OLD.id AND v.body ->> 'state' = 'published'))
       AND (NEW.title, NEW.edition, NEW.kind, NEW.subject, NEW.country, NEW.language, NEW.issuer, NEW.issued_on,
            NEW.summary, NEW.text, NEW.link, NEW.must_read, NEW.read_by, NEW.replaces_id)
           IS DISTINCT FROM
           (OLD.title, OLD.edition, OLD.kind, OLD.subject, OLD.country, OLD.language, OLD.issuer, OLD.issued_on,
            OLD.summary, OLD.text, OLD.link, OLD.must_read, OLD.read_by, OLD.replaces_id) THEN
        RAISE EXCEPTION 'a published guideline does not change' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guideline_is_fixed BEFORE UPDATE ON guidelines_guideline
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION guideline_is_fixed();

-- An edition replaces one of the same agency, so that no agency ends the guideline of another.
CREATE OR REPLACE FUNCTION guideline_replaces_own() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM public.guidelines_guideline g WHERE g.id = NEW.replaces_id AND g.agency_id = NEW.agency_id) THEN
        RAISE EXCEPTION 'a guideline replaces one of its own agency' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guideline_replaces_own BEFORE INSERT OR UPDATE ON guidelines_guideline
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION guideline_replaces_own();

-- Staff acknowledge, in their own name, an edition in force; the database sets the time.
CREATE OR REPLACE FUNCTION guideline_reading_is_own() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.recorded_by IS DISTINCT FROM public.access_staff() OR NEW.agency_id IS DISTINCT FROM public.access_agency()
       OR NOT EXISTS (SELECT 1 FROM public.guidelines_guideline g WHERE g.id = NEW.guideline_id AND g.state = 'published')
       OR EXISTS (SELECT 1 FROM public.guidelines_guideline g
                   WHERE g.replaces_id = NEW.guideline_id AND g.state = 'published') THEN
        RAISE EXCEPTION 'staff acknowledge an edition in force' USING ERRCODE = '42501';
    END IF;
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guideline_reading_is_own BEFORE INSERT ON guidelines_guidelinereading
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION guideline_reading_is_own();
