-- Reports after a transfer, and the end of the follow-up (`transfers.journey_rules`).

-- Whether a report says that the child is in danger which no later report ended, dated and recorded later.
CREATE OR REPLACE FUNCTION transfers_may_be_in_danger(of_transfer uuid, of_file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.transfers_transferreport unsafe
         WHERE unsafe.transfer_id = of_transfer AND unsafe.file_id = of_file
           AND unsafe.situation IN ({values.transfer_dangers})
           AND NOT EXISTS (
               SELECT 1 FROM public.transfers_transferreport r
                WHERE r.transfer_id = of_transfer AND r.file_id = of_file AND r.situation IN ({values.transfer_safe_after})
                  AND r.seen_on >= unsafe.seen_on AND r.recorded_at > unsafe.recorded_at))
$$;

-- What the end of the follow-up lacks; NULL if nothing. Whoever opened the transfer or reported last does not end it.
CREATE OR REPLACE FUNCTION transfers_missing_at_end(t public.transfers_transfer, me uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last public.transfers_transferreport;
BEGIN
    SELECT r.* INTO last FROM public.transfers_transferreport r WHERE r.transfer_id = t.id AND r.file_id = t.file_id
     ORDER BY r.seen_on DESC, r.recorded_at DESC LIMIT 1;
    RETURN CASE
        WHEN NOT EXISTS (SELECT 1 FROM public.transfers_transferreport r
                          WHERE r.transfer_id = t.id AND r.file_id = t.file_id AND r.kind = 'month_12')
            THEN 'no report after 12 months'
        WHEN last.situation NOT IN ({values.transfer_safe_after}) OR public.transfers_may_be_in_danger(t.id, t.file_id)
            THEN 'the child may not be safe'
        WHEN EXISTS (SELECT 1 FROM public.cases_due d WHERE d.file_id = t.file_id AND d.done_on IS NULL
                        AND d.duty IN ('transfer_visit', 'transfer_report')) THEN 'a report is due'
        WHEN NOT public.staff_may(me, 'approve') OR me IN (t.recorded_by, last.recorded_by)
            THEN 'a second person ends it' END;
END $$;

-- A report after some months is dated near the day on which they are over (23514); earlier news is another report.
CREATE OR REPLACE FUNCTION transfers_report_in_time() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    months integer := CASE NEW.kind WHEN 'month_1' THEN 1 WHEN 'month_3' THEN 3 WHEN 'month_6' THEN 6
                                    WHEN 'month_12' THEN 12 END;
    received date;
BEGIN
    IF months IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT max(r.received_on) INTO received FROM public.transfers_transferreceipt r
     WHERE r.transfer_id = NEW.transfer_id AND r.file_id = NEW.file_id;
    IF received IS NULL THEN
        SELECT (max(h.handed_over_at) AT TIME ZONE o.time_zone)::date INTO received
          FROM public.transfers_transferhandover h
          JOIN public.agencies_file f ON f.id = h.file_id JOIN public.agencies_office o ON o.id = f.office_id
         WHERE h.transfer_id = NEW.transfer_id AND h.file_id = NEW.file_id GROUP BY o.time_zone;
    END IF;
    IF NEW.seen_on < (received + make_interval(months => months))::date - 14 THEN
        RAISE EXCEPTION 'transfers_transferreport: too early' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_in_time BEFORE INSERT OR UPDATE OF kind, seen_on ON transfers_transferreport FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_report_in_time();

-- A receipt is not dated before the handover (23514), by the clock of the file's office.
CREATE OR REPLACE FUNCTION transfers_receipt_after_handover() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.received_on < (SELECT (max(h.handed_over_at) AT TIME ZONE o.time_zone)::date FROM public.transfers_transferhandover h
                            JOIN public.agencies_file f ON f.id = h.file_id
                            JOIN public.agencies_office o ON o.id = f.office_id
                           WHERE h.transfer_id = NEW.transfer_id AND h.file_id = NEW.file_id GROUP BY o.time_zone) THEN
        RAISE EXCEPTION 'transfers_transferreceipt: before the handover' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_in_time BEFORE INSERT OR UPDATE OF received_on ON transfers_transferreceipt FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_receipt_after_handover();
