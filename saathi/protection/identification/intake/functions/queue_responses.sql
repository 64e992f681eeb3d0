-- The queue of reports: a report is accepted or reassigned. The web role writes none of these rows.

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
