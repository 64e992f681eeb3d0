-- On whose day a duty stands: the worker of its case, or a member of staff of the file's agency, or of the case's team,
-- who may read what is due. Asked of each duty that is added or given to another, except of what functions of the
-- warden write; maintenance and the owner load what was there before.
CREATE OR REPLACE FUNCTION due_require_reader() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.cases_case c WHERE c.id = NEW.case_id AND c.worker_id = NEW.worker_id) THEN
        RETURN NEW;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM public.agencies_staff s
          JOIN public.agencies_file f ON f.id = NEW.file_id
          JOIN public.agencies_principal p ON p.staff_id = s.id
          JOIN public.agencies_grant g ON g.file_id = f.id AND g.principal = p.principal
         WHERE s.id = NEW.worker_id AND s.is_active AND g.reads & {section.VISITS} <> 0
           AND (g.ends_at IS NULL OR g.ends_at > now())
           AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                            WHERE h.file_id = f.id AND h.principal IN (s.id, s.agency_id))
           AND (s.agency_id = f.agency_id OR EXISTS (
                SELECT 1 FROM public.cases_seat t
                 WHERE t.case_id = NEW.case_id AND t.staff_id = s.id AND t.ended_on IS NULL))) THEN
        RAISE EXCEPTION 'what is due is given to who may read it' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER due_for_reader BEFORE INSERT OR UPDATE OF worker_id ON cases_due FOR EACH ROW
WHEN (current_user NOT IN ('saathi_warden', 'saathi_maintenance', 'saathi_owner'))
EXECUTE FUNCTION due_require_reader();
