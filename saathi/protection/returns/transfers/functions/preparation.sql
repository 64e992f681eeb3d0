-- Who prepared a transfer, and what a change of its preparation does to a submission or an authorisation. The same as
-- `transfers.authorisation_rules.reasons_not_to_decide`. Maintenance and the owner load earlier data.

-- Whoever changes a transfer before its authorisation is an author, whatever the statement says about `editors`. What a
-- submitted or authorised transfer says changes only with its stage: it is sent back first (23514). The moment of the
-- authorisation is the one of the database.
CREATE OR REPLACE FUNCTION transfers_name_editor() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    is_changed boolean := EXISTS (
        SELECT 1 FROM unnest(TG_ARGV) of_column
         WHERE to_jsonb(NEW) -> of_column IS DISTINCT FROM to_jsonb(OLD) -> of_column);
BEGIN
    NEW.editors := OLD.editors;
    IF NEW.state = 'submitted' AND OLD.state <> 'submitted' THEN  -- whoever has the case then is an author as well
        NEW.editors := ARRAY(
            SELECT e FROM unnest(OLD.editors) e
            UNION SELECT c.worker_id FROM public.cases_case c
                   WHERE c.file_id = NEW.file_id AND c.status IN ('open', 'closing_asked')
                     AND c.worker_id IS NOT NULL AND c.worker_id <> NEW.recorded_by);
    END IF;
    NEW.decided_at := CASE WHEN NEW.state = 'authorised' AND OLD.state <> 'authorised' THEN now()
                           WHEN NEW.decided_by IS NOT NULL THEN OLD.decided_at END;
    NEW.withdrawn_on := CASE WHEN NEW.state <> 'authorised' THEN OLD.withdrawn_on END;
    NEW.has_withdrawal_reason := OLD.has_withdrawal_reason;
    IF OLD.state = 'authorised' AND NEW.state = 'accepted' THEN
        NEW.editors := public.transfers_editors_with_views(NEW);
        NEW.withdrawn_on := NEW.state_since;
        NEW.has_withdrawal_reason := true;
    END IF;
    -- A question or a reason is written with these steps.
    IF NOT is_changed OR NEW.state = 'stopped' OR OLD.state IN ('submitted', 'authorised') AND NEW.state = 'accepted' THEN
        RETURN NEW;
    END IF;
    IF OLD.state NOT IN ('considered', 'requested', 'accepted', 'refused') THEN
        RAISE EXCEPTION 'transfers_transfer: a submitted transfer is sent back first' USING ERRCODE = 'check_violation';
    END IF;
    IF me IS NOT NULL AND me <> OLD.recorded_by AND me <> ALL (OLD.editors) THEN
        NEW.editors := OLD.editors || me;
    END IF;
    IF NEW.decided_by = me THEN
        NEW.decided_by := NULL;
        NEW.decided_on := NULL;
        NEW.decided_at := NULL;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_edited BEFORE UPDATE ON transfers_transfer FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION transfers_name_editor(
        'sealed', 'kind', 'chain', 'agreement_id', 'our_focal_point_id', 'their_focal_point_id', 'coordination');

-- The authors of a transfer whose authorisation ends: whoever asked the child meanwhile is one of them.
CREATE OR REPLACE FUNCTION transfers_editors_with_views(t public.transfers_transfer) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT ARRAY(SELECT e FROM unnest(t.editors) e
                 UNION SELECT v.recorded_by FROM public.transfers_transferview v
                        WHERE v.transfer_id = t.id AND v.file_id = t.file_id)
$$;

-- A notice to a person that the file is not hidden from; not to whoever acts.
CREATE OR REPLACE FUNCTION transfers_notify(of_file uuid, to_staff uuid, the_kind text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    SELECT gen_random_uuid(), s.id, the_kind, of_file, now(), public.access_staff()
      FROM public.agencies_staff s
     WHERE s.id = to_staff AND s.id IS DISTINCT FROM public.access_staff()
       AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                        WHERE h.file_id = of_file AND h.principal IN (s.id, s.agency_id))
$$;

