-- Reports after a transfer, and the end of the follow-up (`transfers.journey_rules`).

-- Whether a report says that the child is in danger, and no later report ended it: one of a later day, recorded on a later
-- day by another person that the child is safe. What our own side reported ends by our own side: whoever has the child
-- now does not silence it. That a child did not arrive ends with a later receipt.
CREATE OR REPLACE FUNCTION transfers_danger_goes_on(unsafe public.transfers_transferreport) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ours uuid;
    zone text;
    is_ours boolean;
BEGIN
    IF unsafe.situation NOT IN ({values.transfer_dangers}) THEN
        RETURN false;
    END IF;
    IF unsafe.kind = 'arrival' AND unsafe.situation = 'missing' AND EXISTS (
        SELECT 1 FROM public.transfers_transferreceipt c
         WHERE c.transfer_id = unsafe.transfer_id AND c.file_id = unsafe.file_id
           AND c.received_on >= unsafe.seen_on AND c.recorded_at > unsafe.recorded_at) THEN
        RETURN false;
    END IF;
    SELECT f.agency_id, o.time_zone INTO ours, zone FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id
     WHERE f.id = unsafe.file_id;
    is_ours := EXISTS (SELECT 1 FROM public.agencies_staff s WHERE s.id = unsafe.recorded_by AND s.agency_id = ours);
    RETURN NOT EXISTS (
        SELECT 1 FROM public.transfers_transferreport r
         WHERE r.transfer_id = unsafe.transfer_id AND r.file_id = unsafe.file_id AND r.situation IN ({values.transfer_safe_after})
           AND public.tracing_supersedes(r.seen_on, r.recorded_at, r.recorded_by,
                                         unsafe.seen_on, unsafe.recorded_at, unsafe.recorded_by, zone)
           AND (NOT is_ours OR EXISTS (
                SELECT 1 FROM public.agencies_staff s WHERE s.id = r.recorded_by AND s.agency_id = ours)));
END $$;

-- The same for those who read the transfers of the file; false for all others.
CREATE OR REPLACE FUNCTION transfers_reports_danger(of_report uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked public.transfers_transferreport;
BEGIN
    SELECT r.* INTO asked FROM public.transfers_transferreport r WHERE r.id = of_report;
    RETURN asked.id IS NOT NULL AND (public.access_sections(asked.file_id)).reads & {section.TRANSFER} <> 0
       AND public.transfers_danger_goes_on(asked);
END $$;

CREATE OR REPLACE FUNCTION transfers_may_be_in_danger(of_transfer uuid, of_file uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM public.transfers_transferreport r
                    WHERE r.transfer_id = of_transfer AND r.file_id = of_file AND public.transfers_danger_goes_on(r));
END $$;

-- A report of danger does not become another report (23514): what is heard later is a report of its own.
CREATE OR REPLACE FUNCTION transfers_danger_is_kept() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'transfers_transferreport: a report of danger is kept' USING ERRCODE = 'check_violation';
END $$;

CREATE OR REPLACE TRIGGER danger_is_kept BEFORE UPDATE ON transfers_transferreport FOR EACH ROW
    WHEN (OLD.situation IN ({values.transfer_dangers}) AND NEW.situation NOT IN ({values.transfer_dangers})
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION transfers_danger_is_kept();

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
                          WHERE r.transfer_id = t.id AND r.file_id = t.file_id AND r.kind = 'month_12'
                            AND r.situation NOT IN ({values.transfer_unseen}))
            THEN 'no report after 12 months'
        WHEN last.situation NOT IN ({values.transfer_safe_after}) OR public.transfers_may_be_in_danger(t.id, t.file_id)
            THEN 'the child may not be safe'
        WHEN EXISTS (SELECT 1 FROM public.cases_due d WHERE d.file_id = t.file_id AND d.done_on IS NULL
                        AND d.duty IN ('transfer_visit', 'transfer_report')) THEN 'a report is due'
        WHEN NOT public.staff_may(me, 'approve') OR me IN (t.recorded_by, last.recorded_by)
            THEN 'a second person ends it' END;
END $$;

-- No report is dated before the handover, and no visit before the receipt. A report after some months is dated near the
-- day on which they are over (23514); earlier news is another report.
CREATE OR REPLACE FUNCTION transfers_report_in_time() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    months integer := CASE NEW.kind WHEN 'month_1' THEN 1 WHEN 'month_3' THEN 3 WHEN 'month_6' THEN 6
                                    WHEN 'month_12' THEN 12 END;
    handed date;
    received date;
BEGIN
    SELECT (max(h.handed_over_at) AT TIME ZONE o.time_zone)::date INTO handed
      FROM public.transfers_transferhandover h
      JOIN public.agencies_file f ON f.id = h.file_id JOIN public.agencies_office o ON o.id = f.office_id
     WHERE h.transfer_id = NEW.transfer_id AND h.file_id = NEW.file_id GROUP BY o.time_zone;
    SELECT max(r.received_on) INTO received FROM public.transfers_transferreceipt r
     WHERE r.transfer_id = NEW.transfer_id AND r.file_id = NEW.file_id;
    IF NEW.seen_on < handed THEN
        RAISE EXCEPTION 'transfers_transferreport: before the handover' USING ERRCODE = 'check_violation';
    ELSIF NEW.kind IN ({values.transfer_visits}) AND NEW.seen_on < received THEN
        RAISE EXCEPTION 'transfers_transferreport: before the receipt' USING ERRCODE = 'check_violation';
    ELSIF months IS NULL THEN
        RETURN NEW;
    END IF;
    received := coalesce(received, handed);
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
