-- The queue of reports: a new report joins it, an outcome closes it. The web role writes none of these rows.

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
-- No one bypassed by the report. Returns how many.
CREATE OR REPLACE FUNCTION report_tell_closed(of_report uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('record_report');
    place public.intake_reportresponse := public.report_to_handle(of_report);
    base uuid;
    notified integer;
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
    GET DIAGNOSTICS notified = ROW_COUNT;
    RETURN notified;
END $$;
