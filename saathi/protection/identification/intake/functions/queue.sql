-- The queue of reports: who is notified of a new one, who accepts it, and who is notified next if no one does.
-- The web role writes none of these rows.

-- A number of the procedure in force at an office, such as `report_hours_now`; common practice if it sets none.
-- The same as `queue.rules.response_targets`, which the pages use.
CREATE OR REPLACE FUNCTION report_target(of_office uuid, the_name text, otherwise integer) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((
        SELECT CASE WHEN jsonb_typeof(c.body -> the_name) = 'number'
                     AND (c.body ->> the_name) ~ '^[1-9][0-9]{0,3}$' THEN (c.body ->> the_name)::integer END
          FROM public.agencies_configuration c
          JOIN public.agencies_office o ON o.id = of_office
         WHERE c.kind = 'procedure' AND c.country = o.country
           AND c.valid_from <= (now() AT TIME ZONE o.time_zone)::date
         ORDER BY c.valid_from DESC, c.version DESC LIMIT 1), otherwise)
$$;

-- Hours within which a report of this urgency must be accepted. Urgency not known counts as today.
CREATE OR REPLACE FUNCTION report_hours(of_office uuid, the_urgency text) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE the_urgency
        WHEN 'now' THEN public.report_target(of_office, 'report_hours_now', 1)
        WHEN 'soon' THEN public.report_target(of_office, 'report_hours_soon', 72)
        WHEN 'later' THEN public.report_target(of_office, 'report_hours_later', 168)
        ELSE public.report_target(of_office, 'report_hours_today', 8) END
$$;

CREATE OR REPLACE FUNCTION report_urgency_rank(the_urgency text) RETURNS integer
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE the_urgency WHEN 'now' THEN 0 WHEN 'today' THEN 1 WHEN 'not_known' THEN 2
                            WHEN 'soon' THEN 3 ELSE 4 END
$$;

