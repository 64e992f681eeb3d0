-- What is due next of a transfer, for those who read its records: row security holds in both functions
-- (`transfers.received_queries`; the calendar of the receiver in `receiver_calendar.sql` follows the same order).

-- The report after the last one at which the child was seen: the first visit, then the months; empty after the last one.
CREATE OR REPLACE FUNCTION transfers_next_report(of_transfer uuid) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce((
        SELECT CASE max(array_position(ARRAY['first_visit', 'month_1', 'month_3', 'month_6', 'month_12'], r.kind::text))
               WHEN 1 THEN 'month_1' WHEN 2 THEN 'month_3' WHEN 3 THEN 'month_6' WHEN 4 THEN 'month_12' WHEN 5 THEN '' END
          FROM public.transfers_transferreport r
         WHERE r.transfer_id = of_transfer AND r.situation NOT IN ({values.transfer_unseen})), 'first_visit');
END $$;

-- The day of the next step: the answer, the receipt a day after the handover, the first visit or the next report; of a child
-- in danger a few days after the report, or earlier. NULL if nothing is due.
CREATE OR REPLACE FUNCTION transfers_due_to_receiver(of_transfer uuid) RETURNS date
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    t public.transfers_transfer;
    danger_on date;
    usual date;
BEGIN
    SELECT x.* INTO t FROM public.transfers_transfer x WHERE x.id = of_transfer;
    IF t.state = 'requested' THEN
        SELECT r.answer_by INTO usual FROM public.transfers_transferrequest r
         WHERE r.transfer_id = t.id ORDER BY r.sent_on DESC, r.recorded_at DESC LIMIT 1;
    ELSIF t.state = 'handed_over' THEN
        usual := t.state_since + 1;
    ELSIF t.state IN ('received', 'followed_up') THEN
        SELECT CASE public.transfers_next_report(t.id) WHEN 'first_visit' THEN least(c.first_visit_on, c.received_on + {values.transfer_first_visit_days})
                    WHEN 'month_1' THEN (c.received_on + interval '1 month')::date
                    WHEN 'month_3' THEN (c.received_on + interval '3 months')::date
                    WHEN 'month_6' THEN (c.received_on + interval '6 months')::date
                    WHEN 'month_12' THEN (c.received_on + interval '12 months')::date END
          INTO usual FROM public.transfers_transferreceipt c
         WHERE c.transfer_id = t.id ORDER BY c.received_on DESC, c.recorded_at DESC LIMIT 1;
    END IF;
    IF t.state IN ('travelling', 'handed_over', 'received', 'followed_up') THEN
        SELECT r.seen_on INTO danger_on FROM public.transfers_transferreport r
         WHERE r.transfer_id = t.id AND r.situation IN ({values.transfer_dangers}) AND public.transfers_reports_danger(r.id)
         ORDER BY r.seen_on DESC, r.recorded_at DESC LIMIT 1;
    END IF;
    RETURN least(danger_on + {values.transfer_danger_days}, usual);
END $$;
