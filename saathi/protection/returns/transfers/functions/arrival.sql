-- A child in transfer whose planned arrival passed without a receipt (`transfers.arrival_alerts`).

-- The moment after which the arrival is overdue: the arrival of the newest plan, or else the departure, and the hours of the
-- country's procedure. NULL if no arrival is expected.
CREATE OR REPLACE FUNCTION transfers_arrival_limit(t public.transfers_transfer) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN t.direction = 'outgoing' AND t.state IN ('travelling', 'handed_over') THEN
        coalesce((SELECT j.arrives_at FROM public.transfers_transferjourney j
                   WHERE j.transfer_id = t.id AND j.file_id = t.file_id
                   ORDER BY j.recorded_at DESC, j.id DESC LIMIT 1), t.departed_at)
        + make_interval(hours => coalesce((
            SELECT (v.body ->> 'transfer_arrival_hours')::integer
              FROM public.agencies_configuration v JOIN public.agencies_file f ON f.id = t.file_id
              JOIN public.agencies_office o ON o.id = f.office_id
             WHERE v.kind = 'procedure' AND v.country = o.country AND v.valid_from <= now()::date
             ORDER BY v.valid_from DESC, v.version DESC LIMIT 1), {values.transfer_arrival_hours})) END
$$;

-- Whether the arrival is overdue, for those who read the transfers of the file; false for all others.
CREATE OR REPLACE FUNCTION transfers_not_arrived(of_transfer uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked public.transfers_transfer;
BEGIN
    SELECT t.* INTO asked FROM public.transfers_transfer t WHERE t.id = of_transfer;
    RETURN asked.id IS NOT NULL AND (public.access_sections(asked.file_id)).reads & {section.TRANSFER} <> 0
       AND coalesce(public.transfers_arrival_limit(asked) < now(), false);
END $$;

-- Notifies, once for each journey: the worker of the open case, whoever opened the transfer, the nearest leaders of the
-- office, the receiver, and the leaders of the receiver's office. Never someone from whom the file is hidden. The notice
-- holds only the file. Only for the worker process, which calls this each hour.
CREATE OR REPLACE FUNCTION transfers_alarm_arrivals(moment timestamptz, at_most integer)
RETURNS TABLE (transfer uuid, of_file uuid, of_agency uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    late record;
BEGIN
    FOR late IN
        SELECT t.id, t.file_id, t.recorded_by, t.receiver_id, t.departed_at, f.agency_id
          FROM public.transfers_transfer t JOIN public.agencies_file f ON f.id = t.file_id
         WHERE t.state IN ('travelling', 'handed_over') AND public.transfers_arrival_limit(t) < moment
           AND NOT EXISTS (SELECT 1 FROM public.agencies_notice n
                            WHERE n.record = t.file_id AND n.kind IN ('transfer_nar', 'transfer_nat')
                              AND n.given_at >= t.departed_at)
         ORDER BY t.departed_at LIMIT least(at_most, 500) FOR UPDATE OF t SKIP LOCKED
    LOOP
        WITH leaders AS (
            SELECT s.id, s.distance FROM public.file_office_staff(late.file_id) s
             WHERE public.staff_leads_office(s.bundle)
        ), ours AS (
            SELECT l.id FROM leaders l WHERE l.distance = (SELECT min(distance) FROM leaders)
            UNION SELECT c.worker_id FROM public.cases_case c
                   WHERE c.file_id = late.file_id AND c.status IN ('open', 'closing_asked')
            UNION SELECT late.recorded_by
        ), found AS (
            SELECT o.id, 'transfer_nar' AS kind FROM ours o
            UNION
            SELECT s.id, 'transfer_nat' FROM public.agencies_staff receiver
              JOIN public.agencies_staff s ON s.id = receiver.id
                   OR s.office_id = receiver.office_id AND public.staff_leads_office(s.bundle)
                      AND public.staff_may(s.id, 'approve')
             WHERE receiver.id = late.receiver_id
        )
        INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at)
        SELECT gen_random_uuid(), s.id, found.kind, late.file_id, moment
          FROM found JOIN public.agencies_staff s ON s.id = found.id AND s.is_active
         WHERE NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                            WHERE h.file_id = late.file_id AND h.principal IN (s.id, s.agency_id));
        RETURN QUERY SELECT late.id, late.file_id, late.agency_id;
    END LOOP;
END $$;
