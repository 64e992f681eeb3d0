-- How rights are given and ended. The web role cannot write to `agencies_grant`; it calls these functions,
-- and each checks what the caller may give. The warden role owns them.

-- The rights of a new file: the office that holds it is its owner, and the person who opened it works on it.
-- An enquiry about a child's file is visible only to the office's data officer and to the person who made it.
-- The maintenance role loads rights itself.
CREATE OR REPLACE FUNCTION access_found_file() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.agencies_grant
        (id, file_id, principal, kind, reads, writes, starts_at, given_by)
    VALUES
        (gen_random_uuid(), NEW.id, NEW.office_id, 'owner', {section.ALL}, {section.ALL}, now(), NEW.recorded_by),
        (gen_random_uuid(), NEW.id, NEW.recorded_by, 'team',
         CASE NEW.kind WHEN 'enquiry' THEN {section.ENQUIRY} ELSE {section.TEAM_MEMBER} END,
         CASE NEW.kind WHEN 'enquiry' THEN {section.ENQUIRY} ELSE {section.TEAM_MEMBER} END, now(), NEW.recorded_by);
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER access_found_file AFTER INSERT ON agencies_file
    FOR EACH ROW WHEN (current_user <> 'saathi_maintenance') EXECUTE FUNCTION access_found_file();

