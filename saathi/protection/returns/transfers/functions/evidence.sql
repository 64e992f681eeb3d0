-- Which of several records counts (`transfers.evidence_rules`), and who changes which. Bad news counts until a record
-- replaces it that is both dated later and recorded later.

-- The answer that counts, of those since the newest request: a refusal unless it was taken back, by the receiver if it
-- is theirs; otherwise the newest.
CREATE OR REPLACE FUNCTION transfers_answer_that_counts(t public.transfers_transfer) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH found AS (
        SELECT a.* FROM public.transfers_transferanswer a
         WHERE a.transfer_id = t.id AND a.file_id = t.file_id
           AND a.recorded_at >= coalesce((
               SELECT max(r.recorded_at) FROM public.transfers_transferrequest r
                WHERE r.transfer_id = t.id AND r.file_id = t.file_id
                  AND r.sent_on = (SELECT max(n.sent_on) FROM public.transfers_transferrequest n
                                    WHERE n.transfer_id = t.id AND n.file_id = t.file_id)), '-infinity'))
    SELECT CASE WHEN EXISTS (
        SELECT 1 FROM found refusal WHERE refusal.answer = 'refused' AND NOT EXISTS (
            SELECT 1 FROM found a
             WHERE a.answer IN ('accepted', 'accepted_if') AND a.answered_on >= refusal.answered_on
               AND a.recorded_at > refusal.recorded_at
               AND (refusal.recorded_by IS DISTINCT FROM t.receiver_id OR a.recorded_by = t.receiver_id)))
        THEN 'refused'
        ELSE (SELECT a.answer FROM found a ORDER BY a.answered_on DESC, a.recorded_at DESC LIMIT 1) END
$$;

-- How many of the three subjects are found safe by a recent assessment that nothing unsafe stands against.
CREATE OR REPLACE FUNCTION transfers_safe_subjects(t public.transfers_transfer, on_day date) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH found AS (
        SELECT s.* FROM public.transfers_transfersafetyassessment s
         WHERE s.transfer_id = t.id AND s.file_id = t.file_id),
    newest AS (
        SELECT DISTINCT ON (s.subject) s.* FROM found s
         ORDER BY s.subject, s.assessed_on DESC, s.recorded_at DESC, s.id DESC)
    SELECT count(*) FROM newest n
     WHERE n.result IN ('safe', 'with_measures') AND n.assessed_on >= on_day - 30
       AND NOT EXISTS (
           SELECT 1 FROM found unsafe
            WHERE unsafe.subject = n.subject AND unsafe.result = 'not_safe' AND NOT EXISTS (
                SELECT 1 FROM found s
                 WHERE s.subject = unsafe.subject AND s.result <> 'not_safe'
                   AND s.assessed_on > unsafe.assessed_on AND s.recorded_at > unsafe.recorded_at))
$$;

-- Whether a court needs the child on a day. The court and case are sealed: the newest statement of each source is asked,
-- and the strictest counts.
CREATE OR REPLACE FUNCTION transfers_court_needs(t public.transfers_transfer, on_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM (
            SELECT DISTINCT ON (c.source) c.need, c.until FROM public.verifications_courtneed c
             WHERE c.child_id = t.child_id AND c.file_id = t.file_id
             ORDER BY c.source, c.said_on DESC, c.recorded_at DESC, c.id DESC) n
         WHERE n.need IN ('yes', 'not_known') AND coalesce(n.until >= on_day, true))
$$;

-- Whether a second person has seen the present content of a register's entry, and it is published.
CREATE OR REPLACE FUNCTION transfers_entry_is_seen(state text, changed timestamptz, published timestamptz, confirmed timestamptz)
RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT state = 'published' AND changed <= greatest(published, confirmed)
$$;

