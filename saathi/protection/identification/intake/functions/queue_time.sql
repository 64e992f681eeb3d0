-- The queue of reports: escalation, shifts, and reports loaded without it. The web role writes none of these rows.

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
    notified integer := 0;
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
            IF notified >= at_most THEN
                RETURN notified;
            END IF;
            IF waiting.reached = 0 THEN
                notified := notified + (public.report_notify(waiting.report_id, 0, moment) IS NOT NULL)::integer;
                CONTINUE;
            END IF;
            people := ARRAY(SELECT p.staff FROM public.report_recipients(waiting.report_id, moment) p
                             WHERE p.staff = ANY (shift.people) AND p.rank <= waiting.reached
                               AND NOT public.report_was_told(waiting.report_id, p.staff));
            CONTINUE WHEN people = '{}' OR NOT public.report_has_own_file(waiting.report_id);
            PERFORM public.report_tell(waiting.report_id, people, moment);
            PERFORM public.report_give_notices(waiting.report_id, waiting.is_late, people);
            notified := notified + 1;
        END LOOP;
        UPDATE public.intake_dutyshift SET notified_at = moment WHERE id = shift.id;
    END LOOP;
    RETURN notified;
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
