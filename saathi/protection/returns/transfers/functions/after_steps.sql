-- What follows from a step of a transfer, whoever takes it: the receiving side cannot read what is due in our file.

-- Ends the open duties of these kinds in a file, and makes one due for the worker of its open case; with `due_on` NULL
-- none.
CREATE OR REPLACE FUNCTION transfers_set_duty(of_file uuid, ends text[], done_on date, duty text, due_on date, by_whom uuid)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
BEGIN
    UPDATE public.cases_due d SET done_on = transfers_set_duty.done_on, version = d.version + 1
     WHERE d.file_id = of_file AND d.duty = ANY (ends) AND d.done_on IS NULL;
    IF transfers_set_duty.due_on IS NOT NULL THEN
        INSERT INTO public.cases_due (id, file_id, case_id, worker_id, duty, due_on, recorded_at, recorded_by, version)
        SELECT gen_random_uuid(), c.file_id, c.id, c.worker_id, transfers_set_duty.duty, transfers_set_duty.due_on,
               now(), by_whom, 1
          FROM public.cases_case c WHERE c.file_id = of_file AND c.status IN ('open', 'closing_asked');
    END IF;
END $$;

CREATE OR REPLACE FUNCTION transfers_after_request() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.transfers_set_duty(
        NEW.file_id, ARRAY['transfer_answer'], NEW.sent_on, 'transfer_answer', NEW.answer_by, NEW.recorded_by);
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER transfers_after_request AFTER INSERT ON transfers_transferrequest FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_after_request();

CREATE OR REPLACE FUNCTION transfers_after_answer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.transfers_set_duty(
        NEW.file_id, ARRAY['transfer_answer'], NEW.answered_on, 'transfer_answer',
        CASE WHEN NEW.answer = 'no_answer' THEN NEW.next_on END, NEW.recorded_by);
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER transfers_after_answer AFTER INSERT ON transfers_transferanswer FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_after_answer();

-- The confirmation of the receipt is due a day after the handover, unless the receiving side confirmed first.
CREATE OR REPLACE FUNCTION transfers_after_handover() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    handed_on date;
BEGIN
    SELECT (NEW.handed_over_at AT TIME ZONE o.time_zone)::date INTO handed_on
      FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = NEW.file_id;
    PERFORM public.transfers_set_duty(
        NEW.file_id, ARRAY['transfer_receipt'], handed_on, 'transfer_receipt',
        CASE WHEN NOT EXISTS (
            SELECT 1 FROM public.transfers_transferreceipt r WHERE r.transfer_id = NEW.transfer_id AND r.file_id = NEW.file_id)
        THEN handed_on + 1 END, NEW.recorded_by);
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER transfers_after_handover AFTER INSERT ON transfers_transferhandover FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_after_handover();

-- The first visit is due on the day that the receipt names, at the latest after 72 hours: of a later day the worker and the
-- leaders are notified. The first report is due after a month; the right of the receiver lasts for the time of the reports,
-- counted from the first receipt.
CREATE OR REPLACE FUNCTION transfers_after_receipt() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.transfers_set_duty(
        NEW.file_id, ARRAY['transfer_receipt', 'transfer_visit'], NEW.received_on, 'transfer_visit',
        CASE WHEN NOT EXISTS (
            SELECT 1 FROM public.transfers_transferreport r
             WHERE r.transfer_id = NEW.transfer_id AND r.file_id = NEW.file_id AND r.kind = 'first_visit'
               AND r.seen_on >= NEW.received_on AND r.situation NOT IN ({values.transfer_unseen}))
        THEN least(NEW.first_visit_on, NEW.received_on + {values.transfer_first_visit_days}) END, NEW.recorded_by);
    IF NEW.first_visit_on > NEW.received_on + {values.transfer_first_visit_days} THEN
        PERFORM public.transfers_notify_of_danger(NEW.transfer_id, NEW.file_id, NEW.recorded_by, 'transfer_lfv');
    END IF;
    PERFORM public.transfers_set_duty(
        NEW.file_id, ARRAY['transfer_report'], NEW.received_on, 'transfer_report',
        (NEW.received_on + interval '1 month')::date, NEW.recorded_by);
    UPDATE public.agencies_grant g SET ends_at = now() + interval '366 days'
      FROM public.transfers_transfer t
     WHERE t.id = NEW.transfer_id AND t.file_id = NEW.file_id AND g.id = t.access AND g.file_id = t.file_id
       AND g.principal = t.receiver_id AND g.kind = 'share' AND g.ends_at > now()
       AND NOT EXISTS (SELECT 1 FROM public.transfers_transferreceipt r WHERE r.transfer_id = t.id AND r.id <> NEW.id);
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER transfers_after_receipt AFTER INSERT ON transfers_transferreceipt FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_after_receipt();

-- Each report after which the child was seen fulfils its duty; the next one is counted from the receipt. A visit at which
-- the child was not seen fulfils none: the worker and the leaders of the office are notified. If the child is in danger or
-- cannot be found, the next report is due today, until a report says otherwise.
CREATE OR REPLACE FUNCTION transfers_after_report() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    received date;
    today date;
    months integer;
    next_on date;
