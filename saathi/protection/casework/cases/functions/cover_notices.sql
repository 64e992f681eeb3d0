-- Gives the colleague who covers for the worker of a case during leave the same notices about the child. The domains
-- declare the kinds that go to workers, and the file of a record that is not itself a file. The worker's own notice
-- stays. Not for the person who gave the notice, and never about a file hidden from the colleague.
CREATE OR REPLACE FUNCTION notice_reaches_cover() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    SELECT gen_random_uuid(), covering.staff_id, NEW.kind, NEW.record, NEW.given_at, NEW.given_by
      FROM (SELECT DISTINCT s.staff_id FROM public.cases_case c
              JOIN public.agencies_office o ON o.id = c.office_id
              JOIN public.cases_seat s ON s.case_id = c.id AND s.ended_on IS NULL
                   AND s.until_on >= (now() AT TIME ZONE o.time_zone)::date
              JOIN public.agencies_staff p ON p.id = s.staff_id AND p.is_active
             WHERE c.worker_id = NEW.staff_id AND s.staff_id <> c.worker_id
               AND s.staff_id IS DISTINCT FROM NEW.given_by
               AND c.file_id IN (SELECT NEW.record UNION ALL
                                 SELECT r.file_id FROM ({rows.files_of_notices}) r WHERE r.record = NEW.record)
               AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                                WHERE h.file_id = c.file_id AND h.principal IN (p.id, p.agency_id))) covering;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER notice_reaches_cover AFTER INSERT ON agencies_notice FOR EACH ROW
WHEN (NEW.kind IN ({values.notices_to_workers}) AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
EXECUTE FUNCTION notice_reaches_cover();