-- The authorisation ends because what it was given for has changed: the transfer is accepted again, whoever asked the
-- child meanwhile is an author, and the worker and whoever authorised are notified.
CREATE OR REPLACE FUNCTION transfers_withdraw_authorisation(t public.transfers_transfer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    local_day date := (SELECT (now() AT TIME ZONE o.time_zone)::date FROM public.agencies_file f
                         JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = t.file_id);
BEGIN
    UPDATE public.transfers_transfer x
       SET state = 'accepted', decided_by = NULL, decided_on = NULL, decided_at = NULL, version = x.version + 1,
           withdrawn_on = local_day, has_withdrawal_reason = false, state_since = local_day,
           editors = public.transfers_editors_with_views(x)
     WHERE x.id = t.id;
    PERFORM public.transfers_notify(t.file_id, to_staff, 'transfer_wdn')
       FROM unnest(ARRAY[t.recorded_by, t.decided_by]) to_staff WHERE to_staff IS NOT NULL GROUP BY to_staff;
END $$;

-- A notice about the transfer itself to the colleague who receives the child.
CREATE OR REPLACE FUNCTION transfers_notify_receiver(t public.transfers_transfer, the_kind text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    SELECT gen_random_uuid(), s.id, the_kind, t.id, now(), public.access_staff()
      FROM public.agencies_staff s
     WHERE s.id = t.receiver_id AND s.id IS DISTINCT FROM public.access_staff()
       AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                        WHERE h.file_id = t.file_id AND h.principal IN (s.id, s.agency_id))
$$;

-- Whoever records or changes the preparation of a transfer is an author of it, except who sends the request: only a
-- supervisor opens a transfer to another agency, and nothing that the authorisation asks depends on it. After the submission
-- its version counts on, so that a page opened before authorises nothing; after the authorisation that ends. What the
-- child says does not end it (a "no" is asked at the departure), nor does a document that is given to the child as
-- planned, nor a refusal, which moves the transfer by itself.
CREATE OR REPLACE FUNCTION transfers_follow_preparation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    found public.transfers_transfer;
    now_row jsonb := to_jsonb(NEW);
BEGIN
    SELECT t.* INTO found FROM public.transfers_transfer t
     WHERE t.id = NEW.transfer_id AND t.file_id = NEW.file_id FOR UPDATE;
    IF now_row ->> 'answer' = 'refused' OR TG_OP = 'UPDATE' AND to_jsonb(OLD) - '{version,addressee}'::text[] = now_row - '{version,addressee}'::text[] THEN
        RETURN NULL;
    END IF;
    IF found.state = 'authorised' THEN
        IF NOT (TG_TABLE_NAME = 'transfers_transferview' OR TG_OP = 'UPDATE' AND now_row ->> 'state' = 'given'
                AND to_jsonb(OLD) ->> 'state' = 'held'
                AND to_jsonb(OLD) - '{state,version,sealed}'::text[] = now_row - '{state,version,sealed}'::text[]) THEN
            PERFORM public.transfers_withdraw_authorisation(found);
            found.state := 'accepted';
            found.editors := (SELECT t.editors FROM public.transfers_transfer t WHERE t.id = found.id);
        END IF;
    END IF;
    IF found.state NOT IN ('considered', 'requested', 'accepted', 'submitted', 'refused') THEN
        RETURN NULL;
    END IF;
    IF TG_TABLE_NAME <> 'transfers_transferrequest' AND public.transfers_is_ours(NEW.file_id)
       AND me <> found.recorded_by AND me <> ALL (found.editors) THEN
        UPDATE public.transfers_transfer t
           SET editors = t.editors || me, decided_by = nullif(t.decided_by, me),
               decided_on = CASE WHEN t.decided_by <> me THEN t.decided_on END,
               decided_at = CASE WHEN t.decided_by <> me THEN t.decided_at END
         WHERE t.id = found.id;
    END IF;
    IF found.state = 'submitted' THEN
        UPDATE public.transfers_transfer t SET version = t.version + 1 WHERE t.id = found.id;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER transfers_follow_preparation AFTER INSERT OR UPDATE ON transfers_transferrequest FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_follow_preparation();
CREATE OR REPLACE TRIGGER transfers_follow_preparation AFTER INSERT OR UPDATE ON transfers_transferanswer FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_follow_preparation();
CREATE OR REPLACE TRIGGER transfers_follow_preparation AFTER INSERT OR UPDATE ON transfers_receivingplacement FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_follow_preparation();
CREATE OR REPLACE TRIGGER transfers_follow_preparation AFTER INSERT OR UPDATE ON transfers_transfersafetyassessment FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_follow_preparation();
CREATE OR REPLACE TRIGGER transfers_follow_preparation AFTER INSERT OR UPDATE ON transfers_transferdocument FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_follow_preparation();
CREATE OR REPLACE TRIGGER transfers_follow_preparation AFTER INSERT OR UPDATE ON transfers_transferview FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_follow_preparation();
CREATE OR REPLACE TRIGGER transfers_follow_preparation AFTER INSERT OR UPDATE ON transfers_transferjourney FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_follow_preparation();

-- A safety assessment, a view or an answer is not of the future (23514): a day by the clock of the file's office (an
-- answer may come from a country where it is tomorrow), a moment with five minutes for the difference of two clocks.
CREATE OR REPLACE FUNCTION transfers_not_in_future() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := (SELECT (now() AT TIME ZONE o.time_zone)::date FROM public.agencies_file f
                     JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = NEW.file_id);
    entered text := to_jsonb(NEW) ->> TG_ARGV[0];
BEGIN
    IF (CASE TG_ARGV[0] WHEN 'asked_at' THEN entered::timestamptz > now() + interval '10 minutes'
                        WHEN 'assessed_on' THEN entered::date > today
                        ELSE entered::date > today + 1 END) THEN
        RAISE EXCEPTION '%: in the future', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_dated BEFORE INSERT OR UPDATE ON transfers_transferview FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_not_in_future('asked_at');
CREATE OR REPLACE TRIGGER when_dated BEFORE INSERT OR UPDATE ON transfers_transfersafetyassessment FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_not_in_future('assessed_on');
CREATE OR REPLACE TRIGGER when_dated BEFORE INSERT OR UPDATE ON transfers_transferanswer FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_not_in_future('answered_on');
