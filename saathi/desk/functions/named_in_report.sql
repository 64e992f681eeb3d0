-- A child's file and a report that names staff or an office: whoever may not handle the report does not read the
-- file that keeps it. It closes to them in the transaction that links the two, or that names them later.

-- Those who lead the office of a file and assign its cases, with how far above it they are; also those from whom
-- it is hidden.
CREATE OR REPLACE FUNCTION file_leaders(of_file uuid)
RETURNS TABLE (staff uuid, distance integer, is_shown boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE held AS (
        SELECT f.office_id FROM public.agencies_file f WHERE f.id = of_file
    ), up(id, parent_id, distance) AS (
        SELECT o.id, o.parent_id, 0 FROM public.agencies_office o JOIN held ON held.office_id = o.id
        UNION ALL
        SELECT o.id, o.parent_id, up.distance + 1 FROM public.agencies_office o
          JOIN up ON o.id = up.parent_id WHERE up.distance < 20
    )
    SELECT s.id, up.distance, NOT EXISTS (
               SELECT 1 FROM public.agencies_hidden h
                WHERE h.file_id = of_file AND h.principal IN (s.id, s.agency_id))
      FROM held JOIN public.agencies_principal p ON p.principal = held.office_id
      JOIN public.agencies_staff s ON s.id = p.staff_id AND s.is_active
      JOIN up ON up.id = s.office_id
     WHERE public.staff_leads_office(s.bundle) AND public.staff_may(s.id, 'assign')
$$;

-- The child's file passes to another office of the agency, with its cases and what waits for approval there.
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

-- Cases of a worker from whom the file is hidden now wait with the nearest leader, who assigns them.
CREATE OR REPLACE FUNCTION file_await_worker(of_file uuid, the_actor uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    leader uuid := (SELECT l.staff FROM public.file_leaders(of_file) l WHERE l.is_shown
                     ORDER BY l.distance, l.staff LIMIT 1);
BEGIN
    UPDATE public.cases_case c SET worker_id = leader, awaits_assignment = true, version = c.version + 1
     WHERE c.file_id = of_file AND c.status <> 'closed' AND leader IS NOT NULL
       AND EXISTS (SELECT 1 FROM public.agencies_hidden h
                    WHERE h.file_id = of_file AND h.principal = c.worker_id);
    IF FOUND THEN
        UPDATE public.cases_due SET worker_id = leader, version = version + 1
         WHERE file_id = of_file AND done_on IS NULL AND worker_id <> leader;
        INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
        VALUES (gen_random_uuid(), leader, 'case_to_assign', of_file, now(), the_actor);
    END IF;
END $$;

-- Hides the child's file from everybody who may not handle the report. A colleague of a named office whom the
-- report does not name, and who works with the child already, works on. Where none of the nearest leaders reads
-- the file any more, the office to which the report went holds it.
CREATE OR REPLACE FUNCTION report_hide_child(of_report uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := CASE WHEN coalesce(current_setting('saathi.context', true), '') <> ''
                    THEN public.access_staff() END;
    about record;
    closed uuid[];
BEGIN
    -- Of a link and a naming at the same moment the second waits here, and sees the first.
    PERFORM 1 FROM public.intake_reportresponse WHERE report_id = of_report FOR UPDATE;
    SELECT r.about_id AS child_file, r.file_id, coalesce(me, r.recorded_by) AS actor, q.named_staff,
           q.office_id AS went_to, f.office_id AS held_by, f.agency_id, own.agency_id AS of_agency INTO about
      FROM public.intake_report r
      JOIN public.intake_reportresponse q ON q.report_id = r.id
      JOIN public.agencies_file f ON f.id = r.about_id
      JOIN public.agencies_file own ON own.id = r.file_id
     WHERE r.id = of_report AND (cardinality(q.named_staff) > 0 OR q.named_office_id IS NOT NULL);
    IF NOT FOUND THEN
        RETURN;
    END IF;
    WITH named(id) AS (
        SELECT unnest(about.named_staff)
        UNION SELECT h.principal FROM public.agencies_hidden h WHERE h.file_id = about.file_id
    ), hidden AS (
        INSERT INTO public.agencies_hidden (id, file_id, principal, since, hidden_by)
        SELECT gen_random_uuid(), about.child_file, s.id, now(), about.actor
          FROM public.agencies_staff s
         WHERE s.id IN (SELECT n.id FROM named n)
            OR (s.office_id IN (SELECT public.report_named_offices(of_report))
                AND public.report_is_closed_to(of_report, s.id) AND s.id IS DISTINCT FROM me
                AND NOT EXISTS (SELECT 1 FROM public.agencies_grant g
                                 WHERE g.file_id = about.child_file AND g.principal = s.id AND g.kind = 'team'
                                   AND (g.ends_at IS NULL OR g.ends_at > now())))
        ON CONFLICT DO NOTHING RETURNING principal
    )
    SELECT array_agg(h.principal) INTO closed FROM hidden h;
    IF me IS NOT NULL THEN
        PERFORM public.access_log('hidden', about.child_file, jsonb_build_object('principal', c))
           FROM unnest(closed) c;
    END IF;
    IF about.agency_id = about.of_agency AND about.went_to <> about.held_by
       AND NOT (SELECT coalesce(bool_or(l.is_shown), true) FROM public.file_leaders(about.child_file) l
                 WHERE l.distance = (SELECT min(n.distance) FROM public.file_leaders(about.child_file) n)) THEN
        PERFORM public.file_move(about.child_file, about.went_to, about.actor);
    END IF;
    PERFORM public.file_await_worker(about.child_file, about.actor);
END $$;

CREATE OR REPLACE FUNCTION report_linked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.report_hide_child(NEW.id);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER report_linked AFTER UPDATE OF about_id ON intake_report
    FOR EACH ROW WHEN (NEW.about_id IS NOT NULL AND OLD.about_id IS DISTINCT FROM NEW.about_id)
    EXECUTE FUNCTION report_linked();

-- `report_name` adds this step as the last, once the report was hidden and moved.
CREATE OR REPLACE FUNCTION report_was_named() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.report_hide_child(NEW.report_id);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER report_was_named AFTER INSERT ON intake_responsestep
    FOR EACH ROW WHEN (NEW.kind = 'named' AND current_user <> 'saathi_maintenance')
    EXECUTE FUNCTION report_was_named();
