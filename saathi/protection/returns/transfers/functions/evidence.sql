-- Which of several records counts (`transfers.evidence_rules`), and who changes which. Bad news counts until a record of a
-- later day replaces it that another person recorded on a later day (`tracing_supersedes`).

DROP FUNCTION IF EXISTS transfers_safe_subjects(public.transfers_transfer, date);
DROP FUNCTION IF EXISTS transfers_court_needs(public.transfers_transfer, date);

-- The answer that counts, of those since the newest request: a refusal unless it was taken back, by the receiver if it
-- is theirs; otherwise the newest. With a receiver in the system only the receiver accepts.
CREATE OR REPLACE FUNCTION transfers_answer_that_counts(t public.transfers_transfer) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH found AS (
        SELECT a.* FROM public.transfers_transferanswer a
         WHERE a.transfer_id = t.id AND a.file_id = t.file_id
           AND (t.receiver_id IS NULL OR a.recorded_by = t.receiver_id OR a.answer = 'refused')
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

-- When a threat to the child was recorded or changed last; NULL without one. Staff who are accused of one are not told that it
-- is one (`is_shown`).
CREATE OR REPLACE FUNCTION transfers_threat_of(t public.transfers_transfer, OUT at timestamptz, OUT is_shown boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT max(found.at), coalesce(bool_and(found.accused IS DISTINCT FROM public.access_staff()), true)
      FROM ({rows.threats_to_child}) found (at, accused)
$$;

-- The same of a transfer, for readers of its legal records (42501).
CREATE OR REPLACE FUNCTION transfers_latest_threat(of_transfer uuid, OUT at timestamptz, OUT is_shown boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked public.transfers_transfer;
BEGIN
    SELECT t.* INTO asked FROM public.transfers_transfer t WHERE t.id = of_transfer;
    IF asked.id IS NULL OR (public.access_sections(asked.file_id)).reads & {section.LEGAL} = 0 THEN
        RAISE EXCEPTION 'no such transfer' USING ERRCODE = '42501';
    END IF;
    SELECT found.at, found.is_shown INTO at, is_shown FROM public.transfers_threat_of(asked) found;
END $$;

-- How many of the three subjects are found safe by a recent assessment that nothing unsafe stands against, in this or in
-- another transfer of the child to the same country, and that knows of all threats on record (`evidence_rules.is_outdated`).
-- What its author corrected within 24 hours does not count, unless it
-- was unsafe.
CREATE OR REPLACE FUNCTION transfers_safe_subjects(t public.transfers_transfer, on_day date, zone text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH found AS (
        SELECT s.* FROM public.transfers_transfersafetyassessment s
          JOIN public.transfers_transfer x ON x.id = s.transfer_id
         WHERE s.file_id = t.file_id AND x.file_id = t.file_id AND x.direction = t.direction
           AND x.to_country = t.to_country AND NOT EXISTS (
                SELECT 1 FROM public.transfers_transfersafetyassessment c
                 WHERE c.transfer_id = s.transfer_id AND c.file_id = s.file_id AND c.corrects = s.id AND s.result <> 'not_safe'
                   AND c.recorded_by = s.recorded_by AND c.subject = s.subject
                   AND c.recorded_at BETWEEN s.recorded_at AND s.recorded_at + interval '24 hours')),
    newest AS (
        SELECT DISTINCT ON (s.subject) s.* FROM found s WHERE s.transfer_id = t.id
         ORDER BY s.subject, s.assessed_on DESC, s.recorded_at DESC, s.id DESC)
    SELECT count(*) FROM newest n
     WHERE n.result IN ('safe', 'with_measures') AND n.assessed_on >= on_day - {values.transfer_safety_days}
       AND NOT EXISTS (
           SELECT 1 FROM public.transfers_threat_of(t) threat
            WHERE threat.at > n.recorded_at OR (threat.at AT TIME ZONE zone)::date > n.assessed_on)
       AND NOT EXISTS (
           SELECT 1 FROM found unsafe
            WHERE unsafe.subject = n.subject AND unsafe.result = 'not_safe' AND NOT EXISTS (
                SELECT 1 FROM found s
                 WHERE s.subject = unsafe.subject AND s.result <> 'not_safe'
                   AND public.tracing_supersedes(s.assessed_on, s.recorded_at, s.recorded_by,
                                                 unsafe.assessed_on, unsafe.recorded_at, unsafe.recorded_by, zone)))
$$;

-- Whether a court needs the child on a day. The court and case are sealed: each source is asked. The newest statement
-- counts, and each that the court needs the child in person that nothing replaced.
CREATE OR REPLACE FUNCTION transfers_court_needs(t public.transfers_transfer, on_day date, zone text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH said AS (
        SELECT c.* FROM public.verifications_courtneed c WHERE c.child_id = t.child_id AND c.file_id = t.file_id)
    SELECT EXISTS (
        SELECT 1 FROM said n
         WHERE n.need IN ('yes', 'not_known') AND coalesce(n.until >= on_day, true)
           AND (n.id = (SELECT c.id FROM said c WHERE c.source = n.source
                         ORDER BY c.said_on DESC, c.recorded_at DESC, c.id DESC LIMIT 1)
                OR n.need = 'yes' AND NOT EXISTS (
                    SELECT 1 FROM said c
                     WHERE c.source = n.source AND c.need <> 'not_known'
                       AND public.tracing_supersedes(c.said_on, c.recorded_at, c.recorded_by,
                                                     n.said_on, n.recorded_at, n.recorded_by, zone))))
$$;

-- What courts leave open before a child travels (`transfers.court_rules`); empty if nothing. `open_court_matters` are those
-- of higher domains: an open criminal proceeding, with the day of its newest step, and each hearing in which the child may
-- take part in person and which was not held, with the day on which that became known. Only the court releases the child
-- from a hearing. A hearing before the journey can still be held: it counts once its day is past.
CREATE OR REPLACE FUNCTION transfers_courts_open(t public.transfers_transfer, travels_on date, zone text) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH matter AS (SELECT * FROM ({rows.open_court_matters}) found (what, since, listed_on)),
    said AS (
        SELECT c.* FROM public.verifications_courtneed c
         WHERE c.child_id = t.child_id AND c.file_id = t.file_id AND c.need <> 'not_known' AND c.source <> 'not_known')
    SELECT coalesce(array_agg(DISTINCT m.what ORDER BY m.what), '{}') FROM matter m
     WHERE CASE m.what WHEN 'not_asked' THEN NOT EXISTS (SELECT 1 FROM said s WHERE s.said_on >= m.since)
           ELSE (m.listed_on IS NULL OR m.listed_on >= travels_on OR m.listed_on < (now() AT TIME ZONE zone)::date)
                AND NOT EXISTS (SELECT 1 FROM said s WHERE s.source = 'court' AND s.said_on >= m.since
                                   AND s.need IN ('no', 'statement', 'video')) END
$$;

-- The same for readers of the legal records (42501), on the day of the newest plan.
CREATE OR REPLACE FUNCTION transfers_open_courts(of_transfer uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked public.transfers_transfer;
    zone text;
    planned_on date;
BEGIN
    SELECT t.* INTO asked FROM public.transfers_transfer t WHERE t.id = of_transfer;
    IF asked.id IS NULL OR (public.access_sections(asked.file_id)).reads & {section.LEGAL} = 0 THEN
        RAISE EXCEPTION 'no such transfer' USING ERRCODE = '42501';
    END IF;
    SELECT o.time_zone INTO zone FROM public.agencies_file f
      JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = asked.file_id;
    SELECT (j.departs_at AT TIME ZONE zone)::date INTO planned_on FROM public.transfers_transferjourney j
     WHERE j.transfer_id = asked.id AND j.file_id = asked.file_id ORDER BY j.recorded_at DESC, j.id DESC LIMIT 1;
    RETURN public.transfers_courts_open(asked, greatest((now() AT TIME ZONE zone)::date, planned_on), zone);
END $$;

-- Whether a permit waits, was refused or is not valid on a day: the newest of each type, and each refusal that no later
-- permit replaced.
CREATE OR REPLACE FUNCTION transfers_permit_missing(t public.transfers_transfer, on_day date, zone text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH found AS (
        SELECT p.* FROM public.verifications_travelpermit p WHERE p.child_id = t.child_id AND p.file_id = t.file_id)
    SELECT EXISTS (
        SELECT 1 FROM (
            SELECT DISTINCT ON (p.kind) p.state, p.valid_until FROM found p
             ORDER BY p.kind, p.asked_on DESC, p.recorded_at DESC, p.id DESC) n
         WHERE n.state <> 'received' OR n.valid_until < on_day)
        OR EXISTS (
        SELECT 1 FROM found refused
         WHERE refused.state = 'refused' AND NOT EXISTS (
            SELECT 1 FROM found p
             WHERE p.kind = refused.kind AND p.state = 'received'
               AND public.tracing_supersedes(p.received_on, p.recorded_at, p.recorded_by,
                                             refused.received_on, refused.recorded_at, refused.recorded_by, zone)))
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
             OR t.departed_at NOT BETWEEN planned - make_interval(hours => {values.transfer_near_plan_hours})
                AND planned + make_interval(hours => {values.transfer_near_plan_hours}))
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

-- After the submission only a refusal is an answer, and none after the departure; a refusal has its reason (23514).
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
    IF NEW.answer = 'refused' AND NEW.refusal = '' THEN
        RAISE EXCEPTION 'transfers_transferanswer: a refusal without a reason' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_answered BEFORE INSERT ON transfers_transferanswer FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_answer_in_stage();
