-- What follows for files when an account ends or gets another role or office: tasks of a person who can no longer act
-- on files go back, and the rules of hiding (`file_keep_leaders` in `agencies/functions/rights.sql`) apply to the
-- present leaders.

-- The supervisors of the office of a child's file, or of an office above it, from whom a colleague hid the file.
-- Not among them: those from whom a report about the child hides it. Such a report hides a file even from
-- leaders above, and from the last leader who could read it.
-- The office of the person who hid the file may not be recorded. If a report about the child then names anyone, the
-- reason for hiding cannot be known, and the file stays hidden.
-- With `above_alone`: all leaders of offices above the office that the person who hid the file had at the time.
CREATE OR REPLACE FUNCTION file_leaders_hidden_by_hand(of_file uuid, above_alone boolean)
RETURNS TABLE (staff uuid, distance integer, hidden_by uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT l.staff, l.distance, h.hidden_by
      FROM public.agencies_file f, public.file_office_leaders(of_file) l
      JOIN public.agencies_hidden h ON h.file_id = of_file AND h.principal = l.staff
      JOIN public.agencies_staff s ON s.id = l.staff
     WHERE f.id = of_file AND f.kind = 'child' AND (above_alone OR l.supervises)
       AND (NOT above_alone OR (s.office_id <> h.hider_office
                                AND s.office_id IN (SELECT public.office_and_above(h.hider_office))))
       AND NOT EXISTS (
           SELECT 1 FROM public.intake_report r JOIN public.intake_reportresponse q ON q.report_id = r.id
            WHERE r.child_file_id = of_file AND (cardinality(q.named_staff) > 0 OR q.named_office_id IS NOT NULL)
              AND (h.hider_office IS NULL
                   OR l.staff IN (SELECT public.report_file_closed_to(r.id, of_file, NULL))));
END $$;

-- Shows a file again to a leader, by rule and not by a person's decision. Logs it and notifies the person who had
-- hidden the file, the nearest supervisors and the leader.
CREATE OR REPLACE FUNCTION file_show_by_rule(of_file uuid, to_staff uuid, hider uuid, the_actor uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.agencies_hidden WHERE file_id = of_file AND principal = to_staff;
    INSERT INTO public.audit_entry (id, kind, "by", agency, file_id, detail)
    SELECT gen_random_uuid(), 'shown_again', the_actor, f.agency_id, of_file,
           jsonb_build_object('principal', to_staff, 'job', 'leaders')
      FROM public.agencies_file f WHERE f.id = of_file;
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    SELECT gen_random_uuid(), t.staff, 'file_shown', of_file, now(), the_actor
      FROM (SELECT l.staff FROM public.file_leaders(of_file) l WHERE l.is_shown AND l.distance = (
                SELECT min(n.distance) FROM public.file_leaders(of_file) n WHERE n.is_shown)
            UNION SELECT l.staff FROM public.file_office_leaders(of_file) l
                   WHERE l.is_shown AND l.staff IN (hider, to_staff)) t;
END $$;

-- Shows a file that no supervisor can read any more to the highest one that a colleague hid it from. If reports hide
-- it from all of them, moves it to another office of the agency, the highest first, whose supervisor no report about
-- the child bypasses. If there is none either, the file stays as it is.
CREATE OR REPLACE FUNCTION file_find_supervisor(of_file uuid, the_actor uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    chosen record;
BEGIN
    IF EXISTS (SELECT 1 FROM public.file_leaders(of_file) l WHERE l.is_shown) THEN
        RETURN;
    END IF;
    SELECT l.staff, l.hidden_by INTO chosen FROM public.file_leaders_hidden_by_hand(of_file, false) l
     ORDER BY l.distance DESC, l.staff LIMIT 1;
    IF FOUND THEN
        PERFORM public.file_show_by_rule(of_file, chosen.staff, chosen.hidden_by, the_actor);
    ELSE
        SELECT s.office_id INTO chosen
          FROM public.agencies_file f JOIN public.agencies_staff s ON s.agency_id = f.agency_id AND s.is_active
         WHERE f.id = of_file AND public.staff_leads_office(s.bundle) AND public.staff_may(s.id, 'assign')
           AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                            WHERE h.file_id = of_file AND h.principal IN (s.id, s.agency_id))
           AND NOT EXISTS (SELECT 1 FROM public.intake_report r
                            WHERE r.child_file_id = of_file AND public.report_is_closed_to(r.id, s.id))
         ORDER BY (SELECT count(*) FROM public.office_and_above(s.office_id)), s.id LIMIT 1;
        IF NOT FOUND THEN
            RETURN;
        END IF;
        PERFORM public.file_move(of_file, chosen.office_id, coalesce(the_actor, (
            SELECT f.recorded_by FROM public.agencies_file f WHERE f.id = of_file)));
        PERFORM public.file_tell_nearest(of_file, 'file_shown', the_actor,
                                         ARRAY(SELECT l.staff FROM public.file_leaders(of_file) l));
    END IF;
    PERFORM public.file_await_worker(of_file, the_actor);
END $$;

-- Passes the open tasks of a person who can no longer act on files to the worker of the case or, if that account
-- ended too, to the nearest supervisor who reads the file. Tasks of the person's own cases stay with the case.
CREATE OR REPLACE FUNCTION staff_return_tasks(of_staff uuid, the_actor uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    WITH given AS (
        SELECT d.id, d.file_id, CASE WHEN w.is_active THEN w.id ELSE (
                   SELECT l.staff FROM public.file_leaders(d.file_id) l WHERE l.is_shown
                    ORDER BY l.distance, l.staff LIMIT 1) END AS taker
          FROM public.cases_due d JOIN public.cases_case c ON c.id = d.case_id
          JOIN public.agencies_staff w ON w.id = c.worker_id
         WHERE d.worker_id = of_staff AND d.done_on IS NULL AND c.worker_id <> of_staff
    ), moved AS (
        UPDATE public.cases_due d SET worker_id = g.taker, version = d.version + 1
          FROM given g WHERE d.id = g.id AND g.taker IS NOT NULL
        RETURNING d.file_id, d.worker_id
    )
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    SELECT gen_random_uuid(), m.worker_id, 'tasks_returned', m.file_id, now(), the_actor
      FROM (SELECT DISTINCT worker_id, file_id FROM moved) m;
END $$;

-- Called by `staff_follow_place` for each account that ended or joined, or changed its role or office.
DROP FUNCTION IF EXISTS staff_place_changed(uuid);
CREATE OR REPLACE FUNCTION staff_place_changed(of_staff uuid, from_office uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.report_actor();
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.agencies_principal p WHERE p.staff_id = of_staff AND p.principal = of_staff) THEN
        PERFORM public.staff_return_tasks(of_staff, me);
    END IF;
    PERFORM public.report_keep_bypassed(of_staff, from_office);
    -- A person who now leads an office above that of the colleagues who hid a child's file from them reads it
    -- again.
    PERFORM public.file_show_by_rule(h.file_id, of_staff, l.hidden_by, me)
       FROM public.agencies_hidden h, public.file_leaders_hidden_by_hand(h.file_id, true) l
      WHERE h.principal = of_staff AND l.staff = of_staff;
    -- If the colleague's office is not recorded, and no report about the child names anyone, the file stays hidden,
    -- and the nearest supervisor who reads it is notified once more.
    PERFORM public.file_tell_nearest(h.file_id, 'file_hidden', h.hidden_by,
                                     ARRAY(SELECT n.staff FROM public.file_leaders(h.file_id) n))
       FROM public.agencies_hidden h JOIN public.agencies_file f ON f.id = h.file_id AND f.kind = 'child',
            public.file_office_leaders(h.file_id) l
      WHERE h.principal = of_staff AND l.staff = of_staff AND h.hider_office IS NULL AND NOT EXISTS (
            SELECT 1 FROM public.intake_report r JOIN public.intake_reportresponse q ON q.report_id = r.id
             WHERE r.child_file_id = h.file_id AND (cardinality(q.named_staff) > 0 OR q.named_office_id IS NOT NULL));
    -- Files that are hidden from some leaders, and that no other leader may be left to read.
    PERFORM public.file_find_supervisor(f.id, me)
       FROM (SELECT DISTINCT h.file_id FROM public.agencies_staff a
               JOIN public.agencies_staff s ON s.agency_id = a.agency_id AND s.is_active
                AND public.staff_leads_office(s.bundle)
               JOIN public.agencies_hidden h ON h.principal = s.id
              WHERE a.id = of_staff) o
       JOIN public.agencies_file f ON f.id = o.file_id AND f.kind = 'child';
END $$;
