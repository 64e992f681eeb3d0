-- The queue of reports: who may handle a report, who is bypassed by it, and what its recorder learns. The web role writes none of these rows.

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

-- Whether the caller may see how the report is handled and who is named in it. Excluded staff may not. To non-readers,
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
-- `of_report` this one alone. Not to a caller named in a report, or that it or its child is hidden from, nor reports that
-- only others passed on. As soon as another person recorded names too, neither the office that has the report nor its
-- telephone nor any name is shown: where it moved would identify them. Of the people who handle it nothing is shown; the telephone
-- is that of a shift there now of a person that it does not bypass. `is_met`: whether a person that it does not bypass met
-- the child, since the caller last found the child not safe. `is_safe`: whether such a person found the child safe, and
-- no one since found the child not safe.
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

-- Whether someone who takes reports leads an office above that of this person. Someone named in a report counts
-- too.
CREATE OR REPLACE FUNCTION staff_has_leader_above(the_staff uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.agencies_staff s, public.office_and_above(s.office_id) AS up(office)
          JOIN public.agencies_staff l ON l.office_id = up.office AND l.is_active
         WHERE s.id = the_staff AND up.office <> s.office_id
           AND public.staff_leads_office(l.bundle) AND public.staff_may(l.id, 'record_report'))
$$;
