-- The stages of a transfer, who takes which step, and what follows from it: duties, and the right of the receiving
-- side. Maintenance and the owner load earlier data.

-- Whether the caller works for the agency that has the file. Whoever receives the child writes records of transfers,
-- but no legal records.
CREATE OR REPLACE FUNCTION transfers_is_ours(of_file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (public.access_sections(of_file)).writes & {section.LEGAL} <> 0
$$;

-- A transfer begins as considered, in the file of our own agency, without any step taken.
CREATE OR REPLACE FUNCTION transfers_begin() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT public.transfers_is_ours(NEW.file_id) THEN
        RAISE EXCEPTION 'not yours to open' USING ERRCODE = '42501';
    END IF;
    IF NEW.state <> 'considered' OR NEW.receiver_id IS NOT NULL OR NEW.access IS NOT NULL
       OR NEW.decided_by IS NOT NULL OR NEW.submitted_by IS NOT NULL OR NEW.departed_at IS NOT NULL THEN
        RAISE EXCEPTION 'transfers_transfer: a transfer begins as considered' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_begun BEFORE INSERT ON transfers_transfer FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_begin();

-- Whether one stage follows another.
CREATE OR REPLACE FUNCTION transfers_may_follow(of_direction text, was text, will text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT will = ANY (CASE WHEN of_direction = 'incoming' THEN CASE was
            WHEN 'considered' THEN ARRAY['accepted', 'refused', 'received', 'stopped']
            WHEN 'accepted' THEN ARRAY['refused', 'received', 'stopped']
            WHEN 'received' THEN ARRAY['followed_up', 'ended']
            WHEN 'followed_up' THEN ARRAY['ended'] END
        ELSE CASE was
            WHEN 'considered' THEN ARRAY['requested', 'stopped']
            WHEN 'requested' THEN ARRAY['accepted', 'refused', 'stopped']
            WHEN 'accepted' THEN ARRAY['submitted', 'refused', 'stopped']
            WHEN 'submitted' THEN ARRAY['authorised', 'accepted', 'refused', 'stopped']
            WHEN 'authorised' THEN ARRAY['travelling', 'accepted', 'refused', 'stopped']
            WHEN 'travelling' THEN ARRAY['handed_over', 'received', 'stopped']
            WHEN 'handed_over' THEN ARRAY['received']
            WHEN 'received' THEN ARRAY['followed_up', 'ended']
            WHEN 'followed_up' THEN ARRAY['ended']
            WHEN 'refused' THEN ARRAY['requested', 'accepted'] END END) IS TRUE
$$;

-- Whether a person has the child's case now, decided on the newest determination, screened the child for protection, removed
-- a country of origin, or undid a merge of the child's files: they do not authorise.
-- Whoever had the case at the submission is one of the editors (`functions/preparation.sql`).
CREATE OR REPLACE FUNCTION transfers_is_involved(t public.transfers_transfer, person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.cases_case c
                    WHERE c.file_id = t.file_id AND c.worker_id = person AND c.status IN ('open', 'closing_asked'))
        OR coalesce((public.transfers_newest_determination(t.file_id)).decided_by = person, false)
        OR public.origin_screened_by(t.file_id, person)
        OR public.origin_corrected_by(t.file_id, person)
        OR public.merge_undone_by(t.file_id, person)
$$;

-- What a step of a transfer lacks; NULL if nothing.
CREATE OR REPLACE FUNCTION transfers_step_missing(t public.transfers_transfer) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    zone text;
    answered text := public.transfers_answer_that_counts(t);
BEGIN
    SELECT o.time_zone INTO zone FROM public.agencies_file f
      JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = t.file_id;
    RETURN CASE t.state
        WHEN 'requested' THEN CASE WHEN NOT EXISTS (
            SELECT 1 FROM public.transfers_transferrequest r WHERE r.transfer_id = t.id AND r.file_id = t.file_id)
            THEN 'no request' END
        WHEN 'accepted' THEN CASE WHEN coalesce(answered, '') NOT IN ('accepted', 'accepted_if') THEN 'not accepted' END
        WHEN 'refused' THEN CASE WHEN answered IS DISTINCT FROM 'refused' THEN 'not refused' END
        WHEN 'submitted' THEN CASE
            WHEN t.submitted_by IS DISTINCT FROM me THEN 'another submitted it'
            WHEN public.transfers_child_says_no(t, zone) THEN 'the child says no'
            WHEN public.transfers_other_file_objects(t, (now() AT TIME ZONE zone)::date, zone)
                THEN 'another file of the child does not allow it' END
        WHEN 'authorised' THEN CASE
            WHEN t.decided_by IS DISTINCT FROM me OR NOT public.staff_may(me, 'approve')
                 OR me IN (t.recorded_by, t.submitted_by) OR me = ANY (t.editors)
                 OR public.transfers_is_involved(t, me)
                THEN 'a second person authorises it'
            ELSE public.transfers_missing(t, (now() AT TIME ZONE zone)::date, zone) END
        WHEN 'travelling' THEN public.transfers_missing_at_departure(t, zone)
        WHEN 'handed_over' THEN CASE
            WHEN public.transfers_is_off(t, zone) THEN 'the child says no'
            WHEN public.transfers_off_elsewhere(t, zone) THEN 'another file of the child does not allow it'
            WHEN NOT EXISTS (SELECT 1 FROM public.transfers_transferhandover h
                              WHERE h.transfer_id = t.id AND h.file_id = t.file_id) THEN 'no handover' END
        WHEN 'received' THEN CASE WHEN NOT EXISTS (
            SELECT 1 FROM public.transfers_transferreceipt r WHERE r.transfer_id = t.id AND r.file_id = t.file_id)
            THEN 'no receipt' END
        WHEN 'followed_up' THEN CASE WHEN NOT EXISTS (
            SELECT 1 FROM public.transfers_transferreport r WHERE r.transfer_id = t.id AND r.file_id = t.file_id
               AND r.kind IN ({values.transfer_visits}) AND r.situation NOT IN ({values.transfer_unseen}))
            THEN 'no report' END
        WHEN 'ended' THEN public.transfers_missing_at_end(t, me) END;
END $$;

-- A step of our own side, with what it needs (23514). The receiving side changes no row of a transfer (42501): what it
-- writes moves the transfer (`transfers_follow_receiver`). The file's row is locked: what the step needs is judged by
-- what is committed then.
CREATE OR REPLACE FUNCTION transfers_take_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    missing text;
BEGIN
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR SHARE;
    IF NOT public.transfers_is_ours(NEW.file_id) THEN
        RAISE EXCEPTION 'not yours to change' USING ERRCODE = '42501';
    END IF;
    IF NEW.state = OLD.state THEN
        RETURN NEW;
    END IF;
    IF NOT public.transfers_may_follow(NEW.direction, OLD.state, NEW.state) THEN
        RAISE EXCEPTION 'transfers_transfer: this stage does not follow' USING ERRCODE = 'check_violation';
    END IF;
    missing := public.transfers_step_missing(NEW);
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'transfers_transfer: %', missing USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_step_taken BEFORE UPDATE ON transfers_transfer FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION transfers_take_step();

-- An answer, a receipt or a report of the receiver moves the transfer by itself: the receiver accepts, refuses, confirms
-- that the child arrived, reports, and nothing else (23514).
CREATE OR REPLACE FUNCTION transfers_follow_receiver() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moved public.transfers_transfer;
    will text;
    happened_on date := coalesce(to_jsonb(NEW) ->> 'answered_on', to_jsonb(NEW) ->> 'received_on',
                                 to_jsonb(NEW) ->> 'seen_on')::date;
BEGIN
    IF public.transfers_is_ours(NEW.file_id) THEN
        RETURN NULL;
    END IF;
    SELECT t.* INTO moved FROM public.transfers_transfer t
     WHERE t.id = NEW.transfer_id AND t.file_id = NEW.file_id FOR UPDATE;
    will := CASE TG_TABLE_NAME
        WHEN 'transfers_transferanswer' THEN CASE to_jsonb(NEW) ->> 'answer'
            WHEN 'refused' THEN 'refused' WHEN 'no_answer' THEN moved.state ELSE 'accepted' END
        WHEN 'transfers_transferreceipt' THEN 'received'
        ELSE CASE WHEN moved.state = 'received' AND to_jsonb(NEW) ->> 'kind' IN ({values.transfer_visits})
                       AND to_jsonb(NEW) ->> 'situation' NOT IN ({values.transfer_unseen})
                  THEN 'followed_up' ELSE moved.state END END;
    IF TG_TABLE_NAME = 'transfers_transferreport' AND moved.state NOT IN ('handed_over', 'received', 'followed_up')
          AND NOT (moved.state = 'travelling' AND to_jsonb(NEW) ->> 'kind' = 'arrival'
                   AND to_jsonb(NEW) ->> 'situation' = 'missing')
       OR will <> moved.state AND NOT public.transfers_may_follow(moved.direction, moved.state, will)
       OR moved.state IN ('submitted', 'authorised') AND will = 'accepted' THEN
        RAISE EXCEPTION 'transfers_transfer: this stage does not follow' USING ERRCODE = 'check_violation';
    END IF;
    IF will <> moved.state THEN
        UPDATE public.transfers_transfer t SET state = will, version = t.version + 1, state_since = happened_on
         WHERE t.id = moved.id;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER transfers_follow_receiver AFTER INSERT ON transfers_transferanswer FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_follow_receiver();
CREATE OR REPLACE TRIGGER transfers_follow_receiver AFTER INSERT ON transfers_transferreceipt FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_follow_receiver();
CREATE OR REPLACE TRIGGER transfers_follow_receiver AFTER INSERT ON transfers_transferreport FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_follow_receiver();

-- A request, a journey and a handover are written by our own side alone; an answer, a placement, a receipt and a report
-- also by the receiver of this transfer.
CREATE OR REPLACE FUNCTION transfers_write_of_side() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT public.transfers_is_ours(NEW.file_id) AND (
           TG_ARGV[0] = 'ours' OR NOT EXISTS (
               SELECT 1 FROM public.transfers_transfer t
                WHERE t.id = NEW.transfer_id AND t.file_id = NEW.file_id AND t.receiver_id = public.access_staff())) THEN
        RAISE EXCEPTION 'not yours to write' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_written BEFORE INSERT OR UPDATE ON transfers_transferrequest FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_write_of_side('ours');
CREATE OR REPLACE TRIGGER when_written BEFORE INSERT OR UPDATE ON transfers_transferjourney FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_write_of_side('ours');
CREATE OR REPLACE TRIGGER when_written BEFORE INSERT OR UPDATE ON transfers_transferhandover FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_write_of_side('ours');
CREATE OR REPLACE TRIGGER when_written BEFORE INSERT OR UPDATE ON transfers_transferanswer FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_write_of_side('either');
CREATE OR REPLACE TRIGGER when_written BEFORE INSERT OR UPDATE ON transfers_receivingplacement FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_write_of_side('either');
CREATE OR REPLACE TRIGGER when_written BEFORE INSERT OR UPDATE ON transfers_transferreceipt FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_write_of_side('either');
CREATE OR REPLACE TRIGGER when_written BEFORE INSERT OR UPDATE ON transfers_transferreport FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_write_of_side('either');

-- Our request goes only after the screening for international protection, to a country of origin only while the gate
-- allows it, and with all that `requests.sql` asks.
CREATE OR REPLACE FUNCTION transfers_require_screening() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked public.transfers_transfer;
    gate text;
    lacks text[];
BEGIN
    IF NEW.answer_by < NEW.sent_on THEN
        RAISE EXCEPTION 'transfers_transferrequest: an answer before the request' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR NO KEY UPDATE;
    SELECT t.* INTO asked FROM public.transfers_transfer t WHERE t.id = NEW.transfer_id AND t.file_id = NEW.file_id;
    IF asked.direction = 'incoming' AND NEW.channel = 'file' THEN
        RETURN NEW;  -- theirs, read in from a file: nothing leaves
    END IF;
    gate := public.transfers_gate(NEW.file_id);
    IF gate IN ('not_screened', 'unfinished', 'not_now', 'other_file') OR gate = 'closed' AND public.transfers_to_origin(asked)
       OR gate = 'stateless' AND public.transfers_to_origin(asked)
          AND NOT public.origin_permission_covers(NULL, NEW.file_id, NULL, gate) THEN
        RAISE EXCEPTION 'transfers_transferrequest: the country may not be contacted' USING ERRCODE = 'check_violation';
    END IF;
    lacks := public.transfers_lacks_for_request(asked, NEW.consent_id, NEW.facts::text[]);
    IF lacks <> '{}' THEN
        RAISE EXCEPTION 'transfers_transferrequest: %', array_to_string(lacks, ', ') USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_screened BEFORE INSERT ON transfers_transferrequest FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_require_screening();
