-- Whether a duty may be given to this person: staff of the file's agency, or on the case's team, who may read duties.
-- A trigger applies this to each duty that is added or given to another person, unless that is the worker of the case
-- or a function that the warden owns writes it; maintenance and the owner load existing data.
CREATE OR REPLACE FUNCTION due_is_readable(of_file uuid, of_case uuid, the_staff uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.agencies_staff s
          JOIN public.agencies_file f ON f.id = of_file
          JOIN public.agencies_principal p ON p.staff_id = s.id
          JOIN public.agencies_grant g ON g.file_id = f.id AND g.principal = p.principal
         WHERE s.id = the_staff AND s.is_active AND g.reads & {section.VISITS} <> 0
           AND (g.ends_at IS NULL OR g.ends_at > now())
           AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                            WHERE h.file_id = f.id AND h.principal IN (s.id, s.agency_id))
           AND (s.agency_id = f.agency_id OR EXISTS (
                SELECT 1 FROM public.cases_seat t
                 WHERE t.case_id = of_case AND t.staff_id = s.id AND t.ended_on IS NULL)))
$$;

-- Which of these staff a duty of a case may be given to, for callers who may write it; no rows for others.
CREATE OR REPLACE FUNCTION due_readers_among(of_case uuid, these uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    the_file uuid := (SELECT c.file_id FROM public.cases_case c WHERE c.id = of_case);
BEGIN
    IF (SELECT x.writes & {section.VISITS} FROM public.access_sections(the_file) x) <> 0 THEN
        RETURN QUERY SELECT n FROM unnest(these) n WHERE public.due_is_readable(the_file, of_case, n);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION due_require_reader() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.cases_case c WHERE c.id = NEW.case_id AND c.worker_id = NEW.worker_id) THEN
        RETURN NEW;
    END IF;
    IF NOT public.due_is_readable(NEW.file_id, NEW.case_id, NEW.worker_id) THEN
        RAISE EXCEPTION 'a duty is only given to a person who may read it' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER due_for_reader BEFORE INSERT OR UPDATE OF worker_id ON cases_due FOR EACH ROW
WHEN (current_user NOT IN ('saathi_warden', 'saathi_maintenance', 'saathi_owner'))
EXECUTE FUNCTION due_require_reader();
