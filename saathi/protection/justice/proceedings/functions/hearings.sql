-- The duties of a file follow from its hearings, whoever records them: a legal representative cannot write duties.

-- One duty for each day with a listed hearing, and one the day before to confirm support person, transport and
-- interpreter if the child takes part and something is missing. Duties of other days end. As `proceedings.rules.is_arranged`.
CREATE OR REPLACE FUNCTION proceedings_set_duties(of_file uuid, by_whom uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date;
BEGIN
    SELECT (now() AT TIME ZONE o.time_zone)::date INTO today
      FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = of_file;
    WITH needed AS (
        SELECT 'hearing' AS duty, h.listed_on AS due_on FROM public.proceedings_hearing h
         WHERE h.file_id = of_file AND h.state = 'listed'
        UNION
        SELECT 'hearing_ready', h.listed_on - 1 FROM public.proceedings_hearing h
         WHERE h.file_id = of_file AND h.state = 'listed' AND h.listed_on >= today
           AND h.child_expected IN ('present', 'video')
           AND NOT (h.support_arranged IN ('confirmed', 'not_needed') AND h.transport_arranged IN ('confirmed', 'not_needed')
                    AND h.interpreter_arranged IN ('confirmed', 'not_needed'))
    ), ended AS (
        UPDATE public.cases_due d SET done_on = today, version = d.version + 1
         WHERE d.file_id = of_file AND d.duty IN ('hearing', 'hearing_ready') AND d.done_on IS NULL
           AND NOT EXISTS (SELECT 1 FROM needed n WHERE n.duty = d.duty AND n.due_on = d.due_on)
    )
    INSERT INTO public.cases_due (id, file_id, case_id, worker_id, duty, due_on, recorded_at, recorded_by, version)
    SELECT gen_random_uuid(), c.file_id, c.id, c.worker_id, n.duty, n.due_on, now(), by_whom, 1
      FROM needed n JOIN public.cases_case c ON c.file_id = of_file AND c.status IN ('open', 'closing_asked')
     WHERE NOT EXISTS (SELECT 1 FROM public.cases_due d
                        WHERE d.file_id = of_file AND d.duty = n.duty AND d.due_on = n.due_on AND d.done_on IS NULL);
END $$;

CREATE OR REPLACE FUNCTION proceedings_after_hearing() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.proceedings_set_duties(NEW.file_id, coalesce(public.access_staff(), NEW.recorded_by));
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER proceedings_after_hearing AFTER INSERT OR UPDATE ON proceedings_hearing FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION proceedings_after_hearing();
