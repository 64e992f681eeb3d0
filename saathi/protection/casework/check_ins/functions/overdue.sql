-- Raises the alert for check-ins that are overdue at a moment: an urgent notice for each to the worker and to the
-- nearest leaders who approve, those of the file's office, otherwise of the office above it. If no one has ended or
-- postponed the check-in after `escalation_minutes`, the next leaders above are notified, and so on up to the
-- highest. The notice holds only the file. Only for the worker process, which calls this each minute.
DROP FUNCTION IF EXISTS check_in_alert(timestamptz, integer, integer);
CREATE OR REPLACE FUNCTION check_in_alert(
    moment timestamptz, grace_minutes integer, escalation_minutes integer, at_most integer)
RETURNS TABLE (check_in uuid, of_file uuid, of_agency uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    late record;
    level integer;
BEGIN
    FOR late IN
        SELECT c.id, c.file_id, c.recorded_by, c.alerted_at, c.alerted_level, f.office_id, f.agency_id
          FROM public.check_ins_checkin c JOIN public.agencies_file f ON f.id = c.file_id
         WHERE c.state = 'out' AND c.expected_end <= moment - make_interval(mins => grace_minutes)
           AND (c.alerted_at IS NULL OR c.alerted_at <= moment - make_interval(mins => escalation_minutes))
         ORDER BY c.alerted_at IS NOT NULL, c.expected_end LIMIT least(at_most, 500) FOR UPDATE OF c SKIP LOCKED
    LOOP
        WITH RECURSIVE up(id, parent_id, distance) AS (
            SELECT o.id, o.parent_id, 0 FROM public.agencies_office o WHERE o.id = late.office_id
            UNION ALL
            SELECT o.id, o.parent_id, up.distance + 1 FROM public.agencies_office o JOIN up ON o.id = up.parent_id
        ), leaders AS (
            SELECT s.id, up.distance FROM public.agencies_staff s
              JOIN up ON up.id = s.office_id
              JOIN public.agencies_principal p ON p.staff_id = s.id AND p.principal = late.office_id
             WHERE s.is_active AND public.staff_leads_office(s.bundle) AND public.staff_may(s.id, 'approve')
               AND s.id <> late.recorded_by AND up.distance > coalesce(late.alerted_level, -1)
               AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h WHERE h.file_id = late.file_id
                               AND h.principal IN (s.id, s.agency_id))
        ), nearest AS (
            SELECT l.id, l.distance FROM leaders l WHERE l.distance = (SELECT min(distance) FROM leaders)
        ), notified AS (
            INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at)
            SELECT gen_random_uuid(), n.id, 'check_in_overdue', late.file_id, moment FROM nearest n
            UNION ALL
            SELECT gen_random_uuid(), late.recorded_by, 'check_in_overdue', late.file_id, moment
             WHERE late.alerted_at IS NULL
        )
        SELECT min(n.distance) INTO level FROM nearest n;
        -- Stored even if no one is above, so that the next attempt comes only later.
        UPDATE public.check_ins_checkin SET alerted_at = moment, alerted_level = coalesce(level, late.alerted_level),
               version = version + 1
         WHERE id = late.id;
        IF late.alerted_at IS NULL OR level IS NOT NULL THEN
            RETURN QUERY SELECT late.id, late.file_id, late.agency_id;
        END IF;
    END LOOP;
END $$;

-- When a check-in is no longer overdue, its notices are marked as read for all who had one, unless another worker's
-- check-in of the same file is overdue.
CREATE OR REPLACE FUNCTION check_in_end_notices() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.agencies_notice SET read_at = now()
     WHERE record = NEW.file_id AND kind = 'check_in_overdue' AND read_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM public.check_ins_checkin c
                        WHERE c.file_id = NEW.file_id AND c.id <> NEW.id AND c.state = 'out'
                          AND c.alerted_at IS NOT NULL);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER check_in_end_notices AFTER UPDATE OF state, alerted_at ON check_ins_checkin
    FOR EACH ROW WHEN (OLD.alerted_at IS NOT NULL AND (NEW.alerted_at IS NULL OR NEW.state <> 'out'))
    EXECUTE FUNCTION check_in_end_notices();