-- Gives a member of staff sections of a file; returns the id of the right. The caller must be able to read
-- and write these sections, and the file must not be hidden from that person; otherwise 42501. A team right
-- with an end is cover for a colleague on leave.
CREATE OR REPLACE FUNCTION access_give(
    of_file uuid, to_staff uuid, as_kind text, the_reads integer, the_writes integer,
    until timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    most_cover_days CONSTANT integer := 92;  -- as `cases.cover_rules.MAX_COVER_DAYS`
    mine record;
    theirs record;
    new_id uuid := gen_random_uuid();
BEGIN
    SELECT * INTO mine FROM public.access_sections(of_file);
    IF NOT public.staff_may(public.access_staff(), 'assign')
       OR mine.reads & {section.CASE} = 0 OR mine.writes & {section.CASE} = 0
       OR the_reads & ~mine.reads <> 0 OR the_writes & ~mine.writes <> 0 THEN
        RAISE EXCEPTION 'not yours to give' USING ERRCODE = '42501';
    END IF;
    SELECT agency_id, is_active INTO theirs FROM public.agencies_staff WHERE id = to_staff;
    IF EXISTS (SELECT 1 FROM public.agencies_hidden h
                WHERE h.file_id = of_file AND h.principal IN (to_staff, theirs.agency_id)) THEN
        RAISE EXCEPTION 'not yours to give to this person' USING ERRCODE = '42501';
    END IF;
    IF theirs.is_active IS NOT TRUE THEN
        RAISE EXCEPTION 'not to an inactive account' USING ERRCODE = '42501';
    END IF;
    IF as_kind = 'team' AND theirs.agency_id <> public.access_agency() THEN
        RAISE EXCEPTION 'a team seat stays within the agency' USING ERRCODE = '42501';
    END IF;
    IF as_kind NOT IN ('team', 'referral', 'share') THEN
        RAISE EXCEPTION 'not a kind that can be given' USING ERRCODE = '42501';
    END IF;
    IF as_kind <> 'team' AND (until IS NULL OR until > now() + interval '366 days') THEN
        RAISE EXCEPTION 'a referral or share ends within a year' USING ERRCODE = '42501';
    END IF;
    IF as_kind = 'team' AND until > now() + make_interval(days => most_cover_days + 2) THEN
        RAISE EXCEPTION 'cover ends within three months' USING ERRCODE = '42501';
    END IF;
    INSERT INTO public.agencies_grant
        (id, file_id, principal, kind, reads, writes, starts_at, ends_at, given_by)
    VALUES (new_id, of_file, to_staff, as_kind, the_reads, the_writes, now(), until,
            public.access_staff());
    RETURN new_id;
END $$;

-- Ends all rights of a member of staff to a file, and returns how many; the rights of the office stay.
CREATE OR REPLACE FUNCTION access_end(of_file uuid, of_staff uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine record;
    ended integer;
BEGIN
    SELECT * INTO mine FROM public.access_sections(of_file);
    IF mine.writes & {section.CASE} = 0 OR NOT public.staff_may(public.access_staff(), 'assign') THEN
        RAISE EXCEPTION 'not yours to end' USING ERRCODE = '42501';
    END IF;
    -- Given an office instead of a person, this would close the file to all who lead it.
    UPDATE public.agencies_grant SET ends_at = now()
     WHERE file_id = of_file AND principal = of_staff AND kind <> 'owner' AND (ends_at IS NULL OR ends_at > now());
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;

-- Ends one right given by a referral; returns how many were ended. Because ending protects the child, those
-- who write the case or its legal basis may do it, and the person who has the right; not another recipient of
-- a referral. Other rights of that person, also by another referral, stay. `of_file` prevents probing with
-- guessed ids of rights: without rights to the file, the answer is the same (42501).
DROP FUNCTION IF EXISTS access_end_referral(uuid, uuid);
CREATE OR REPLACE FUNCTION access_end_referral(of_file uuid, of_grant uuid, of_staff uuid)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine record;
    ended integer;
BEGIN
    SELECT * INTO mine FROM public.access_sections(of_file);
    IF mine.reads = 0 OR (mine.writes & {section.CASE|LEGAL} = 0 AND of_staff <> public.access_staff()) THEN
        RAISE EXCEPTION 'not yours to end' USING ERRCODE = '42501';
    END IF;
    UPDATE public.agencies_grant SET ends_at = now()
     WHERE id = of_grant AND file_id = of_file AND principal = of_staff
       AND kind = 'referral' AND ends_at > now();
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;

-- Hands a report over to a colleague in the agency who takes in reports: the colleague works on it from now
-- on, and the caller no longer does unless `keeps`. For reports only: a leader assigns the staff who work for
-- a child. Never to a person who may not see the report (42501).
CREATE OR REPLACE FUNCTION access_hand_over(of_file uuid, to_staff uuid, keeps boolean)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    mine record;
BEGIN
    SELECT * INTO mine FROM public.access_sections(of_file);
    IF mine.reads & mine.writes & {section.REPORT|CASE} <> {section.REPORT|CASE} OR NOT public.staff_may(me, 'record_report')
       OR NOT EXISTS (SELECT 1 FROM public.agencies_file f WHERE f.id = of_file AND f.kind = 'report')
       OR NOT EXISTS (SELECT 1 FROM public.agencies_staff s
                      WHERE s.id = to_staff AND s.is_active AND s.agency_id = public.access_agency()
                        AND public.staff_may(s.id, 'record_report'))
       OR EXISTS (SELECT 1 FROM public.agencies_hidden h WHERE h.file_id = of_file AND h.principal = to_staff)
       OR EXISTS ({rows.closed_report_of_file}) THEN
        RAISE EXCEPTION 'not yours to hand over' USING ERRCODE = '42501';
    END IF;
    INSERT INTO public.agencies_grant
        (id, file_id, principal, kind, reads, writes, starts_at, given_by)
    VALUES (gen_random_uuid(), of_file, to_staff, 'team', {section.TEAM_MEMBER}, {section.TEAM_MEMBER}, now(), me);
    IF NOT keeps THEN
        UPDATE public.agencies_grant SET ends_at = now()
         WHERE file_id = of_file AND principal = me AND (ends_at IS NULL OR ends_at > now());
    END IF;
END $$;

-- Passes a child's file to a colleague in the agency who may work on cases and open them, if the caller opened it
-- within the last hour and no one else works on it yet. The caller's own right ends, so that a person who takes in
-- reports can open a case without reading it later. After that hour, a leader assigns.
CREATE OR REPLACE FUNCTION access_pass_on(of_file uuid, to_staff uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
BEGIN
    IF to_staff = me OR NOT public.staff_may(me, 'open_case')
       OR NOT EXISTS (SELECT 1 FROM public.agencies_file f
                        JOIN public.agencies_grant g ON g.file_id = f.id AND g.principal = me AND g.kind = 'team'
                       WHERE f.id = of_file AND f.kind = 'child' AND f.recorded_by = me
                         AND g.ends_at IS NULL AND g.starts_at > now() - interval '1 hour')
       OR EXISTS (SELECT 1 FROM public.agencies_grant g
                   WHERE g.file_id = of_file AND g.kind <> 'owner' AND g.principal <> me)
       OR EXISTS (SELECT 1 FROM public.agencies_hidden h WHERE h.file_id = of_file AND h.principal = to_staff)
       OR NOT EXISTS (SELECT 1 FROM public.agencies_staff s
                       WHERE s.id = to_staff AND s.is_active AND s.agency_id = public.access_agency()
                         AND public.staff_may(s.id, 'work_on_case') AND public.staff_may(s.id, 'open_case')) THEN
        RAISE EXCEPTION 'not yours to pass on' USING ERRCODE = '42501';
    END IF;
    INSERT INTO public.agencies_grant
        (id, file_id, principal, kind, reads, writes, starts_at, given_by)
    VALUES (gen_random_uuid(), of_file, to_staff, 'team', {section.TEAM_MEMBER}, {section.TEAM_MEMBER}, now(), me);
    UPDATE public.agencies_grant SET ends_at = now()
     WHERE file_id = of_file AND principal = me AND (ends_at IS NULL OR ends_at > now());
END $$;

-- The staff who lead the office of a file or one above it: how far above that office their own is, whether they
-- assign its cases, and whether the file is shown to them. Called only by other functions.
CREATE OR REPLACE FUNCTION file_office_leaders(of_file uuid)
RETURNS TABLE (staff uuid, agency uuid, distance integer, supervises boolean, is_shown boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH RECURSIVE held AS (
        SELECT f.office_id FROM public.agencies_file f WHERE f.id = of_file
    ), up(id, parent_id, distance) AS (
        SELECT o.id, o.parent_id, 0 FROM public.agencies_office o JOIN held ON held.office_id = o.id
        UNION ALL
        SELECT o.id, o.parent_id, up.distance + 1 FROM public.agencies_office o
          JOIN up ON o.id = up.parent_id WHERE up.distance < 20
    )
    SELECT s.id, s.agency_id, up.distance, public.staff_may(s.id, 'assign'), NOT EXISTS (
               SELECT 1 FROM public.agencies_hidden h
                WHERE h.file_id = of_file AND h.principal IN (s.id, s.agency_id))
      FROM held JOIN public.agencies_principal p ON p.principal = held.office_id
      JOIN public.agencies_staff s ON s.id = p.staff_id AND s.is_active
      JOIN up ON up.id = s.office_id
     WHERE public.staff_leads_office(s.bundle);
END $$;

-- Notifies the supervisors among `these` who read a file and are nearest to its office, preferably those who may hide
-- and show it, that it was hidden. Returns how many were notified. The acting person is not.
CREATE OR REPLACE FUNCTION file_tell_nearest(of_file uuid, the_kind text, the_actor uuid, these uuid[])
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    notified integer;
BEGIN
    WITH leaders AS (
        SELECT l.staff, l.distance, public.staff_may(l.staff, 'hide') AS may_show
          FROM public.file_office_leaders(of_file) l
         WHERE l.supervises AND l.is_shown AND l.staff = ANY (these) AND l.staff <> the_actor
    )
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    SELECT gen_random_uuid(), l.staff, the_kind, of_file, now(), the_actor FROM leaders l
     WHERE l.distance = coalesce((SELECT min(n.distance) FROM leaders n WHERE n.may_show),
                                 (SELECT min(n.distance) FROM leaders n));
    GET DIAGNOSTICS notified = ROW_COUNT;
    RETURN notified;
END $$;

-- Refuses to hide a file from a leader above the caller (22023), and from the last other supervisor who reads it
-- (23514). A report that names this leader and that the caller handles lifts the first rule; the caller may then be
-- the last reader, as for the report itself, but only if no supervisor is above. For a caller who leads no office of
-- the file, every leader is above.
CREATE OR REPLACE FUNCTION file_keep_leaders(of_file uuid, from_principal uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    my_distance integer := coalesce(
        (SELECT max(l.distance) FROM public.file_office_leaders(of_file) l WHERE l.staff = me), -1);
    is_named boolean := EXISTS ({rows.report_naming_leader_of_file});
BEGIN
    IF NOT is_named AND EXISTS (
        SELECT 1 FROM public.file_office_leaders(of_file) l
         WHERE from_principal IN (l.staff, l.agency) AND l.distance > my_distance) THEN
        RAISE EXCEPTION 'not to be hidden from a leader above' USING ERRCODE = '22023';
    END IF;
    IF EXISTS (SELECT 1 FROM public.file_office_leaders(of_file) l
                WHERE l.supervises AND from_principal IN (l.staff, l.agency))
       AND NOT EXISTS (
        SELECT 1 FROM public.file_office_leaders(of_file) l
         WHERE l.supervises AND l.is_shown AND from_principal NOT IN (l.staff, l.agency)
           AND (l.staff <> me OR (is_named AND NOT EXISTS (
                SELECT 1 FROM public.file_office_leaders(of_file) f
                 WHERE f.supervises AND f.distance > my_distance)))) THEN
        RAISE EXCEPTION 'no other supervisor would be left who reads the file' USING ERRCODE = '23514';
    END IF;
END $$;

-- Whether a file can be hidden from `principal`: an active agency, or staff of an agency that has a right to
-- the file.
CREATE OR REPLACE FUNCTION file_can_be_hidden_from(of_file uuid, principal uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.agencies_agency a WHERE a.id = file_can_be_hidden_from.principal AND a.is_active)
        OR EXISTS (
        SELECT 1 FROM public.agencies_staff s
         WHERE s.id = file_can_be_hidden_from.principal AND s.agency_id IN (
               SELECT coalesce(o.agency_id, h.agency_id)
                 FROM public.agencies_grant g
                 LEFT JOIN public.agencies_office o ON o.id = g.principal
                 LEFT JOIN public.agencies_staff h ON h.id = g.principal
                WHERE g.file_id = of_file AND (g.ends_at IS NULL OR g.ends_at > now())))
$$;

-- Hides a file from a member of staff or an agency, or shows it again. Each hiding is notified to the nearest
-- supervisor above the caller; if none above reads the file, to the nearest other one.
CREATE OR REPLACE FUNCTION access_hide(of_file uuid, from_principal uuid, hide boolean)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    mine record;
    those_above uuid[];
BEGIN
    SELECT * INTO mine FROM public.access_sections(of_file);
    IF mine.writes & {section.CASE} = 0 OR from_principal = ANY (public.access_self())
       OR NOT public.staff_may(me, 'hide') THEN
        RAISE EXCEPTION 'not yours to hide' USING ERRCODE = '42501';
    END IF;
    IF NOT hide THEN
        DELETE FROM public.agencies_hidden WHERE file_id = of_file AND principal = from_principal;
        RETURN;
    END IF;
    IF NOT public.file_can_be_hidden_from(of_file, from_principal) THEN
        RAISE EXCEPTION 'no one to hide a file from' USING ERRCODE = '42501';
    END IF;
    -- If two leaders hide the file from each other at the same moment, the second waits here and is refused.
    PERFORM 1 FROM public.agencies_file WHERE id = of_file FOR NO KEY UPDATE;
    SELECT * INTO mine FROM public.access_sections(of_file);
    IF mine.writes & {section.CASE} = 0 THEN
        RAISE EXCEPTION 'not yours to hide' USING ERRCODE = '42501';
    END IF;
    IF EXISTS (SELECT 1 FROM public.agencies_hidden h
                WHERE h.file_id = of_file AND h.principal = from_principal) THEN
        RETURN;
    END IF;
    PERFORM public.file_keep_leaders(of_file, from_principal);
    -- With the office that the caller leads now: a person who later leads an office above it reads the file
    -- again.
    INSERT INTO public.agencies_hidden (id, file_id, principal, since, hidden_by, hider_office)
    SELECT gen_random_uuid(), of_file, from_principal, now(), me, (
               SELECT s.office_id FROM public.agencies_staff s
                WHERE s.id = me AND EXISTS (SELECT 1 FROM public.file_office_leaders(of_file) l WHERE l.staff = me));
    SELECT array_agg(l.staff) INTO those_above FROM public.file_office_leaders(of_file) l
     WHERE l.distance > coalesce((SELECT max(m.distance) FROM public.file_office_leaders(of_file) m
                                   WHERE m.staff = me), -1);
    IF public.file_tell_nearest(of_file, 'file_hidden', me, those_above) = 0 THEN
        PERFORM public.file_tell_nearest(of_file, 'file_hidden', me, ARRAY(
            SELECT l.staff FROM public.file_office_leaders(of_file) l));
    END IF;
END $$;

-- The staff and agencies that a file is hidden from, who hid it and since when, for those who may show it again; no
-- rows for others.
DROP FUNCTION IF EXISTS access_hidden_by(uuid);
CREATE OR REPLACE FUNCTION access_hidden_by(of_file uuid)
RETURNS TABLE (principal uuid, hidden_by uuid, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine record;
BEGIN
    SELECT * INTO mine FROM public.access_sections(of_file);
    IF mine.writes & {section.CASE} <> 0 AND public.staff_may(public.access_staff(), 'hide') THEN
        RETURN QUERY SELECT h.principal, h.hidden_by, h.since FROM public.agencies_hidden h WHERE h.file_id = of_file;
    END IF;
END $$;

-- The staff and agencies that a file is hidden from, for those who may hide it; no rows for others, even in its team.
CREATE OR REPLACE FUNCTION access_hidden_from(of_file uuid) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine record;
BEGIN
    SELECT * INTO mine FROM public.access_sections(of_file);
    IF mine.writes & {section.CASE} <> 0 AND public.staff_may(public.access_staff(), 'hide') THEN
        RETURN QUERY SELECT principal FROM public.agencies_hidden WHERE file_id = of_file;
    END IF;
END $$;

-- Which of these staff and agencies cannot see a file, for a caller who chooses among them who gets it or is kept
-- from it; no rows for others.
CREATE OR REPLACE FUNCTION access_hidden_among(of_file uuid, these uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine record;
BEGIN
    SELECT * INTO mine FROM public.access_sections(of_file);
    IF mine.writes & {section.CASE} <> 0 AND (public.staff_may(public.access_staff(), 'assign')
                                              OR public.staff_may(public.access_staff(), 'hide')) THEN
        RETURN QUERY
        SELECT DISTINCT n FROM unnest(these) n
          LEFT JOIN public.agencies_staff s ON s.id = n
          JOIN public.agencies_hidden h ON h.file_id = of_file AND h.principal IN (n, s.agency_id);
    END IF;
END $$;

-- Whether the caller may learn who else works on a file and what they did: not if a report in the file
-- bypasses the caller.
CREATE OR REPLACE FUNCTION access_shows_others(of_file uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN NOT EXISTS ({rows.report_bypassing_caller});
END $$;
