-- The days on which something is due for the receiver of a transfer, who reads no duty of the child's file: the answer, the
-- planned arrival, the receipt, the first visit and the reports; after a report of danger the next step within a few days. The
-- same as `transfers.received_queries`, with the planned day.

DROP FUNCTION IF EXISTS transfers_days_of_receiver(date, date);
DROP FUNCTION IF EXISTS transfers_days_of(uuid, date, date);

-- Of one person, whose rights are checked as row security would: the reader of a calendar feed is not signed in.
CREATE OR REPLACE FUNCTION transfers_days_of(reader uuid, from_day date, to_day date)
RETURNS TABLE (id uuid, file_id uuid, reference text, state text, next_report text, danger text, on_day date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH own AS (
        SELECT t.*, coalesce((
                   SELECT CASE max(array_position(ARRAY['first_visit', 'month_1', 'month_3', 'month_6', 'month_12'], r.kind::text))
                          WHEN 1 THEN 'month_1' WHEN 2 THEN 'month_3' WHEN 3 THEN 'month_6' WHEN 4 THEN 'month_12' WHEN 5 THEN '' END
                     FROM public.transfers_transferreport r
                    WHERE r.transfer_id = t.id AND r.file_id = t.file_id AND r.situation NOT IN ({values.transfer_unseen})),
                   'first_visit') AS following,
               (SELECT s.agency_id FROM public.agencies_staff s WHERE s.id = reader) AS reader_agency,
               coalesce(public.transfers_arrival_limit(t) < now(), false) AS is_late,
               (SELECT r FROM public.transfers_transferreport r
                 WHERE r.transfer_id = t.id AND r.file_id = t.file_id AND t.state IN ('travelling', 'handed_over', 'received', 'followed_up')
                   AND r.situation IN ({values.transfer_dangers}) AND public.transfers_danger_goes_on(r)
                 ORDER BY r.seen_on DESC, r.recorded_at DESC LIMIT 1) AS unsafe
          FROM public.transfers_transfer t
         WHERE t.receiver_id = reader AND t.state IN ('requested', 'authorised', 'travelling', 'handed_over', 'received', 'followed_up')
    ), due AS (
        SELECT t.id, t.file_id, t.reference, t.state, t.reader_agency, CASE
                   WHEN (t.unsafe).situation IS NOT NULL THEN (t.unsafe).situation
                   WHEN t.is_late THEN 'not_arrived' ELSE '' END AS danger,
               (t.unsafe).seen_on + {values.transfer_danger_days} AS danger_due,
               CASE WHEN t.state IN ('received', 'followed_up') THEN t.following ELSE '' END AS next_report,
               CASE WHEN t.state = 'requested' THEN (
                        SELECT r.answer_by FROM public.transfers_transferrequest r
                         WHERE r.transfer_id = t.id AND r.file_id = t.file_id AND r.addressee = reader
                         ORDER BY r.sent_on DESC, r.recorded_at DESC LIMIT 1)
                    WHEN t.state IN ('authorised', 'travelling') THEN t.planned_on
                    WHEN t.state = 'handed_over' THEN t.state_since + 1
                    ELSE (SELECT CASE t.following WHEN 'first_visit' THEN least(c.first_visit_on, c.received_on + {values.transfer_first_visit_days})
                                     WHEN 'month_1' THEN (c.received_on + interval '1 month')::date
                                     WHEN 'month_3' THEN (c.received_on + interval '3 months')::date
                                     WHEN 'month_6' THEN (c.received_on + interval '6 months')::date
                                     WHEN 'month_12' THEN (c.received_on + interval '12 months')::date END
                            FROM public.transfers_transferreceipt c
                           WHERE c.transfer_id = t.id AND c.file_id = t.file_id
                           ORDER BY c.received_on DESC, c.recorded_at DESC LIMIT 1) END AS usual_day
          FROM own t
    ), dated AS (
        SELECT d.*, least(d.danger_due, d.usual_day) AS on_day FROM due d
    )
    SELECT d.id, d.file_id, d.reference::text, d.state::text, d.next_report::text, d.danger::text, d.on_day FROM dated d
     WHERE d.on_day BETWEEN from_day AND to_day
       AND EXISTS (SELECT 1 FROM public.agencies_grant g
                    WHERE g.file_id = d.file_id AND g.principal = reader AND g.reads & {section.TRANSFER} <> 0
                      AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now()))
       AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                        WHERE h.file_id = d.file_id AND h.principal IN (reader, d.reader_agency))
     ORDER BY d.on_day, d.id;
END $$;

-- The same for the person who is signed in.
CREATE OR REPLACE FUNCTION transfers_days_of_receiver(from_day date, to_day date)
RETURNS TABLE (id uuid, file_id uuid, reference text, state text, next_report text, danger text, on_day date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT * FROM public.transfers_days_of(public.access_staff(), from_day, to_day)
$$;
