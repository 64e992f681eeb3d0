-- A child's file and a linked report that names staff or an office: the named staff, and the office of a named
-- supervisor, do not read the child's file. It is hidden from them in the transaction that links the two or records
-- the names. If the person who records a name may not write the case, nothing is hidden yet: a supervisor decides.

-- The supervisors who lead the office of a file or one above it, and how far above it their own office is;
-- includes those that the file is hidden from.
CREATE OR REPLACE FUNCTION file_leaders(of_file uuid)
RETURNS TABLE (staff uuid, distance integer, is_shown boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT l.staff, l.distance, l.is_shown FROM public.file_office_leaders(of_file) l WHERE l.supervises
$$;

-- Moves a child's file to another office of the agency, with its cases and the requests that wait for
-- approval.
CREATE OR REPLACE FUNCTION file_move(of_file uuid, to_office uuid, the_actor uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.agencies_file SET office_id = to_office WHERE id = of_file;
    UPDATE public.agencies_grant SET ends_at = now()
     WHERE file_id = of_file AND kind = 'owner' AND (ends_at IS NULL OR ends_at > now());
    INSERT INTO public.agencies_grant
        (id, file_id, principal, kind, reads, writes, starts_at, given_by)
    VALUES (gen_random_uuid(), of_file, to_office, 'owner', {section.ALL}, {section.ALL}, now(), the_actor);
    UPDATE public.cases_case SET office_id = to_office, version = version + 1
     WHERE file_id = of_file AND office_id <> to_office;
    UPDATE public.cases_approval SET office_id = to_office, version = version + 1
     WHERE file_id = of_file AND decision = 'waiting' AND office_id <> to_office;
END $$;

-- Gives the cases of a worker who can no longer see the file to the nearest leader, to be assigned. Open tasks of
-- people who cannot see it pass to the worker of the case; all others stay where they are.
CREATE OR REPLACE FUNCTION file_await_worker(of_file uuid, the_actor uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    leader uuid := (SELECT l.staff FROM public.file_leaders(of_file) l WHERE l.is_shown
                     ORDER BY l.distance, l.staff LIMIT 1);
BEGIN
    UPDATE public.cases_case c SET worker_id = leader, awaits_assignment = true, version = c.version + 1
     WHERE c.file_id = of_file AND c.status IN ('open', 'closing_asked') AND leader IS NOT NULL
       AND EXISTS (SELECT 1 FROM public.agencies_hidden h
                    WHERE h.file_id = of_file AND h.principal = c.worker_id);
    IF FOUND THEN
        INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
        VALUES (gen_random_uuid(), leader, 'case_to_assign', of_file, now(), the_actor);
    END IF;
    UPDATE public.cases_due d SET worker_id = c.worker_id, version = d.version + 1
      FROM public.cases_case c
     WHERE d.file_id = of_file AND d.done_on IS NULL AND c.id = d.case_id AND c.worker_id <> d.worker_id
       AND EXISTS (SELECT 1 FROM public.agencies_hidden h
                    WHERE h.file_id = of_file AND h.principal = d.worker_id);
END $$;

-- Does this whenever a file is hidden, also by a supervisor: no case stays with a worker who may not see it.
CREATE OR REPLACE FUNCTION file_was_hidden() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.file_await_worker(a.file_id, a.hidden_by)
       FROM (SELECT DISTINCT n.file_id, n.hidden_by FROM added n) a;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER file_was_hidden AFTER INSERT ON agencies_hidden
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT
    WHEN (current_user <> 'saathi_maintenance') EXECUTE FUNCTION file_was_hidden();

-- The offices whose leaders do not read the child's file of a report: the named office and, if an office above
-- handles the report, the office of a named supervisor, each with all offices below. Naming a colleague who is not a
-- leader removes no supervision: the others in that office may not handle the report, but continue with the child's
-- file.
CREATE OR REPLACE FUNCTION report_offices_without_file(of_report uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.report_offices_around(of_report, true)
$$;

-- The staff that a report hides the child's file from: those it names, those who may not see the report itself, and
-- the leaders and uninvolved colleagues of `report_offices_without_file`. `keeps` is the person who links the report,
-- who is not counted among these colleagues.
CREATE OR REPLACE FUNCTION report_file_closed_to(of_report uuid, child_file uuid, keeps uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH about AS (
        SELECT q.file_id, q.named_staff FROM public.intake_reportresponse q WHERE q.report_id = of_report
    ), closed AS (
        SELECT public.report_offices_without_file(of_report) AS office
    ), around AS (
        SELECT public.report_named_offices(of_report) AS office
    )
    SELECT s.id FROM about a JOIN public.agencies_staff s ON s.id = ANY (a.named_staff)
    UNION
    -- Except leaders of a named person's office: from them only the report itself is hidden.
    SELECT s.id FROM about a JOIN public.agencies_hidden h ON h.file_id = a.file_id
      JOIN public.agencies_staff s ON s.id = h.principal
     WHERE NOT (public.staff_leads_office(s.bundle) AND s.office_id IN (SELECT r.office FROM around r))
       AND NOT EXISTS (SELECT 1 FROM public.intake_bypassedplace p
                        WHERE p.report_id = of_report AND p.staff = s.id AND NOT p.is_named)
       -- Except those that the child's file is hidden from already: there the report followed the file.
       AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden c
                        WHERE c.file_id = child_file AND c.principal = s.id)
    UNION
    SELECT s.id FROM public.agencies_staff s
     WHERE s.office_id IN (SELECT c.office FROM closed c) AND s.id IS DISTINCT FROM keeps
       -- A leader cannot keep the file by a right that leaders can give themselves, such as cover.
       AND (public.staff_leads_office(s.bundle) OR NOT EXISTS (
            SELECT 1 FROM public.agencies_grant g
             WHERE g.file_id = child_file AND g.principal = s.id AND g.kind = 'team'
               AND (g.ends_at IS NULL OR g.ends_at > now())))
$$;

-- Hides the child's file from all staff that a report excludes. One supervisor must be left, and is notified: naming
-- all of them is refused (23514), and the acting person counts only if no supervisor is above. If none of the nearest
-- leaders can still read the file, it moves to the office of the next leader above who can.
DROP FUNCTION IF EXISTS report_hide_child(uuid);
CREATE OR REPLACE FUNCTION report_hide_child(of_report uuid, keeps uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.report_actor();
    about record;
    closed uuid[];
    nearest record;
BEGIN
    -- If a report is linked and a name recorded at the same moment, the second waits here and sees the first.
    PERFORM 1 FROM public.intake_reportresponse WHERE report_id = of_report FOR UPDATE;
    SELECT r.child_file_id AS child_file, coalesce(me, r.recorded_by) AS actor INTO about
      FROM public.intake_report r
      JOIN public.intake_reportresponse q ON q.report_id = r.id
     WHERE r.id = of_report AND r.child_file_id IS NOT NULL
       AND (cardinality(q.named_staff) > 0 OR q.named_office_id IS NOT NULL);
    IF NOT FOUND THEN
        RETURN;
    END IF;
    -- If two reports together name all supervisors of a child, the second waits here too.
    PERFORM 1 FROM public.agencies_file WHERE id = about.child_file FOR NO KEY UPDATE;
    -- What a colleague hid by hand is hidden by the report from now on.
    UPDATE public.agencies_hidden SET hider_office = NULL
     WHERE file_id = about.child_file AND hider_office IS NOT NULL
       AND principal IN (SELECT public.report_file_closed_to(of_report, about.child_file, keeps));
    WITH hidden AS (
        INSERT INTO public.agencies_hidden (id, file_id, principal, since, hidden_by)
        SELECT gen_random_uuid(), about.child_file, c.staff, now(), about.actor
          FROM public.report_file_closed_to(of_report, about.child_file, keeps) AS c(staff)
        ON CONFLICT DO NOTHING RETURNING principal
    )
    SELECT array_agg(h.principal) INTO closed FROM hidden h;
    IF closed IS NULL THEN
        PERFORM public.file_await_worker(about.child_file, about.actor);
        RETURN;
    END IF;
    IF me IS NOT NULL THEN
        PERFORM public.access_log('hidden', about.child_file, jsonb_build_object('principal', c))
           FROM unnest(closed) c;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM public.file_leaders(about.child_file) l
         WHERE l.is_shown AND (l.staff IS DISTINCT FROM me OR NOT EXISTS (
               SELECT 1 FROM public.file_leaders(about.child_file) f WHERE f.distance > l.distance))) THEN
        RAISE EXCEPTION 'no supervisor would be left who reads the file' USING ERRCODE = '23514';
    END IF;
    SELECT s.office_id INTO nearest
      FROM public.file_leaders(about.child_file) l JOIN public.agencies_staff s ON s.id = l.staff
     WHERE l.is_shown ORDER BY l.distance, l.staff LIMIT 1;
    IF NOT (SELECT bool_or(l.is_shown) FROM public.file_leaders(about.child_file) l
             WHERE l.distance = (SELECT min(n.distance) FROM public.file_leaders(about.child_file) n)) THEN
        PERFORM public.file_move(about.child_file, nearest.office_id, about.actor);
    END IF;
    PERFORM public.file_await_worker(about.child_file, about.actor);
    PERFORM public.file_tell_closed(about.child_file, about.actor);
END $$;

-- Notifies the nearest supervisors who still read a file, preferably those who may hide and show it, that it
-- was hidden from others.
CREATE OR REPLACE FUNCTION file_tell_closed(of_file uuid, the_actor uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.file_tell_nearest(of_file, 'file_closed', the_actor,
                                     ARRAY(SELECT l.staff FROM public.file_leaders(of_file) l));
END $$;

-- The supervisors who decide whether a report hides the child's file from the people it names: they read the file,
-- may hide it and may handle the report.
CREATE OR REPLACE FUNCTION report_file_deciders(of_report uuid, child_file uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT l.staff FROM public.file_leaders(child_file) l
     WHERE l.is_shown AND public.staff_may(l.staff, 'hide') AND NOT public.report_is_closed_to(of_report, l.staff)
$$;

-- For each report about a child that names staff who can read the file: the staff that it would hide from the
-- file. Only for a supervisor who decides on this; no rows for others, so that a named person learns nothing.
CREATE OR REPLACE FUNCTION report_names_waiting(of_file uuid) RETURNS TABLE (report uuid, staff uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
    WITH linked AS (
        SELECT r.id, q.named_staff, q.named_office_id FROM public.intake_report r
          JOIN public.intake_reportresponse q ON q.report_id = r.id
         WHERE r.child_file_id = of_file AND (cardinality(q.named_staff) > 0 OR q.named_office_id IS NOT NULL)
           AND public.access_staff() IN (SELECT public.report_file_deciders(r.id, of_file))
    ), reading AS (
        SELECT l.id AS of_report, s.id AS reader,
               s.id = ANY (l.named_staff) OR s.office_id IS NOT DISTINCT FROM l.named_office_id AS is_named
          FROM linked l, public.report_file_closed_to(l.id, of_file, NULL) AS c(closed_to)
          JOIN public.agencies_staff s ON s.id = c.closed_to AND s.is_active
         WHERE EXISTS (SELECT 1 FROM public.agencies_principal p
                         JOIN public.agencies_grant g ON g.file_id = of_file AND g.principal = p.principal
                          AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())
                        WHERE p.staff_id = s.id)
           AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                            WHERE h.file_id = of_file AND h.principal IN (s.id, s.agency_id))
    )
    SELECT a.of_report, a.reader FROM reading a
     WHERE EXISTS (SELECT 1 FROM reading n WHERE n.of_report = a.of_report AND n.is_named);
END $$;

-- Hides the child's file from the staff that its report names, by a supervisor's decision; otherwise 42501.
CREATE OR REPLACE FUNCTION report_close_file(of_report uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM public.intake_report r, public.report_file_deciders(of_report, r.child_file_id) AS d(staff)
         WHERE r.id = of_report AND r.child_file_id IS NOT NULL AND d.staff = public.access_staff()) THEN
        RAISE EXCEPTION 'not yours to hide' USING ERRCODE = '42501';
    END IF;
    PERFORM public.report_hide_child(of_report, NULL);
END $$;

-- A name recorded by a person who may not write the case hides nothing yet: the nearest supervisors who decide are
-- notified. If there are none, the file is hidden at once, because the report must bypass those it names.
CREATE OR REPLACE FUNCTION report_ask_to_hide(of_report uuid, child_file uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF public.file_tell_nearest(child_file, 'file_to_hide', public.access_staff(), ARRAY(
           SELECT public.report_file_deciders(of_report, child_file))) = 0 THEN
        PERFORM public.report_hide_child(of_report, NULL);
    END IF;
END $$;

-- Linking a report takes the right to write the child's case (42501); emergency access, which cannot write,
-- is not enough. Otherwise a stranger could have the file hidden from those who work on it.
CREATE OR REPLACE FUNCTION report_linked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.report_actor();
BEGIN
    IF me IS NOT NULL AND (SELECT x.writes & {section.CASE} FROM public.access_sections(NEW.child_file_id) x) = 0 THEN
        RAISE EXCEPTION 'not your case to link a report to' USING ERRCODE = '42501';
    END IF;
    -- No one works on a closed case, so no one would notice a report linked to it.
    IF me IS NOT NULL AND NOT coalesce((SELECT bool_or(c.status IN ('open', 'closing_asked'))
                                          FROM public.cases_case c WHERE c.file_id = NEW.child_file_id), true) THEN
        RAISE EXCEPTION 'the case is closed' USING ERRCODE = '22023';
    END IF;
    PERFORM public.report_hide_child(NEW.id, me);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER report_linked AFTER UPDATE OF child_file_id ON intake_report
    FOR EACH ROW WHEN (NEW.child_file_id IS NOT NULL AND OLD.child_file_id IS DISTINCT FROM NEW.child_file_id)
    EXECUTE FUNCTION report_linked();

-- `report_name` adds this step last, after hiding and moving the report. The child's file is hidden at once only if
-- the acting person may write the case, as in `report_linked`.
CREATE OR REPLACE FUNCTION report_was_named() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.report_actor();
    child_file uuid := (SELECT r.child_file_id FROM public.intake_report r WHERE r.id = NEW.report_id);
BEGIN
    IF child_file IS NULL THEN
        RETURN NULL;
    END IF;
    IF me IS NOT NULL AND (SELECT x.writes & {section.CASE} FROM public.access_sections(child_file) x) = 0 THEN
        PERFORM public.report_ask_to_hide(NEW.report_id, child_file);
    ELSE
        PERFORM public.report_hide_child(NEW.report_id, NULL);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER report_was_named AFTER INSERT ON intake_responsestep
    FOR EACH ROW WHEN (NEW.kind = 'named' AND current_user <> 'saathi_maintenance')
    EXECUTE FUNCTION report_was_named();

-- Refuses (42501) to assign a case to a worker who may not see its file.
CREATE OR REPLACE FUNCTION case_worker_is_shown() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.agencies_hidden h JOIN public.agencies_staff s ON s.id = NEW.worker_id
                WHERE h.file_id = NEW.file_id AND h.principal IN (s.id, s.agency_id)) THEN
        RAISE EXCEPTION 'not a worker for this case' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER case_worker_is_shown BEFORE INSERT OR UPDATE OF worker_id ON cases_case
    FOR EACH ROW WHEN (current_user <> 'saathi_maintenance') EXECUTE FUNCTION case_worker_is_shown();