-- What is wrong on a day with the agreement and the focal points of a transfer: the agreement is in force, the focal
-- points are the national ones, and of each a second person has seen the present content. NULL if nothing is wrong.
CREATE OR REPLACE FUNCTION transfers_basis_missing(t public.transfers_transfer, on_day date) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN t.agreement_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM public.agreements_agreement a
             WHERE a.id = t.agreement_id AND a.withdrawn_on IS NULL AND a.stage = 'in_force'
               AND coalesce(a.in_force_from <= on_day, true) AND coalesce(a.ends_on >= on_day, true)
               AND public.transfers_entry_is_seen(a.state, a.changed_at, a.published_at, a.confirmed_at))
            THEN 'the agreement is not in force, or its entry is not confirmed'
        WHEN EXISTS (SELECT 1 FROM public.agreements_focalpoint p
                      WHERE p.id IN (t.our_focal_point_id, t.their_focal_point_id)
                        AND (p.withdrawn_on IS NOT NULL OR p.function <> 'national'
                             OR NOT public.transfers_entry_is_seen(
                                 p.state, p.changed_at, p.published_at, p.confirmed_at)))
            OR t.our_focal_point_id = t.their_focal_point_id
            THEN 'a focal point is not the confirmed national one' END
$$;

-- What ties a departure to its authorisation and its plan; NULL if it is as authorised. The hours around the planned time
-- are those of `journey_rules.NEAR_PLAN_HOURS`.
CREATE OR REPLACE FUNCTION transfers_departure_fault(t public.transfers_transfer, zone text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    planned timestamptz;
BEGIN
    SELECT j.departs_at INTO planned FROM public.transfers_transferjourney j
     WHERE j.transfer_id = t.id AND j.file_id = t.file_id ORDER BY j.recorded_at DESC, j.id DESC LIMIT 1;
    RETURN CASE
        WHEN t.departed_at < date_trunc('minute', t.decided_at)
             OR (t.departed_at AT TIME ZONE zone)::date < t.decided_on THEN 'the departure was before the authorisation'
        WHEN planned IS NOT NULL AND (
             (t.departed_at AT TIME ZONE zone)::date <> (planned AT TIME ZONE zone)::date
             OR t.departed_at NOT BETWEEN planned - interval '4 hours' AND planned + interval '4 hours')
            THEN 'the departure is not at the planned time' END;
END $$;

-- The direction follows from the country of the office that has the file (23514): what leaves it is outgoing.
CREATE OR REPLACE FUNCTION transfers_direct() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (CASE NEW.direction WHEN 'incoming' THEN NEW.to_country ELSE NEW.from_country END) IS DISTINCT FROM (
        SELECT o.country FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id
         WHERE f.id = NEW.file_id) THEN
        RAISE EXCEPTION 'transfers_transfer: the direction is not that of the office' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_directed BEFORE INSERT ON transfers_transfer FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_direct();

-- The receiver changes only what the receiver recorded (42501).
CREATE OR REPLACE FUNCTION transfers_change_own() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT public.transfers_is_ours(OLD.file_id) AND OLD.recorded_by IS DISTINCT FROM public.access_staff() THEN
        RAISE EXCEPTION 'not yours to change' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_own BEFORE UPDATE ON transfers_transferanswer FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_change_own();
CREATE OR REPLACE TRIGGER when_own BEFORE UPDATE ON transfers_receivingplacement FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_change_own();
CREATE OR REPLACE TRIGGER when_own BEFORE UPDATE ON transfers_transferreceipt FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_change_own();
CREATE OR REPLACE TRIGGER when_own BEFORE UPDATE ON transfers_transferreport FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_change_own();

-- After the submission only a refusal is an answer, and none after the departure (23514).
CREATE OR REPLACE FUNCTION transfers_answer_in_stage() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM public.transfers_transfer t
         WHERE t.id = NEW.transfer_id AND t.file_id = NEW.file_id
           AND (t.state IN ('considered', 'requested', 'accepted', 'refused')
                OR NEW.answer = 'refused' AND t.state IN ('submitted', 'authorised'))) THEN
        RAISE EXCEPTION 'transfers_transferanswer: no request waits for this' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_answered BEFORE INSERT ON transfers_transferanswer FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_answer_in_stage();