BEGIN
    IF NEW.kind IN ({values.transfer_visits}) AND NEW.situation IN ({values.transfer_unseen})
       AND NEW.situation NOT IN ({values.transfer_dangers}) THEN
        PERFORM public.transfers_notify_of_danger(NEW.transfer_id, NEW.file_id, NEW.recorded_by, 'transfer_uns');
    END IF;
    IF NEW.situation IN ({values.transfer_unseen}) AND NEW.situation NOT IN ({values.transfer_dangers}) THEN
        RETURN NULL;
    END IF;
    IF NEW.kind = 'first_visit' AND NEW.situation NOT IN ({values.transfer_unseen}) THEN
        PERFORM public.transfers_set_duty(NEW.file_id, ARRAY['transfer_visit'], NEW.seen_on, NULL, NULL, NEW.recorded_by);
    END IF;
    SELECT max(r.received_on) INTO received FROM public.transfers_transferreceipt r
     WHERE r.transfer_id = NEW.transfer_id AND r.file_id = NEW.file_id;
    SELECT max(CASE r.kind WHEN 'month_1' THEN 3 WHEN 'month_3' THEN 6 WHEN 'month_6' THEN 12 WHEN 'month_12' THEN 99
                           ELSE 1 END)
      INTO months FROM public.transfers_transferreport r
     WHERE r.transfer_id = NEW.transfer_id AND r.file_id = NEW.file_id AND r.situation NOT IN ({values.transfer_unseen});
    months := coalesce(months, 1);
    SELECT (now() AT TIME ZONE o.time_zone)::date INTO today
      FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = NEW.file_id;
    next_on := CASE WHEN public.transfers_may_be_in_danger(NEW.transfer_id, NEW.file_id) THEN today
                    WHEN months < 99 AND (months > 1 OR received IS NOT NULL)
                        THEN (coalesce(received, NEW.seen_on) + make_interval(months => months))::date END;
    IF NOT EXISTS (SELECT 1 FROM public.cases_due d WHERE d.file_id = NEW.file_id AND d.duty = 'transfer_report'
                      AND d.done_on IS NULL AND d.due_on = next_on) THEN
        PERFORM public.transfers_set_duty(
            NEW.file_id, ARRAY['transfer_report'], NEW.seen_on, 'transfer_report', next_on, NEW.recorded_by);
    END IF;
    IF NEW.situation IN ({values.transfer_dangers}) THEN
        PERFORM public.transfers_notify_of_danger(NEW.transfer_id, NEW.file_id, NEW.recorded_by, 'transfer_dng');
    END IF;
    RETURN NULL;
END $$;

-- Notifies the worker of the open case, whoever opened the transfer, and the nearest leaders of the office, that a child
-- is in danger, cannot be found or was not seen: also when the receiving side reports it, which cannot read who they are.
DROP FUNCTION IF EXISTS transfers_notify_of_danger(uuid, uuid, uuid);
CREATE OR REPLACE FUNCTION transfers_notify_of_danger(of_transfer uuid, of_file uuid, by_whom uuid, notice text)
RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH leaders AS (
        SELECT s.id, s.distance FROM public.file_office_staff(of_file) s
         WHERE public.staff_leads_office(s.bundle) AND s.id <> by_whom
    ), found AS (
        SELECT l.id FROM leaders l WHERE l.distance = (SELECT min(distance) FROM leaders)
        UNION SELECT c.worker_id FROM public.cases_case c
               WHERE c.file_id = of_file AND c.status IN ('open', 'closing_asked')
        UNION SELECT t.recorded_by FROM public.transfers_transfer t WHERE t.id = of_transfer AND t.file_id = of_file
    )
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    SELECT gen_random_uuid(), s.id, notice, of_file, now(), by_whom
      FROM found JOIN public.agencies_staff s ON s.id = found.id
     WHERE s.id <> by_whom AND NOT EXISTS (
           SELECT 1 FROM public.agencies_hidden h WHERE h.file_id = of_file AND h.principal IN (s.id, s.agency_id))
$$;

CREATE OR REPLACE TRIGGER transfers_after_report AFTER INSERT ON transfers_transferreport FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_after_report();

-- The right of the receiver ends with the follow-up, and with another right in its place. If a transfer is stopped or
-- refused, the receiver still reads for 30 days that the child does not come, and after a removal by others as long as
-- before; open duties end. The receiver is notified that the child does not come, or that the authorisation ended; after a stop
-- by the child also whoever expects the child in another transfer, that it is on hold.
CREATE OR REPLACE FUNCTION transfers_after_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    is_over boolean := NEW.state IN ('ended', 'stopped', 'refused');
BEGIN
    IF NEW.state = 'ended' OR OLD.access IS DISTINCT FROM NEW.access THEN
        UPDATE public.agencies_grant g SET ends_at = now()
         WHERE g.file_id = OLD.file_id AND g.kind = 'share' AND g.ends_at > now()
           AND (g.id = OLD.access OR NEW.state = 'ended' AND g.id = NEW.access);
    END IF;
    IF is_over AND NEW.state <> OLD.state AND NEW.state <> 'ended' AND NEW.stopped_by <> 'authority' THEN
        UPDATE public.agencies_grant g SET ends_at = least(g.ends_at, now() + interval '30 days')
         WHERE g.file_id = NEW.file_id AND g.kind = 'share' AND g.ends_at > now() AND g.id = NEW.access;
    END IF;
    IF NEW.state = 'stopped' AND OLD.state <> 'stopped' THEN
        PERFORM public.transfers_notify_receiver(NEW, 'transfer_off');
        IF NEW.stopped_by = 'child' THEN
            PERFORM public.transfers_hold(NEW.file_id, NEW.direction, NEW.id);
        END IF;
    ELSIF OLD.state = 'authorised' AND NEW.state = 'accepted' THEN
        PERFORM public.transfers_notify_receiver(NEW, 'transfer_hld');
    END IF;
    IF is_over AND NEW.state <> OLD.state THEN
        PERFORM public.transfers_set_duty(
            NEW.file_id, ARRAY['transfer_answer', 'transfer_receipt', 'transfer_visit', 'transfer_report'],
            current_date, NULL, NULL, NEW.recorded_by);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER transfers_after_step AFTER UPDATE ON transfers_transfer FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_after_step();
