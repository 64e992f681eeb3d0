-- How a file moves from one office to another. The web role can neither move a file nor write rights; it
-- calls these functions, and each checks, by the signed context, what the caller may do.

-- What a transfer to an office in another country lacks; empty for an office in the country of the child's office. Codes of
-- `handovers.rules.LACKS_ABROAD`, from higher domains: the whole file crosses the border.
CREATE OR REPLACE FUNCTION handover_lacks_abroad(of_file uuid, the_office uuid, the_view text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    there text := (SELECT o.country FROM public.agencies_office o, public.agencies_file f
                     JOIN public.agencies_office here ON here.id = f.office_id
                    WHERE o.id = the_office AND f.id = of_file AND o.country <> here.country);
BEGIN
    IF there IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN CASE WHEN the_view = 'against' THEN ARRAY['against'] WHEN the_view IN ('', 'not_asked') THEN ARRAY['not_asked']
                ELSE '{}'::text[] END || {values.handover_lacks};
END $$;

-- The same for those who lead the office of the file (42501).
CREATE OR REPLACE FUNCTION handover_asked_abroad(of_file uuid, the_office uuid, the_view text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.agencies_file f
                    WHERE f.id = of_file AND f.office_id = ANY (public.access_principals()))
       OR NOT public.staff_may(public.access_staff(), 'assign') THEN
        RAISE EXCEPTION 'not yours to offer' USING ERRCODE = '42501';
    END IF;
    RETURN public.handover_lacks_abroad(of_file, the_office, the_view);
END $$;

-- No request crosses a border while something is missing (23514).
CREATE OR REPLACE FUNCTION handover_stays_here() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR NO KEY UPDATE;
    IF public.handover_lacks_abroad(NEW.file_id, NEW.to_office_id, NEW.child_view) <> '{}' THEN
        RAISE EXCEPTION 'handovers_handover: not to this country' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER handover_stays_here BEFORE INSERT OR UPDATE OF to_office_id, child_view ON handovers_handover
    FOR EACH ROW WHEN (NEW.kind <> 'worker' AND NEW.state = 'offered'
                       AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION handover_stays_here();

-- Offers a case to another office: until a given day, those who lead it can read the offer and the state of
-- the case, and nothing else in the file. Notifies the nearest of them. Returns the id of the right. Never to
-- an office of an agency from which the file is hidden (42501), nor to one abroad while something is missing (23514): what
-- the child says is asked with the record of the offer.
CREATE OR REPLACE FUNCTION handover_offer(
    of_file uuid, of_handover uuid, the_office uuid, until timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    mine record;
    there record;
    new_id uuid := gen_random_uuid();
BEGIN
    SELECT * INTO mine FROM public.access_sections(of_file);
    SELECT o.agency_id, o.is_active, o.id <> f.office_id AS is_other INTO there
      FROM public.agencies_office o, public.agencies_file f
     WHERE o.id = the_office AND f.id = of_file AND f.kind = 'child'
       AND f.office_id = ANY (public.access_principals());
    IF NOT public.staff_may(me, 'assign') OR mine.reads & mine.writes & {section.CASE} = 0
       OR there.is_active IS NOT TRUE OR NOT there.is_other
       OR until IS NULL OR until > now() + interval '62 days'
       OR EXISTS (SELECT 1 FROM public.agencies_hidden h
                   WHERE h.file_id = of_file AND h.principal = there.agency_id) THEN
        RAISE EXCEPTION 'not yours to offer' USING ERRCODE = '42501';
    END IF;
    IF public.handover_lacks_abroad(of_file, the_office, 'agrees') <> '{}' THEN
        RAISE EXCEPTION 'handovers_handover: not to this country' USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO public.agencies_grant
        (id, file_id, principal, kind, reads, writes, starts_at, ends_at, given_by)
    VALUES (new_id, of_file, the_office, 'share', {section.CASE}, 0, now(), until, me);
    WITH RECURSIVE up(id, parent_id, distance) AS (
        SELECT o.id, o.parent_id, 0 FROM public.agencies_office o WHERE o.id = the_office
        UNION ALL
        SELECT o.id, o.parent_id, up.distance + 1 FROM public.agencies_office o
          JOIN up ON o.id = up.parent_id
    ), leaders AS (
        SELECT s.id, up.distance FROM public.agencies_staff s
          JOIN up ON up.id = s.office_id
          JOIN public.agencies_principal p ON p.staff_id = s.id AND p.principal = the_office
         WHERE s.is_active AND s.id <> me AND public.staff_may(s.id, 'assign')
           AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                            WHERE h.file_id = of_file AND h.principal = s.id)
    )
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    SELECT gen_random_uuid(), l.id, 'handover_offered', of_handover, now(), me FROM leaders l
     WHERE l.distance = (SELECT min(distance) FROM leaders);
    RETURN new_id;
END $$;

-- Ends the right to read an offer that was withdrawn; returns how many rights ended.
CREATE OR REPLACE FUNCTION handover_close(of_file uuid, of_grant uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine record;
    ended integer;
BEGIN
    SELECT * INTO mine FROM public.access_sections(of_file);
    IF mine.reads & mine.writes & {section.CASE} = 0
       OR NOT public.staff_may(public.access_staff(), 'assign') THEN
        RAISE EXCEPTION 'not yours to end' USING ERRCODE = '42501';
    END IF;
    UPDATE public.agencies_grant SET ends_at = now()
     WHERE id = of_grant AND file_id = of_file AND kind = 'share' AND ends_at > now();
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;

-- Whether the caller can answer the offer: false if it was answered or withdrawn in the meantime. 42501
-- unless the caller leads the office to which it was made, can still read it and assigns cases. Locks the
-- offer, so that it is answered once.
CREATE OR REPLACE FUNCTION handover_to_answer(of_handover uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    offer record;
    mine record;
BEGIN
    SELECT * INTO offer FROM public.handovers_handover WHERE id = of_handover FOR UPDATE;
    SELECT * INTO mine FROM public.access_sections(offer.file_id);
    IF offer.id IS NULL OR offer.kind = 'worker' OR mine.reads & {section.CASE} = 0
       OR NOT offer.to_office_id = ANY (public.access_principals())
       OR EXISTS (SELECT 1 FROM public.agencies_file f
                   WHERE f.id = offer.file_id AND f.office_id = offer.to_office_id)
       OR NOT public.staff_may(public.access_staff(), 'assign') THEN
        RAISE EXCEPTION 'not yours to answer' USING ERRCODE = '42501';
    END IF;
    RETURN offer.state = 'offered';
END $$;

-- Declines an offer; false if it was answered or withdrawn in the meantime. The person who declines seals the
-- text under the key with which they read the offer.
CREATE OR REPLACE FUNCTION handover_decline(of_handover uuid, the_why text, the_sealed bytea)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    offer record;
BEGIN
    IF NOT public.handover_to_answer(of_handover) THEN
        RETURN false;
    END IF;
    SELECT * INTO offer FROM public.handovers_handover WHERE id = of_handover;
    UPDATE public.handovers_handover
       SET state = 'declined', why_declined = the_why, answered_at = now(),
           answered_by = public.access_staff(), sealed = the_sealed, version = version + 1
     WHERE id = of_handover;
    UPDATE public.agencies_grant SET ends_at = now()
     WHERE id = offer.access AND file_id = offer.file_id AND principal = offer.to_office_id
       AND kind = 'share' AND ends_at > now();
    RETURN true;
END $$;

-- Accepts an offer: the file moves to the office, and the case and all its open duties to the worker. The
-- former team reads on until the day named in the offer, by a share, which opens no photo, document or recording,
-- and writes only visits and the child's statements; then the file closes to them, and what they recorded stays. Their seats become vacant, so that no role the
-- child needs is forgotten. Cover during leave ends with its rights. The case stays open: no handover closes
-- one. Returns the changed records, as table and id, for the log.
CREATE OR REPLACE FUNCTION handover_accept(
    of_handover uuid, the_worker uuid, is_beyond boolean, the_sealed bytea)
RETURNS TABLE (changed_table text, changed_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    most_former_days CONSTANT integer := 90;  -- as `rules.MAX_FORMER_ACCESS_DAYS`
    offer record;
    me uuid := public.access_staff();
    ours uuid := public.access_agency();
    ends timestamptz;
    today date;
BEGIN
    IF NOT public.handover_to_answer(of_handover) THEN
        RETURN;
    END IF;
    SELECT * INTO offer FROM public.handovers_handover WHERE id = of_handover;
    -- A consent may have been withdrawn or refused since the offer.
    IF offer.consent IS NOT NULL AND (public.consent_refused_in_any_file(offer.consent, 'transfer') OR NOT EXISTS (
            SELECT 1 FROM public.consent_consent agreed
             WHERE agreed.id = offer.consent AND agreed.withdrawn_on IS NULL)) THEN
        RAISE EXCEPTION 'the legal basis of the transfer no longer holds' USING ERRCODE = 'check_violation';
    END IF;
    -- A screening may have found a sign since, or a permission ended.
    PERFORM 1 FROM public.agencies_file f WHERE f.id = offer.file_id FOR NO KEY UPDATE;
    IF public.handover_lacks_abroad(offer.file_id, offer.to_office_id, offer.child_view) <> '{}' THEN
        RAISE EXCEPTION 'handovers_handover: not to this country' USING ERRCODE = 'check_violation';
    END IF;
    ends := least(greatest(offer.former_until, now()),
                  now() + make_interval(days => most_former_days + 2));  -- the end of that day in every time zone
    IF NOT EXISTS (SELECT 1 FROM public.agencies_staff s
                    WHERE s.id = the_worker AND s.is_active AND s.agency_id = ours
                      AND public.staff_may(s.id, 'work_on_case')
                      AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                           WHERE h.file_id = offer.file_id AND h.principal = s.id)) THEN
        RAISE EXCEPTION 'not a worker of yours' USING ERRCODE = '42501';
    END IF;
    SELECT (now() AT TIME ZONE o.time_zone)::date INTO today
      FROM public.agencies_office o WHERE o.id = offer.to_office_id;

    UPDATE public.agencies_grant g SET ends_at = now()
     WHERE g.file_id = offer.file_id AND g.kind = 'team' AND g.ends_at > now()
       AND g.principal IN (
            SELECT cover.staff_id FROM public.cases_seat cover
             WHERE cover.case_id = offer.case_id AND cover.ended_on IS NULL AND cover.until_on IS NOT NULL);
    UPDATE public.agencies_grant g
       SET kind = 'share', writes = g.writes & {section.VISITS|VOICE}, ends_at = least(coalesce(g.ends_at, ends), ends)
     WHERE g.file_id = offer.file_id AND g.kind = 'team'
       AND (g.ends_at IS NULL OR g.ends_at > now())
       AND (g.principal = offer.from_worker_id OR g.principal IN (
            SELECT now_of.worker_id FROM public.cases_case now_of WHERE now_of.id = offer.case_id
            UNION ALL
            SELECT s.id FROM public.agencies_staff s WHERE s.agency_id <> ours));
    UPDATE public.agencies_grant g
       SET kind = 'share', writes = g.writes & {section.VISITS|VOICE}, reads = g.reads & ~{section.ENQUIRY}, ends_at = ends
     WHERE g.file_id = offer.file_id AND g.kind = 'owner' AND g.principal <> offer.to_office_id;
    UPDATE public.agencies_grant SET ends_at = now()
     WHERE id = offer.access AND file_id = offer.file_id AND principal = offer.to_office_id
       AND kind = 'share' AND ends_at > now();
    UPDATE public.agencies_file SET agency_id = ours, office_id = offer.to_office_id
     WHERE id = offer.file_id;
    INSERT INTO public.agencies_grant
        (id, file_id, principal, kind, reads, writes, starts_at, given_by)
    VALUES (gen_random_uuid(), offer.file_id, offer.to_office_id, 'owner', {section.ALL}, {section.ALL}, now(), me),
           (gen_random_uuid(), offer.file_id, the_worker, 'team', {section.TEAM_MEMBER}, {section.TEAM_MEMBER}, now(), me);

    RETURN QUERY UPDATE public.handovers_handover h
       SET state = 'accepted', to_worker_id = the_worker, answered_at = now(), answered_by = me,
           is_beyond_limit = is_beyond, sealed = the_sealed, version = h.version + 1
     WHERE h.id = of_handover RETURNING 'handovers.handover', h.id;
    RETURN QUERY UPDATE public.cases_case c
       SET office_id = offer.to_office_id, worker_id = the_worker, awaits_assignment = false, version = c.version + 1
     WHERE c.id = offer.case_id RETURNING 'cases.case', c.id;
    RETURN QUERY UPDATE public.cases_due d SET worker_id = the_worker, version = d.version + 1
     WHERE d.file_id = offer.file_id AND d.done_on IS NULL RETURNING 'cases.due', d.id;
    RETURN QUERY UPDATE public.cases_approval a
       SET office_id = offer.to_office_id, version = a.version + 1
     WHERE a.file_id = offer.file_id AND a.decision = 'waiting' RETURNING 'cases.approval', a.id;
    RETURN QUERY
    WITH left_seats AS (
        UPDATE public.cases_seat s SET ended_on = today, version = s.version + 1
         WHERE s.case_id = offer.case_id AND s.ended_on IS NULL AND s.staff_id IS NOT NULL
           AND (s.until_on IS NULL OR s.until_on >= today)
           AND (s.role = 'case_worker' OR s.staff_id IN (
                SELECT p.id FROM public.agencies_staff p WHERE p.agency_id <> ours))
        RETURNING s.id, s.role
    ), new_seats AS (
        INSERT INTO public.cases_seat
            (id, file_id, case_id, role, staff_id, ended_on, recorded_at, recorded_by, version)
        SELECT gen_random_uuid(), offer.file_id, offer.case_id, r.role,
               CASE WHEN r.role = 'case_worker' THEN the_worker END, NULL, now(), me, 1
          FROM (SELECT DISTINCT l.role FROM left_seats l UNION SELECT 'case_worker') r
        RETURNING cases_seat.id
    ), kept AS (
        INSERT INTO public.agencies_recordcollection (record_id, record_table, section, file_id, method)
        SELECT n.id, 'cases_seat', {section.CASE}, offer.file_id, 'with_step' FROM new_seats n
    )
    SELECT 'cases.seat', n.id FROM new_seats n UNION ALL SELECT 'cases.seat', l.id FROM left_seats l;
END $$;
