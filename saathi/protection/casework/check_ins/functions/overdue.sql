-- Marks the check-ins that are overdue at a moment, once each, and gives an urgent notice of each to the worker and to
-- the nearest leaders who approve: those of the office of the file, else of the office above it. The notice holds the
-- file alone. For the worker process alone, which runs it each minute.
CREATE OR REPLACE FUNCTION check_in_alert(moment timestamptz, grace_minutes integer, at_most integer)
RETURNS TABLE (check_in uuid, of_file uuid, of_agency uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    late record;
BEGIN
    FOR late IN
        SELECT c.id, c.file_id, c.recorded_by, f.agency_id
          FROM public.check_ins_checkin c JOIN public.agencies_file f ON f.id = c.file_id
         WHERE c.state = 'out' AND c.alerted_at IS NULL
           AND c.expected_end <= moment - make_interval(mins => grace_minutes)
         ORDER BY c.expected_end LIMIT least(at_most, 500) FOR UPDATE OF c SKIP LOCKED
    LOOP
        UPDATE public.check_ins_checkin SET alerted_at = moment, version = version + 1 WHERE id = late.id;
        WITH leaders AS (
            SELECT s.id, s.distance FROM public.file_office_staff(late.file_id) s
             WHERE public.staff_leads_office(s.bundle) AND public.staff_may(s.id, 'approve')
               AND s.id <> late.recorded_by
        )
        INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at)
        SELECT gen_random_uuid(), l.id, 'check_in_overdue', late.file_id, moment FROM leaders l
         WHERE l.distance = (SELECT min(distance) FROM leaders)
        UNION ALL
        SELECT gen_random_uuid(), late.recorded_by, 'check_in_overdue', late.file_id, moment;
        RETURN QUERY SELECT late.id, late.file_id, late.agency_id;
    END LOOP;
END $$;
