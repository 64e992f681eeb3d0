-- The transfers to the offices that a supervisor abroad leads: what is due and who receives the child, and nothing about the
-- child. A leader has no right in the child's file; the texts stay with the receiver.

DROP FUNCTION IF EXISTS transfers_to_led_offices(integer);

-- Only while the receiver reads the transfer, and never a file that is hidden from the leader, the receiver or their agency. The
-- next report and its day are those of the receiver's calendar; the earliest day comes first.
CREATE OR REPLACE FUNCTION transfers_to_led_offices(at_most integer)
RETURNS TABLE (id uuid, reference text, from_country text, state text, state_since date, planned_on date, receiver uuid,
               office uuid, next_report text, due_on date, is_in_danger boolean, is_late boolean, is_on_hold boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me uuid := public.access_staff();
    led uuid[] := public.access_principals();
BEGIN
    IF NOT public.staff_may(me, 'approve') THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH coming AS (
        SELECT t.*, r.id AS to_staff, r.office_id AS to_office
          FROM public.agencies_staff r JOIN public.transfers_transfer t ON t.receiver_id = r.id
         WHERE r.office_id = ANY (led) AND r.agency_id = public.access_agency()
           AND EXISTS (SELECT 1 FROM public.agencies_grant g
                        WHERE g.file_id = t.file_id AND g.principal = r.id AND g.reads & {section.TRANSFER} <> 0
                          AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now()))
           AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                            WHERE h.file_id = t.file_id AND h.principal IN (me, r.id, r.agency_id))
    ), days AS (
        SELECT d.* FROM (SELECT DISTINCT c.to_staff FROM coming c) s
         CROSS JOIN LATERAL public.transfers_days_of(s.to_staff, '-infinity', 'infinity') d
    )
    SELECT c.id, c.reference::text, c.from_country::text, c.state::text, c.state_since, c.planned_on, c.to_staff, c.to_office,
           CASE WHEN c.state = 'received' THEN coalesce(d.next_report, 'first_visit') ELSE coalesce(d.next_report, '') END,
           d.on_day, coalesce(d.danger, '') NOT IN ('', 'not_arrived'), coalesce(d.danger = 'not_arrived', false),
           public.transfers_waits(t)
      FROM coming c JOIN public.transfers_transfer t ON t.id = c.id LEFT JOIN days d ON d.id = c.id
     ORDER BY d.on_day NULLS LAST, c.id LIMIT least(at_most, 1000);
END $$;

-- The same for My day, as one value.
CREATE OR REPLACE FUNCTION transfers_waiting_at_led_offices() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object(
                'state', o.state, 'due_on', o.due_on, 'is_in_danger', o.is_in_danger, 'is_late', o.is_late,
                'is_on_hold', o.is_on_hold)), '[]')
              FROM public.transfers_to_led_offices(1000) o
             WHERE o.receiver <> public.access_staff());
END $$;
