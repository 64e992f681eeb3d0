-- Notifies both offices, once for each duty, that a visit or a report after a transfer is overdue: the first visit a day after it
-- was due, a report after `after_days` of the procedure of the country of the file (otherwise `usual_days`). Our side: the worker
-- of the open case and the nearest leaders of the office. The other side: the receiver and the leaders of the receiver's office.
-- Never someone from whom the file is hidden; the notice holds only the file. Only for the worker process, once a day.
CREATE OR REPLACE FUNCTION transfers_escalate_reports(moment timestamptz, usual_days integer, at_most integer)
RETURNS TABLE (due uuid, of_file uuid, of_agency uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    late record;
BEGIN
    FOR late IN
        SELECT d.id, d.file_id, d.worker_id, f.agency_id,
               (SELECT t.receiver_id FROM public.transfers_transfer t
                 WHERE t.file_id = d.file_id AND t.state IN ('received', 'followed_up')
                 ORDER BY t.state_since DESC, t.id DESC LIMIT 1) AS receiver_id
          FROM public.cases_due d JOIN public.agencies_file f ON f.id = d.file_id
          JOIN public.agencies_office o ON o.id = f.office_id
         WHERE d.duty IN ('transfer_visit', 'transfer_report') AND d.done_on IS NULL AND d.due_on < moment::date + 1
           AND d.due_on < (moment AT TIME ZONE o.time_zone)::date - CASE d.duty
                WHEN 'transfer_visit' THEN {values.transfer_late_visit_days} ELSE coalesce((
                SELECT (v.body ->> 'return_missed_days')::integer FROM public.agencies_configuration v
                 WHERE v.kind = 'procedure' AND v.country = o.country AND v.valid_from <= moment::date
                 ORDER BY v.valid_from DESC, v.version DESC LIMIT 1), usual_days) END
           AND NOT EXISTS (SELECT 1 FROM public.agencies_notice n
                            WHERE n.record = d.file_id AND n.kind IN ('transfer_lat', 'transfer_lto')
                              AND n.given_at >= greatest(d.recorded_at, d.due_on::timestamptz))
         ORDER BY d.due_on LIMIT least(at_most, 500) FOR UPDATE OF d SKIP LOCKED
    LOOP
        WITH leaders AS (
            SELECT s.id, s.distance FROM public.file_office_staff(late.file_id) s
             WHERE public.staff_leads_office(s.bundle) AND public.staff_may(s.id, 'approve')
        ), found AS (
            SELECT l.id, 'transfer_lat' AS kind FROM leaders l WHERE l.distance = (SELECT min(distance) FROM leaders)
            UNION SELECT late.worker_id, 'transfer_lat'
            UNION
            SELECT s.id, 'transfer_lto' FROM public.agencies_staff receiver
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
