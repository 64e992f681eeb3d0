-- How rights come about and end. The web role cannot write `agencies_grant`; it calls these, and
-- each checks what the caller may give. Each belongs to the warden.

-- A new file: the office that holds it owns it, and the one who opened it works on it. Enquiries on
-- a child's file are for the office's data officer alone; one's own enquiry is one's own to read.
-- A load by the maintenance role brings its own rights.
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

-- Gives sections of a file to a member of staff. The giver needs to read and write them too. A right of a
-- team with an end is cover for a colleague on leave.
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

-- Ends the rights of a member of staff to a file, all but those of the office.
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
    UPDATE public.agencies_grant SET ends_at = now()
     WHERE file_id = of_file AND principal = of_staff AND (ends_at IS NULL OR ends_at > now());
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;

-- Ends one right that a referral gave. Ending protects: who works on the case or on its legal basis may
-- do it, and the person; not another one whom the child was referred to. Other rights of that person,
-- also by another referral, stay as they are. The file's id keeps a guessed id of a right from telling
-- anything: without rights to the file nothing is said of it.
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

-- Hands a report over to a colleague of the agency who takes in reports: the colleague works on it from now on,
-- the caller no longer unless they keep it. A report alone: who works for a child, a leader assigns. Never to
-- somebody from whom it is hidden or whom it bypasses.
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

-- Passes on a child's file that the caller opened in this hour and nobody else works on yet, to a colleague of the
-- agency who may work on cases and open them. The caller's own right ends, so that who takes in reports opens a case
-- and does not go on reading it. Later, a leader assigns.
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

-- Hides a file from a member of staff or an agency, or shows it again.
CREATE OR REPLACE FUNCTION access_hide(of_file uuid, from_principal uuid, hide boolean)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine record;
BEGIN
    SELECT * INTO mine FROM public.access_sections(of_file);
    IF mine.writes & {section.CASE} = 0 OR from_principal = ANY (public.access_self())
       OR NOT public.staff_may(public.access_staff(), 'hide') THEN
        RAISE EXCEPTION 'not yours to hide' USING ERRCODE = '42501';
    END IF;
    IF hide THEN
        INSERT INTO public.agencies_hidden (id, file_id, principal, since, hidden_by)
        VALUES (gen_random_uuid(), of_file, from_principal, now(), public.access_staff())
        ON CONFLICT DO NOTHING;
    ELSE
        DELETE FROM public.agencies_hidden WHERE file_id = of_file AND principal = from_principal;
    END IF;
END $$;

-- From whom a file is hidden, for those who may hide it; nothing for others.
CREATE OR REPLACE FUNCTION access_hidden_from(of_file uuid) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine record;
BEGIN
    SELECT * INTO mine FROM public.access_sections(of_file);
    IF mine.writes & {section.CASE} <> 0 THEN
        RETURN QUERY SELECT principal FROM public.agencies_hidden WHERE file_id = of_file;
    END IF;
END $$;