-- Staff named in a report, with their office and whether they led it and assigned cases at the time. This does not
-- change when they move. Older reports: their present office.
CREATE OR REPLACE FUNCTION report_named_places(of_report uuid) RETURNS TABLE (staff uuid, office_id uuid, leads boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.id, coalesce(p.office_id, s.office_id),
           coalesce(p.leads, public.staff_leads_office(s.bundle) AND public.staff_may(s.id, 'assign'))
      FROM public.intake_reportresponse q JOIN public.agencies_staff s ON s.id = ANY (q.named_staff)
      LEFT JOIN public.intake_bypassedplace p ON p.report_id = of_report AND p.staff = s.id AND p.is_named
     WHERE q.report_id = of_report
$$;

-- Stores these places for named staff who have none stored.
CREATE OR REPLACE FUNCTION report_keep_places(of_report uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.intake_bypassedplace (id, report_id, staff, office_id, is_named, leads, recorded_at)
    SELECT gen_random_uuid(), of_report, p.staff, p.office_id, true, p.leads, now()
      FROM public.report_named_places(of_report) p
    ON CONFLICT DO NOTHING
$$;

-- The named office and all below it. If an office above handles the report, also those of the named staff and all
-- below; `of_leaders`: only of named staff who lead an office and assign cases.
CREATE OR REPLACE FUNCTION report_offices_around(of_report uuid, of_leaders boolean) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE below(id) AS (
        SELECT q.named_office_id FROM public.intake_reportresponse q
         WHERE q.report_id = of_report AND q.named_office_id IS NOT NULL
        UNION
        SELECT p.office_id FROM public.intake_reportresponse q
          JOIN public.report_named_places(of_report) p ON NOT of_leaders OR p.leads
         WHERE q.report_id = of_report AND q.route = 'above'
        UNION
        SELECT o.id FROM public.agencies_office o JOIN below ON o.parent_id = below.id
    )
    SELECT id FROM below
$$;

-- The offices whose staff may not handle a report.
CREATE OR REPLACE FUNCTION report_named_offices(of_report uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.report_offices_around(of_report, false)
$$;

-- True if the person is named; if their office or one above it is named; if an office above handles the report and
-- a colleague in their office or above it is named; or if they used to work in such an office.
CREATE OR REPLACE FUNCTION report_bypasses(of_report uuid, the_staff uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT the_staff = ANY (q.named_staff)
           OR s.office_id IN (SELECT public.report_named_offices(of_report))
           OR EXISTS (SELECT 1 FROM public.intake_bypassedplace p
                       WHERE p.report_id = of_report AND p.staff = the_staff AND NOT p.is_named)
      FROM public.intake_reportresponse q, public.agencies_staff s
     WHERE q.report_id = of_report AND s.id = the_staff
$$;

-- True if the report bypasses the person, or if its file or that of its child is hidden from them or their agency.
CREATE OR REPLACE FUNCTION report_is_closed_to(of_report uuid, the_staff uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.agencies_hidden h
                    WHERE h.file_id IN (q.file_id, r.child_file_id) AND h.principal IN (s.id, s.agency_id))
           OR public.report_bypasses(of_report, the_staff)
      FROM public.intake_reportresponse q JOIN public.intake_report r ON r.id = q.report_id,
           public.agencies_staff s
     WHERE q.report_id = of_report AND s.id = the_staff
$$;

-- Whether a person may handle a report and can read its file now, by their own access or that of an office they
-- lead.
CREATE OR REPLACE FUNCTION report_is_open_to(of_report uuid, the_staff uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT NOT public.report_is_closed_to(of_report, the_staff) AND EXISTS (
        SELECT 1 FROM public.intake_reportresponse q
          JOIN public.agencies_grant g ON g.file_id = q.file_id AND g.reads & {section.REPORT} <> 0
           AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())
          JOIN public.agencies_principal p ON p.principal = g.principal AND p.staff_id = the_staff
          JOIN public.agencies_staff s ON s.id = p.staff_id AND s.is_active
         WHERE q.report_id = of_report)
$$;

-- Which of these colleagues may not handle the report. An excluded reader learns this only about themselves.
CREATE OR REPLACE FUNCTION report_closed_among(of_report uuid, these uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine record;
BEGIN
    SELECT x.* INTO mine FROM public.intake_report r, public.access_sections(r.file_id) x
     WHERE r.id = of_report;
    IF coalesce(mine.reads & {section.REPORT}, 0) = 0 THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT n FROM unnest(these) n
     WHERE public.report_is_closed_to(of_report, n)
       AND (n = public.access_staff() OR NOT public.report_is_closed_to(of_report, public.access_staff()));
END $$;

-- Whether the caller may see how the report is handled and whom it names. Excluded staff may not. To non-readers,
-- a report that names someone looks like any other, as does one of a child whose file is hidden from them.
CREATE OR REPLACE FUNCTION report_response_is_shown(of_report uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM public.intake_reportresponse q
                    WHERE q.report_id = of_report AND q.named_staff = '{}' AND q.named_office_id IS NULL
                      AND NOT EXISTS (SELECT 1 FROM public.intake_report r
                                        JOIN public.agencies_hidden h ON h.file_id = r.child_file_id
                                       WHERE r.id = of_report AND r.child_file_id IS NOT NULL
                                         AND h.principal = ANY (public.access_self())))
        OR coalesce((SELECT x.reads & {section.REPORT} <> 0 AND NOT public.report_is_closed_to(r.id, public.access_staff())
                       FROM public.intake_report r, public.access_sections(r.file_id) x WHERE r.id = of_report), false);
END $$;

-- The reports that the caller recorded and passed on past their own office, by the names that they recorded; with
-- `of_report` this one alone. Not to a caller whom a report names, or from whom it or its child is hidden, nor reports that
-- only others passed on. As soon as another person recorded names too, neither the office that has the report nor its
-- telephone nor any name is told: where it moved says of whom. Of the people who handle it nothing is told; the telephone
-- is that of a shift there now of a person whom it does not bypass. `is_met`: whether a person whom it does not bypass met
-- the child, since the caller last found the child not safe. `is_safe`: whether such a person found the child safe, and
-- nobody since found the child not safe.
CREATE OR REPLACE FUNCTION report_passed_on(of_report uuid)
RETURNS TABLE (report_id uuid, urgency text, state text, due_at timestamptz, accepted_at timestamptz, is_met boolean, is_safe boolean,
               office_id uuid, phone text, named_staff uuid[], named_office_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me uuid := public.access_staff();
BEGIN
    RETURN QUERY
    WITH own AS (
        SELECT q.*, r.urgency::text AS of_urgency, NOT EXISTS (
                   SELECT 1 FROM public.intake_responsestep p
                    WHERE p.report_id = q.report_id AND p.kind = 'named' AND p.recorded_by <> me) AS may_know_more
          FROM public.intake_reportresponse q JOIN public.intake_report r ON r.id = q.report_id,
               LATERAL public.access_sections(r.file_id) x
         WHERE q.report_id IN (SELECT p.report_id FROM public.intake_responsestep p
                                WHERE p.staff = me AND p.kind = 'named' AND p.recorded_by = me
                                  AND (of_report IS NULL OR p.report_id = of_report))
           AND r.recorded_by = me AND x.reads & {section.REPORT} <> 0 AND NOT me = ANY (q.named_staff)
           AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                            WHERE h.file_id = r.child_file_id AND h.principal = ANY (public.access_self()))
           AND public.report_bypasses(q.report_id, me)
    )
    SELECT o.report_id, o.of_urgency, o.state::text, o.due_at, o.accepted_at,
           EXISTS (SELECT 1 FROM public.intake_reportnote n
                    WHERE n.report_id = o.report_id AND n.kind = 'visit'
                      AND NOT public.report_is_closed_to(o.report_id, n.recorded_by)
                      AND NOT EXISTS (SELECT 1 FROM public.intake_reportnote u
                                       WHERE u.report_id = o.report_id AND u.recorded_by = me AND u.child_safe = 'no'
                                         AND coalesce(u.went_at, u.recorded_at) >= coalesce(n.went_at, n.recorded_at))),
           EXISTS (SELECT 1 FROM public.intake_reportnote n
                    WHERE n.report_id = o.report_id AND n.child_safe = 'yes'
                      AND NOT public.report_is_closed_to(o.report_id, n.recorded_by)
                      AND NOT EXISTS (SELECT 1 FROM public.intake_reportnote u
                                       WHERE u.report_id = o.report_id AND u.child_safe = 'no'
                                         AND coalesce(u.went_at, u.recorded_at) >= coalesce(n.went_at, n.recorded_at))),
           CASE WHEN o.may_know_more AND o.route = 'above' THEN o.office_id END,
           CASE WHEN o.may_know_more AND o.route = 'above' THEN coalesce((
               SELECT d.phone::text FROM public.intake_dutyshift d
                WHERE d.office_id = o.office_id AND d.starts_at <= now() AND d.ends_at > now() AND d.phone <> ''
                  AND NOT public.report_is_closed_to(o.report_id, d.staff_id)
                ORDER BY d.ends_at DESC, d.id LIMIT 1), '') ELSE '' END,
           CASE WHEN o.may_know_more THEN o.named_staff ELSE '{}' END,
           CASE WHEN o.may_know_more THEN o.named_office_id END
      FROM own o;
END $$;

-- Who acts; NULL in a job, which has no context.
CREATE OR REPLACE FUNCTION report_actor() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF coalesce(current_setting('saathi.context', true), '') <> '' THEN
        RETURN public.access_staff();
    END IF;
    RETURN NULL;
END $$;

-- Whether the report has its own file. Only such reports can be moved or give access.
CREATE OR REPLACE FUNCTION report_has_own_file(of_report uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.intake_report r
                     JOIN public.agencies_file f ON f.id = r.file_id AND f.kind = 'report'
                    WHERE r.id = of_report)
$$;

-- An office and those above it.
CREATE OR REPLACE FUNCTION office_and_above(the_office uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE up(id, parent_id) AS (
        SELECT o.id, o.parent_id FROM public.agencies_office o WHERE o.id = the_office
        UNION
        SELECT o.id, o.parent_id FROM public.agencies_office o JOIN up ON o.id = up.parent_id
    )
    SELECT id FROM up
$$;

-- Whether someone who takes reports leads an office above that of this person. Someone whom a report names counts
-- too.
CREATE OR REPLACE FUNCTION staff_has_leader_above(the_staff uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.agencies_staff s, public.office_and_above(s.office_id) AS up(office)
          JOIN public.agencies_staff l ON l.office_id = up.office AND l.is_active
         WHERE s.id = the_staff AND up.office <> s.office_id
           AND public.staff_leads_office(l.bundle) AND public.staff_may(l.id, 'record_report'))
$$;

-- Ranked recipients; the lowest rank is notified first. For each office upward: staff on duty and their
-- cover, then leaders (both together if the report is urgent or its urgency is not known). Someone who
-- recorded a name counts only as a leader, and as the only recipient only if no one leads above them. If no
-- one is left: up to three leaders elsewhere, highest office first.
CREATE OR REPLACE FUNCTION report_recipients(of_report uuid, moment timestamptz)
RETURNS TABLE (staff uuid, rank integer, leads boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE about AS (
        SELECT r.id, r.file_id, f.office_id, f.agency_id, ARRAY(
                   SELECT p.recorded_by FROM public.intake_responsestep p
                    WHERE p.report_id = r.id AND p.kind = 'named') AS namers,
               CASE WHEN r.urgency IN ('now', 'today', 'not_known') THEN 1 ELSE 2 END AS of_leaders
          FROM public.intake_report r JOIN public.agencies_file f ON f.id = r.file_id
         WHERE r.id = of_report
    ), up(id, parent_id, distance) AS (
        SELECT o.id, o.parent_id, 0 FROM public.agencies_office o JOIN about a ON a.office_id = o.id
        UNION ALL
        SELECT o.id, o.parent_id, up.distance + 1 FROM public.agencies_office o
          JOIN up ON o.id = up.parent_id WHERE up.distance < 20
    ), people(id, rank) AS (
        SELECT p.id, 2 * up.distance + 1
          FROM up JOIN public.intake_dutyshift d ON d.office_id = up.id
                   AND d.starts_at <= moment AND d.ends_at > moment,
               unnest(ARRAY[d.staff_id, d.cover_id]) AS p(id)
        UNION ALL
        SELECT s.id, 2 * up.distance + a.of_leaders
          FROM about a
          JOIN public.agencies_principal p ON p.principal = a.office_id
          JOIN public.agencies_staff s ON s.id = p.staff_id AND public.staff_leads_office(s.bundle)
          JOIN up ON up.id = s.office_id
    ), above(id, rank) AS (
        SELECT s.id, min(p.rank)
          FROM people p JOIN public.agencies_staff s ON s.id = p.id AND s.is_active
          JOIN about a ON a.agency_id = s.agency_id
         WHERE public.staff_may(s.id, 'record_report') AND NOT public.report_is_closed_to(a.id, s.id)
           AND (NOT s.id = ANY (a.namers) OR public.staff_leads_office(s.bundle))
         GROUP BY s.id
    ), left_over(id, rank) AS (
        SELECT p.id, p.rank FROM above p, about a
         WHERE NOT p.id = ANY (a.namers) OR NOT public.staff_has_leader_above(p.id)
            OR EXISTS (SELECT 1 FROM above o WHERE NOT o.id = ANY (a.namers))
    ), elsewhere(id, rank) AS (
        SELECT s.id, 100
          FROM about a JOIN public.agencies_staff s ON s.agency_id = a.agency_id AND s.is_active
         WHERE cardinality(a.namers) > 0 AND NOT EXISTS (SELECT 1 FROM left_over)
           AND public.staff_leads_office(s.bundle) AND public.staff_may(s.id, 'record_report')
           AND NOT s.id = ANY (a.namers) AND NOT public.report_is_closed_to(a.id, s.id)
         ORDER BY (SELECT count(*) FROM public.office_and_above(s.office_id)), s.id LIMIT 3
    )
    SELECT n.id, n.rank, EXISTS (SELECT 1 FROM public.agencies_principal led JOIN about a ON led.principal = a.office_id
                                  WHERE led.staff_id = n.id)
      FROM (SELECT * FROM left_over UNION ALL SELECT * FROM elsewhere) n
$$;

-- The kind of notice for this urgency. Urgency not known counts as today.
CREATE OR REPLACE FUNCTION report_notice_kind(the_beginning text, the_urgency text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT concat(the_beginning, CASE the_urgency WHEN 'now' THEN '_now' WHEN 'today' THEN '_today'
                                                  WHEN 'not_known' THEN '_today' END)
$$;

-- Notifies the recipients of the next rank above `above`. Returns this rank; NULL if no one is further up.
CREATE OR REPLACE FUNCTION report_notify(of_report uuid, above integer, moment timestamptz)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    next_rank integer := (SELECT min(p.rank) FROM public.report_recipients(of_report, moment) p
                           WHERE p.rank > above);
    told uuid[];
BEGIN
    IF next_rank IS NULL OR NOT public.report_has_own_file(of_report) THEN
        RETURN NULL;
    END IF;
    UPDATE public.intake_reportresponse SET level = level + 1, reached = next_rank, version = version + 1
     WHERE report_id = of_report;
    told := ARRAY(SELECT p.staff FROM public.report_recipients(of_report, moment) p WHERE p.rank = next_rank);
    PERFORM public.report_tell(of_report, told, moment);
    PERFORM public.report_give_notices(of_report, q.level > 1, NULL)
       FROM public.intake_reportresponse q WHERE q.report_id = of_report;
    RETURN next_rank;
END $$;

-- Records that these recipients were notified at the present level. Gives access to those who have none and do not
-- lead the office that holds the report. Access is logged.
CREATE OR REPLACE FUNCTION report_tell(of_report uuid, these uuid[], moment timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    about record;
    me uuid := public.report_actor();
BEGIN
    SELECT r.id, r.file_id, r.recorded_by, q.level, f.agency_id INTO about
      FROM public.intake_report r JOIN public.intake_reportresponse q ON q.report_id = r.id
      JOIN public.agencies_file f ON f.id = r.file_id
     WHERE r.id = of_report;
    WITH chosen AS (
        SELECT p.staff, p.leads FROM public.report_recipients(of_report, moment) p WHERE p.staff = ANY (these)
    ), given AS (
        INSERT INTO public.agencies_grant
            (id, file_id, principal, kind, reads, writes, starts_at, given_by)
        SELECT gen_random_uuid(), about.file_id, c.staff, 'team', {section.TEAM_MEMBER},
               {section.TEAM_MEMBER}, now(), about.recorded_by
          FROM chosen c
         WHERE NOT c.leads AND NOT EXISTS (
               SELECT 1 FROM public.agencies_grant g
                WHERE g.file_id = about.file_id AND g.principal = c.staff AND g.kind = 'team'
                  AND g.reads & {section.REPORT} <> 0 AND (g.ends_at IS NULL OR g.ends_at > now()))
        RETURNING id, principal
    ), logged AS (
        INSERT INTO public.audit_entry (id, kind, "by", agency, file_id, detail)
        SELECT gen_random_uuid(), 'granted', me, about.agency_id, about.file_id, jsonb_strip_nulls(
                   jsonb_build_object('staff', g.principal, 'reads', {section.TEAM_MEMBER},
                                      'writes', {section.TEAM_MEMBER},
                                      'job', CASE WHEN me IS NULL THEN 'reports' END))
          FROM given g
    )
    INSERT INTO public.intake_responsestep
        (id, file_id, recorded_at, recorded_by, version, report_id, kind, staff, level, given_right)
    SELECT gen_random_uuid(), about.file_id, now(), about.recorded_by, 1, about.id, 'notified',
           c.staff, about.level, g.id
      FROM chosen c LEFT JOIN given g ON g.principal = c.staff;
END $$;

-- Notifies those notified last who can still read the report, unless such a notice is unread; with `only_to`, only
-- these. The person who recorded the report is not notified at the first level.
DROP FUNCTION IF EXISTS report_give_notices(uuid, boolean);
CREATE OR REPLACE FUNCTION report_give_notices(of_report uuid, is_late boolean, only_to uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    about record;
    the_kind text;
    told integer;
BEGIN
    SELECT r.urgency, r.recorded_by, q.level INTO about
      FROM public.intake_report r JOIN public.intake_reportresponse q ON q.report_id = r.id
     WHERE r.id = of_report;
    the_kind := public.report_notice_kind(CASE WHEN is_late THEN 'report_late' ELSE 'report_new' END, about.urgency);
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at)
    SELECT gen_random_uuid(), s.staff, the_kind, of_report, now()
      FROM (SELECT DISTINCT p.staff FROM public.intake_responsestep p
             WHERE p.report_id = of_report AND p.kind = 'notified' AND p.level = about.level
               AND (only_to IS NULL OR p.staff = ANY (only_to))) s
     WHERE (is_late OR s.staff <> about.recorded_by) AND public.report_is_open_to(of_report, s.staff)
       AND NOT EXISTS (SELECT 1 FROM public.agencies_notice n
                        WHERE n.record = of_report AND n.staff_id = s.staff AND n.kind = the_kind
                          AND n.read_at IS NULL);
    GET DIAGNOSTICS told = ROW_COUNT;
    RETURN told;
END $$;

-- Whether a leader keeps access after someone else accepts: always if the report names someone; with `is_given`,
-- also if it is reassigned.
DROP FUNCTION IF EXISTS report_stays_with(uuid, uuid);
CREATE OR REPLACE FUNCTION report_stays_with(of_report uuid, the_staff uuid, is_given boolean) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (is_given OR EXISTS (SELECT 1 FROM public.intake_responsestep p
                                 WHERE p.report_id = of_report AND p.kind = 'named'))
       AND EXISTS (SELECT 1 FROM public.agencies_staff s
                    WHERE s.id = the_staff AND public.staff_leads_office(s.bundle))
       AND public.report_is_open_to(of_report, the_staff)
$$;

-- Ends unread notices and the access given with them. Exceptions: `except_for`, and leaders who must keep a report
-- that names staff or was reassigned, so that the person who did it cannot remove them.
DROP FUNCTION IF EXISTS report_end_notices(uuid, uuid);
CREATE OR REPLACE FUNCTION report_end_notices(of_report uuid, except_for uuid, is_given boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.agencies_notice SET read_at = now()
     WHERE record = of_report AND read_at IS NULL
       AND kind LIKE 'report\_%' AND staff_id IS DISTINCT FROM except_for
       AND NOT public.report_stays_with(of_report, staff_id, is_given);
    UPDATE public.agencies_grant g SET ends_at = now()
      FROM public.intake_responsestep p
     WHERE p.report_id = of_report AND p.given_right = g.id AND p.staff IS DISTINCT FROM except_for
       AND NOT public.report_stays_with(of_report, p.staff, is_given)
       AND (g.ends_at IS NULL OR g.ends_at > now());
END $$;

CREATE OR REPLACE FUNCTION report_add_step(of_report uuid, the_kind text, the_staff uuid, the_actor uuid)
RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.intake_responsestep
        (id, file_id, recorded_at, recorded_by, version, report_id, kind, staff, level)
    SELECT gen_random_uuid(), q.file_id, clock_timestamp(), the_actor, 1, of_report, the_kind, the_staff, q.level
      FROM public.intake_reportresponse q WHERE q.report_id = of_report
$$;

-- Every new report joins the queue, and those on duty are notified. Its file holds no other report, because access
-- is per file. Maintenance inserts its own queue rows.
CREATE OR REPLACE FUNCTION report_begins() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    the_office uuid := (SELECT f.office_id FROM public.agencies_file f WHERE f.id = NEW.file_id);
    due timestamptz := now() + make_interval(hours => public.report_hours(the_office, NEW.urgency));
    is_open boolean := NEW.outcome = '';
BEGIN
    PERFORM 1 FROM public.agencies_file f
      WHERE f.id = NEW.file_id AND f.kind = 'report' FOR NO KEY UPDATE;
    IF NOT FOUND OR EXISTS (SELECT 1 FROM public.intake_report r
                             WHERE r.file_id = NEW.file_id AND r.id <> NEW.id) THEN
        RAISE EXCEPTION 'not the file of a new report' USING ERRCODE = '42501';
    END IF;
    INSERT INTO public.intake_reportresponse
        (id, file_id, recorded_at, recorded_by, version, report_id, office_id, state, urgency_rank,
         due_at, level, reached, escalate_at, route, named_staff)
    VALUES (gen_random_uuid(), NEW.file_id, now(), NEW.recorded_by, 1, NEW.id, the_office,
            CASE WHEN is_open THEN 'new' ELSE 'closed' END, public.report_urgency_rank(NEW.urgency),
            CASE WHEN is_open THEN due ELSE now() END, 0, 0, CASE WHEN is_open THEN due END, 'usual', '{}');
    IF is_open THEN
        PERFORM public.report_notify(NEW.id, 0, now());
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER report_begins AFTER INSERT ON intake_report
    FOR EACH ROW WHEN (current_user <> 'saathi_maintenance') EXECUTE FUNCTION report_begins();

-- Someone excluded by a report, including its recorder, cannot record its outcome, open a case from it or request
-- one.
CREATE OR REPLACE FUNCTION report_outcome_is_handled() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    -- Compared by name: a trigger that refers to a newer column would block reversing its migration.
    decided text[] := ARRAY['outcome', 'outcome_at', 'child_file_id', 'case_requested_at', 'case_requested_by'];
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
BEGIN
    IF EXISTS (SELECT 1 FROM unnest(decided) d WHERE before->d IS DISTINCT FROM after->d)
       AND public.report_is_closed_to(NEW.id, public.report_actor()) THEN
        RAISE EXCEPTION 'not yours to close or to request a case for' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER report_outcome_is_handled BEFORE UPDATE ON intake_report
    FOR EACH ROW WHEN (current_user <> 'saathi_maintenance')
    EXECUTE FUNCTION report_outcome_is_handled();

-- An outcome closes the report in the queue.
CREATE OR REPLACE FUNCTION report_ends() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.report_actor();
BEGIN
    UPDATE public.intake_reportresponse
       SET state = 'closed', due_at = now(), escalate_at = NULL, version = version + 1
     WHERE report_id = NEW.id AND state <> 'closed';
    IF FOUND THEN
        PERFORM public.report_add_step(NEW.id, 'closed', me, coalesce(me, NEW.recorded_by));
        PERFORM public.report_end_notices(NEW.id, me, false);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER report_ends AFTER UPDATE OF outcome ON intake_report
    FOR EACH ROW WHEN (OLD.outcome = '' AND NEW.outcome <> '') EXECUTE FUNCTION report_ends();

-- A closed report cannot be reopened; a later outcome may be added. Each is dated when recorded.
CREATE OR REPLACE TRIGGER report_outcome_stays BEFORE UPDATE OF outcome, outcome_at ON intake_report
    FOR EACH ROW WHEN (((OLD.outcome <> '' AND NEW.outcome = '')
                        OR NEW.outcome_at < coalesce(OLD.outcome_at, OLD.received_at)
                        OR NEW.outcome_at > clock_timestamp() + interval '1 minute')
                       AND current_user <> 'saathi_maintenance')
    EXECUTE FUNCTION row_refuse('an outcome stays and has the time of its recording');

-- The queue row of a report that the caller may handle, locked. Refused to excluded staff.
CREATE OR REPLACE FUNCTION report_to_handle(of_report uuid) RETURNS public.intake_reportresponse
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('record_report');
    found public.intake_reportresponse;
    mine record;
BEGIN
    SELECT * INTO found FROM public.intake_reportresponse WHERE report_id = of_report FOR UPDATE;
    SELECT * INTO mine FROM public.access_sections(found.file_id);
    IF found.id IS NULL OR mine.reads & mine.writes & {section.REPORT} = 0
       OR public.report_is_closed_to(of_report, me.id) OR NOT public.report_has_own_file(of_report) THEN
        RAISE EXCEPTION 'no such report' USING ERRCODE = '42501';
    END IF;
    RETURN found;
END $$;

-- Notifies supervisors that the caller closed a report of immediate danger though no visit found the child safe:
-- those of the nearest office above that can read it, else others of the same office, else others who can read it.
-- No one whom the report bypasses. Returns how many.
CREATE OR REPLACE FUNCTION report_tell_closed(of_report uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('record_report');
    place public.intake_reportresponse := public.report_to_handle(of_report);
    base uuid;
    told integer;
BEGIN
    IF place.state <> 'closed' OR place.urgency_rank <> 0 THEN
        RAISE EXCEPTION 'not closed in danger' USING ERRCODE = '42501';
    END IF;
    -- A supervisor of an office above may close it too: then those above that one.
    SELECT up INTO base FROM public.office_and_above(place.office_id) AS up WHERE up = me.office_id;
    base := coalesce(base, place.office_id);
    WITH RECURSIVE above(id, parent_id, distance) AS (
        SELECT o.id, o.parent_id, 0 FROM public.agencies_office o WHERE o.id = base
        UNION ALL
        SELECT o.id, o.parent_id, a.distance + 1 FROM public.agencies_office o
          JOIN above a ON o.id = a.parent_id WHERE a.distance < 20
    ), possible AS (
        SELECT DISTINCT s.id, CASE WHEN a.distance > 0 THEN a.distance WHEN a.distance = 0 THEN 100 ELSE 200 END AS rank
          FROM public.agencies_grant g
          JOIN public.agencies_principal p ON p.principal = g.principal
          JOIN public.agencies_staff s ON s.id = p.staff_id AND s.is_active AND s.id <> me.id
          LEFT JOIN above a ON a.id = s.office_id
         WHERE g.file_id = place.file_id AND public.staff_leads_office(s.bundle)
           AND public.staff_may(s.id, 'record_report') AND public.report_is_open_to(of_report, s.id)
    )
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    SELECT gen_random_uuid(), n.id, 'report_closed_now', of_report, now(), me.id FROM possible n
     WHERE n.rank = (SELECT min(rank) FROM possible);
    GET DIAGNOSTICS told = ROW_COUNT;
    RETURN told;
END $$;

-- The caller accepts the report. If someone was first, returns who and when, also to anyone notified whose access
-- has ended. NULL for all others.
CREATE OR REPLACE FUNCTION report_accept(of_report uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('record_report');
    found public.intake_reportresponse;
    mine record;
BEGIN
    SELECT * INTO found FROM public.intake_reportresponse WHERE report_id = of_report FOR UPDATE;
    SELECT * INTO mine FROM public.access_sections(found.file_id);
    IF found.id IS NULL OR public.report_is_closed_to(of_report, me.id)
       OR (mine.reads & mine.writes & {section.REPORT} = 0 AND (found.state = 'new' OR NOT EXISTS (
           SELECT 1 FROM public.intake_responsestep p WHERE p.report_id = of_report
              AND p.kind IN ('notified', 'reassigned') AND p.staff = me.id))) THEN
        RETURN NULL;
    END IF;
    IF found.state <> 'new' THEN
        RETURN jsonb_build_object('accepted', false, 'by', found.accepted_by, 'at', found.accepted_at);
    END IF;
    UPDATE public.intake_reportresponse
       SET state = 'accepted', accepted_by = me.id, accepted_at = now(), assigned_to = me.id,
           escalate_at = NULL, version = version + 1,
           due_at = now() + make_interval(
               hours => public.report_target(office_id, 'report_decision_hours', 24))
     WHERE id = found.id;
    PERFORM public.report_add_step(of_report, 'accepted', me.id, me.id);
    PERFORM public.report_end_notices(of_report, me.id, false);
    UPDATE public.agencies_notice SET read_at = now()
     WHERE record = of_report AND staff_id = me.id AND read_at IS NULL AND kind LIKE 'report\_%';
    RETURN jsonb_build_object('accepted', true, 'by', me.id, 'at', now());
END $$;

-- By when a reassigned report must be accepted; with `the_kind` 'named', one in which a name was recorded. The
-- time runs from the recording of the report, however often it is reassigned. If it was over at the first
-- reassignment, the colleague has as long as for immediate danger, counted from then and given once.
CREATE OR REPLACE FUNCTION report_accept_by(of_report uuid, the_kind text) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN t.given_at < t.accept_by THEN t.accept_by
                ELSE t.given_at + make_interval(hours => least(t.hours, public.report_hours(t.office_id, 'now'))) END
      FROM (SELECT q.office_id, h.hours, q.recorded_at + make_interval(hours => h.hours) AS accept_by,
                   coalesce((SELECT min(p.recorded_at) FROM public.intake_responsestep p
                              WHERE p.report_id = of_report AND p.kind = the_kind), now()) AS given_at
              FROM public.intake_reportresponse q JOIN public.intake_report r ON r.id = q.report_id,
                   LATERAL (SELECT public.report_hours(q.office_id, r.urgency) AS hours) h
             WHERE q.report_id = of_report) t
$$;

-- Reassigns to a colleague, who must accept. The caller loses access unless they keep it. Never to an
-- excluded person. Notified leaders keep notices and access. No one gets more time to accept, see
-- `report_accept_by`.
CREATE OR REPLACE FUNCTION report_reassign(of_report uuid, to_staff uuid, keeps boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    found public.intake_reportresponse := public.report_to_handle(of_report);
    due timestamptz;
BEGIN
    IF found.state = 'closed' THEN
        RAISE EXCEPTION 'the report is closed' USING ERRCODE = '22023';
    END IF;
    IF to_staff = me OR public.report_is_closed_to(of_report, to_staff) IS NOT FALSE THEN
        RAISE EXCEPTION 'not to this person' USING ERRCODE = '42501';
    END IF;
    PERFORM public.access_hand_over(found.file_id, to_staff, keeps);
    due := public.report_accept_by(of_report, 'reassigned');
    UPDATE public.intake_reportresponse
       SET state = 'new', accepted_by = NULL, accepted_at = NULL, assigned_to = to_staff,
           due_at = least(due_at, due), escalate_at = least(escalate_at, due_at, due), version = version + 1
     WHERE id = found.id;
    PERFORM public.report_add_step(of_report, 'reassigned', to_staff, me);
    PERFORM public.report_end_notices(of_report, to_staff, true);
    UPDATE public.agencies_notice SET read_at = now()
     WHERE record = of_report AND staff_id = me AND read_at IS NULL AND kind LIKE 'report\_%';
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    SELECT gen_random_uuid(), to_staff, public.report_notice_kind('report_new', r.urgency),
           of_report, now(), me
      FROM public.intake_report r WHERE r.id = of_report;
END $$;

-- Records that the report names staff or an office. Its file moves to the nearest office above all of them and is
-- hidden from them and from leaders of only those offices; earlier recipients there lose access. Leaders above are
-- notified or, if there are none, other leaders. Refused if only the caller would be left although someone is
-- above them. At most 20 names. A closed report accepts names only if it led to a case. Repeated names change
-- nothing.
CREATE OR REPLACE FUNCTION report_name(of_report uuid, the_staff uuid[], the_office uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    found public.intake_reportresponse := public.report_to_handle(of_report);
    their_offices uuid[];
    target record;
    the_route text := 'above';
BEGIN
    IF found.state = 'closed'
       AND (SELECT r.child_file_id IS NULL FROM public.intake_report r WHERE r.id = of_report) THEN
        RAISE EXCEPTION 'the report is closed' USING ERRCODE = '22023';
    END IF;
    IF EXISTS (SELECT 1 FROM unnest(the_staff) n WHERE NOT EXISTS (
               SELECT 1 FROM public.agencies_staff s WHERE s.id = n AND s.agency_id = public.access_agency()))
       OR (the_office IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM public.agencies_office o
                WHERE o.id = the_office AND o.agency_id = public.access_agency()))
       OR (SELECT count(DISTINCT n) FROM unnest(found.named_staff || the_staff) n) > 20
       OR (cardinality(the_staff) = 0 AND the_office IS NULL) THEN
        RAISE EXCEPTION 'no such person or office in your agency' USING ERRCODE = '22023';
    END IF;
    IF the_staff <@ found.named_staff AND (the_office IS NULL OR the_office = found.named_office_id) THEN
        RETURN found.route;
    END IF;
    UPDATE public.intake_reportresponse
       SET named_staff = ARRAY(SELECT DISTINCT n FROM unnest(named_staff || the_staff) n),
           named_office_id = coalesce(the_office, named_office_id), version = version + 1
     WHERE id = found.id RETURNING * INTO found;
    PERFORM public.report_keep_places(of_report);
    their_offices := ARRAY(SELECT p.office_id FROM public.report_named_places(of_report) p
                   UNION SELECT found.named_office_id WHERE found.named_office_id IS NOT NULL);
    WITH RECURSIVE up(id, parent_id, distance) AS (
        SELECT o.id, o.parent_id, 0 FROM public.agencies_office o WHERE o.id = found.office_id
        UNION ALL
        SELECT o.id, o.parent_id, up.distance + 1 FROM public.agencies_office o
          JOIN up ON o.id = up.parent_id WHERE up.distance < 20
    ), above(named, id) AS (
        SELECT o.id, o.parent_id FROM public.agencies_office o WHERE o.id = ANY (their_offices)
        UNION
        SELECT a.named, o.parent_id FROM above a JOIN public.agencies_office o ON o.id = a.id
    )
    SELECT up.id, NOT EXISTS (SELECT 1 FROM unnest(their_offices) n WHERE NOT EXISTS (
               SELECT 1 FROM above a WHERE a.named = n AND a.id = up.id)) AS is_above
      INTO target FROM up ORDER BY 2 DESC, CASE WHEN NOT EXISTS (
               SELECT 1 FROM unnest(their_offices) n WHERE NOT EXISTS (
               SELECT 1 FROM above a WHERE a.named = n AND a.id = up.id))
               THEN up.distance ELSE -up.distance END
     LIMIT 1;
    IF NOT target.is_above THEN
        the_route := 'none_above';
    END IF;
    PERFORM public.report_move(of_report, target.id, the_route);
    PERFORM public.report_hide(of_report);
    PERFORM public.report_end_rights(of_report);
    PERFORM public.report_add_step(of_report, 'named', me, me);
    IF NOT EXISTS (SELECT 1 FROM public.report_recipients(of_report, now())) THEN
        RAISE EXCEPTION 'no one is left to handle the report' USING ERRCODE = '22023';
    END IF;
    PERFORM public.report_end_notices(of_report, NULL, false);
    -- Nothing is left of earlier notices that tells the people named, read or unread, that there is a report.
    DELETE FROM public.agencies_notice n
     WHERE n.record = of_report AND public.report_is_closed_to(of_report, n.staff_id);
    IF found.state = 'closed' THEN
        PERFORM public.report_notify(of_report, 0, now());
    ELSIF found.state = 'new' OR public.report_is_closed_to(of_report, found.accepted_by)
       OR found.accepted_by = me THEN
        PERFORM public.report_restart(of_report);
    END IF;
    RETURN the_route;
END $$;

-- Hides the file of a report from those it names and from those who lead only their office. Each is logged.
CREATE OR REPLACE FUNCTION report_hide(of_report uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    WITH now_hidden AS (
        INSERT INTO public.agencies_hidden (id, file_id, principal, since, hidden_by)
        SELECT gen_random_uuid(), q.file_id, s.id, now(), public.access_staff()
          FROM public.intake_reportresponse q, public.agencies_staff s
         WHERE q.report_id = of_report AND s.agency_id = public.access_agency()
           AND (s.id = ANY (q.named_staff)
                OR (public.staff_leads_office(s.bundle)
                    AND s.office_id IN (SELECT public.report_named_offices(of_report))))
        ON CONFLICT DO NOTHING RETURNING file_id, principal
    )
    INSERT INTO public.audit_entry (id, kind, "by", agency, file_id, detail)
    SELECT gen_random_uuid(), 'hidden', public.access_staff(), public.access_agency(), h.file_id,
           jsonb_build_object('principal', h.principal)
      FROM now_hidden h;
END $$;

-- Staff who leave an excluded office stay excluded; staff who join one become excluded. Their access ends, and a
-- report they had accepted returns to the queue. No rule shows it to them again.
CREATE OR REPLACE FUNCTION report_keep_bypassed(of_staff uuid, from_office uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.report_actor();
    mine public.agencies_staff;
    naming uuid[];
    one record;
BEGIN
    SELECT * INTO mine FROM public.agencies_staff WHERE id = of_staff;
    SELECT array_agg(q.report_id) INTO naming
      FROM public.intake_reportresponse q
      JOIN public.agencies_file f ON f.id = q.file_id AND f.agency_id = mine.agency_id AND f.kind = 'report'
     WHERE q.named_office_id IS NOT NULL OR q.named_staff <> '{}';
    INSERT INTO public.intake_bypassedplace (id, report_id, staff, office_id, is_named, leads, recorded_at)
    SELECT gen_random_uuid(), n, of_staff, from_office, false, false, now() FROM unnest(naming) n
     WHERE from_office <> mine.office_id AND from_office IN (SELECT public.report_named_offices(n))
    ON CONFLICT DO NOTHING;
    WITH now_hidden AS (
        INSERT INTO public.agencies_hidden (id, file_id, principal, since, hidden_by)
        SELECT gen_random_uuid(), q.file_id, of_staff, now(), coalesce(me, q.recorded_by)
          FROM public.intake_reportresponse q
         WHERE q.report_id = ANY (naming) AND mine.is_active AND public.staff_leads_office(mine.bundle)
           AND public.report_bypasses(q.report_id, of_staff)
        ON CONFLICT DO NOTHING RETURNING file_id
    )
    INSERT INTO public.audit_entry (id, kind, "by", agency, file_id, detail)
    SELECT gen_random_uuid(), 'hidden', me, mine.agency_id, h.file_id,
           jsonb_build_object('principal', of_staff, 'job', 'leaders')
      FROM now_hidden h;
    FOR one IN
        SELECT q.report_id, q.state = 'accepted' AND q.accepted_by = of_staff AS is_theirs
          FROM public.intake_reportresponse q
         WHERE q.report_id = ANY (naming) AND from_office <> mine.office_id
           AND public.report_bypasses(q.report_id, of_staff)
    LOOP
        PERFORM public.report_end_rights(one.report_id);
        IF one.is_theirs THEN
            PERFORM public.report_restart(one.report_id);
        END IF;
    END LOOP;
END $$;

-- Ends access for those no longer allowed to handle the report. Its recorder can still read what they wrote.
CREATE OR REPLACE FUNCTION report_end_rights(of_report uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH ended AS (
        UPDATE public.agencies_grant g SET ends_at = now()
          FROM public.intake_report r
         WHERE r.id = of_report AND g.file_id = r.file_id AND g.kind = 'team' AND g.principal <> r.recorded_by
           AND (g.ends_at IS NULL OR g.ends_at > now()) AND public.report_bypasses(of_report, g.principal)
        RETURNING g.file_id, g.principal
    )
    INSERT INTO public.audit_entry (id, kind, "by", agency, file_id, detail)
    SELECT gen_random_uuid(), 'grant_ended', public.access_staff(), public.access_agency(), e.file_id,
           jsonb_build_object('staff', e.principal, 'reason', 'named')
      FROM ended e
$$;

-- Moves the file of a report to another office of the agency, which owns it from now on.
CREATE OR REPLACE FUNCTION report_move(of_report uuid, to_office uuid, the_route text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found public.intake_reportresponse;
BEGIN
    SELECT * INTO found FROM public.intake_reportresponse WHERE report_id = of_report;
    IF NOT public.report_has_own_file(of_report) THEN
        RAISE EXCEPTION 'not a file for reports' USING ERRCODE = '42501';
    END IF;
    UPDATE public.intake_reportresponse SET route = the_route, office_id = to_office, version = version + 1
     WHERE id = found.id;
    IF found.office_id = to_office THEN
        RETURN;
    END IF;
    UPDATE public.agencies_file SET office_id = to_office WHERE id = found.file_id;
    UPDATE public.agencies_grant SET ends_at = now()
     WHERE file_id = found.file_id AND kind = 'owner' AND (ends_at IS NULL OR ends_at > now());
    INSERT INTO public.agencies_grant
        (id, file_id, principal, kind, reads, writes, starts_at, given_by)
    VALUES (gen_random_uuid(), found.file_id, to_office, 'owner', {section.ALL}, {section.ALL}, now(),
            found.recorded_by);
END $$;

-- Returns an open report to "new" at its present office and notifies the first level. Cancels notices sent earlier in
-- this transaction. No one gets more time to accept, see `report_accept_by`.
CREATE OR REPLACE FUNCTION report_restart(of_report uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    due timestamptz := public.report_accept_by(of_report, 'named');
BEGIN
    DELETE FROM public.agencies_notice
     WHERE record = of_report AND kind LIKE 'report\_%' AND given_at = now();
    UPDATE public.agencies_grant g SET ends_at = now()
      FROM public.intake_responsestep p
     WHERE p.report_id = of_report AND p.kind = 'notified' AND p.recorded_at = now()
       AND p.given_right = g.id AND (g.ends_at IS NULL OR g.ends_at > now());
    DELETE FROM public.intake_responsestep
     WHERE report_id = of_report AND kind = 'notified' AND recorded_at = now();
    UPDATE public.intake_reportresponse q
       SET state = 'new', accepted_by = NULL, accepted_at = NULL, assigned_to = NULL, reached = 0,
           level = coalesce((SELECT max(p.level) FROM public.intake_responsestep p
                              WHERE p.report_id = of_report AND p.kind = 'notified'), 0),
           due_at = least(q.due_at, due), escalate_at = least(q.escalate_at, q.due_at, due),
           version = q.version + 1
     WHERE q.report_id = of_report AND q.state <> 'closed';
    IF FOUND THEN
        PERFORM public.report_notify(of_report, 0, now());
    END IF;
END $$;

-- Escalates overdue reports, longest overdue first, at most `at_most`. At the top level the same people are
-- reminded. Safe to run twice. Background worker only. Returns the reports, for the log.
DROP FUNCTION IF EXISTS report_escalate(timestamptz, integer);
CREATE OR REPLACE FUNCTION report_escalate(moment timestamptz, at_most integer)
RETURNS TABLE (report uuid, file uuid, agency uuid, new_level integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    late record;
    next_rank integer;
BEGIN
    FOR late IN
        SELECT q.report_id, q.file_id, q.office_id, q.reached, r.urgency
          FROM public.intake_reportresponse q JOIN public.intake_report r ON r.id = q.report_id
         WHERE q.escalate_at IS NOT NULL AND q.escalate_at <= moment AND q.state = 'new'
         ORDER BY q.escalate_at LIMIT least(at_most, 500) FOR UPDATE OF q SKIP LOCKED
    LOOP
        next_rank := public.report_notify(late.report_id, late.reached, moment);
        IF next_rank IS NULL THEN
            PERFORM public.report_give_notices(late.report_id, true, NULL);
        END IF;
        UPDATE public.intake_reportresponse SET version = version + 1, escalate_at =
               moment + make_interval(hours => public.report_hours(late.office_id, late.urgency))
         WHERE report_id = late.report_id;
        RETURN QUERY
        SELECT late.report_id, late.file_id, f.agency_id, q.level::integer
          FROM public.intake_reportresponse q JOIN public.agencies_file f ON f.id = q.file_id
         WHERE q.report_id = late.report_id;
    END LOOP;
END $$;

-- Notifies staff whose shift has begun of reports that still wait at a level already notified, or of which no one
-- could be notified, and gives them access. A report that waits for a named colleague is included only once it is
-- overdue. Most urgent first, at most `at_most`; the next call continues. Safe to run twice. Background worker only.
-- Returns the number of reports.
CREATE OR REPLACE FUNCTION report_tell_shifts(moment timestamptz, at_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    shift record;
    waiting record;
    people uuid[];
    told integer := 0;
BEGIN
    FOR shift IN
        SELECT d.id, d.office_id, array_remove(ARRAY[d.staff_id, d.cover_id], NULL) AS people
          FROM public.intake_dutyshift d
         WHERE d.notified_at IS NULL AND d.starts_at <= moment AND d.starts_at > moment - interval '14 days'
           AND d.ends_at > moment
         ORDER BY d.starts_at LIMIT 500 FOR UPDATE OF d SKIP LOCKED
    LOOP
        FOR waiting IN
            WITH RECURSIVE below(id) AS (
                SELECT shift.office_id
                UNION
                SELECT o.id FROM public.agencies_office o JOIN below ON o.parent_id = below.id
            )
            SELECT q.report_id, q.reached, q.due_at <= moment AS is_late
              FROM public.intake_reportresponse q
             WHERE q.state = 'new' AND q.escalate_at IS NOT NULL AND q.office_id IN (SELECT id FROM below)
               AND (q.assigned_to IS NULL OR q.due_at <= moment)
               AND EXISTS (SELECT 1 FROM unnest(shift.people) s WHERE NOT public.report_was_told(q.report_id, s))
             ORDER BY q.urgency_rank, q.due_at
        LOOP
            IF told >= at_most THEN
                RETURN told;
            END IF;
            IF waiting.reached = 0 THEN
                told := told + (public.report_notify(waiting.report_id, 0, moment) IS NOT NULL)::integer;
                CONTINUE;
            END IF;
            people := ARRAY(SELECT p.staff FROM public.report_recipients(waiting.report_id, moment) p
                             WHERE p.staff = ANY (shift.people) AND p.rank <= waiting.reached
                               AND NOT public.report_was_told(waiting.report_id, p.staff));
            CONTINUE WHEN people = '{}' OR NOT public.report_has_own_file(waiting.report_id);
            PERFORM public.report_tell(waiting.report_id, people, moment);
            PERFORM public.report_give_notices(waiting.report_id, waiting.is_late, people);
            told := told + 1;
        END LOOP;
        UPDATE public.intake_dutyshift SET notified_at = moment WHERE id = shift.id;
    END LOOP;
    RETURN told;
END $$;

-- Whether this person was notified of the report and the access given with the notice has not ended.
CREATE OR REPLACE FUNCTION report_was_told(of_report uuid, the_staff uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.intake_responsestep p
                     LEFT JOIN public.agencies_grant g ON g.id = p.given_right
                    WHERE p.staff = the_staff AND p.kind = 'notified' AND p.report_id = of_report
                      AND (g.ends_at IS NULL OR g.ends_at > now()))
$$;

-- Reports recorded before there was a queue, or loaded without it, join it. No one is notified.
INSERT INTO intake_reportresponse
    (id, file_id, recorded_at, recorded_by, version, report_id, office_id, state, urgency_rank, due_at, level,
     reached, route, named_staff)
SELECT gen_random_uuid(), r.file_id, r.recorded_at, r.recorded_by, 1, r.id, f.office_id,
       CASE r.outcome WHEN '' THEN 'new' ELSE 'closed' END, report_urgency_rank(r.urgency),
       CASE r.outcome WHEN '' THEN r.recorded_at + make_interval(hours => report_hours(f.office_id, r.urgency))
            ELSE coalesce(r.outcome_at, r.recorded_at) END, 0, 0, 'usual', '{}'
  FROM intake_report r JOIN agencies_file f ON f.id = r.file_id
 WHERE NOT EXISTS (SELECT 1 FROM intake_reportresponse q WHERE q.report_id = r.id);

-- Stores places for older reports that name staff, using their present offices.
SELECT report_keep_places(q.report_id) FROM intake_reportresponse q WHERE q.named_staff <> '{}';
