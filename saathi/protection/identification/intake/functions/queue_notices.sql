-- The queue of reports: who is notified of a report, and which right comes with the notice. The web role writes none of these rows.

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
    notified uuid[];
BEGIN
    IF next_rank IS NULL OR NOT public.report_has_own_file(of_report) THEN
        RETURN NULL;
    END IF;
    UPDATE public.intake_reportresponse SET level = level + 1, reached = next_rank, version = version + 1
     WHERE report_id = of_report;
    notified := ARRAY(SELECT p.staff FROM public.report_recipients(of_report, moment) p WHERE p.rank = next_rank);
    PERFORM public.report_tell(of_report, notified, moment);
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
    notified integer;
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
    GET DIAGNOSTICS notified = ROW_COUNT;
    RETURN notified;
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
