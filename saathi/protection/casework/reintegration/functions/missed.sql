-- Notifies the nearest leaders of the office of planned contacts after a return that have not taken place for
-- `after_days` of the office's country (its procedure, otherwise `usual_days`). A contact that was marked as missed, or was
-- tried in vain, counts as well until one reaches the child: an attempt each week hides nothing, nor does a message, unless
-- the child asked for one in place of the visit. Once for each contact; the notice holds only the file. Only for the worker
-- process, which calls this each day.
CREATE OR REPLACE FUNCTION reintegration_escalate(moment timestamptz, usual_days integer, at_most integer)
RETURNS TABLE (contact uuid, of_file uuid, of_agency uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    late record;
BEGIN
    FOR late IN
        SELECT c.id, c.file_id, f.agency_id FROM public.reintegration_monitoringcontact c
          JOIN public.agencies_file f ON f.id = c.file_id
          JOIN public.agencies_office o ON o.id = f.office_id
         WHERE (c.state = 'planned'
                OR c.state IN ('missed', 'not_held')
                   AND EXISTS (SELECT 1 FROM public.reintegration_reintegration r
                                WHERE r.id = c.reintegration_id AND r.state = 'active')
                   AND NOT EXISTS (SELECT 1 FROM public.reintegration_monitoringcontact h
                                    WHERE h.reintegration_id = c.reintegration_id AND h.state = 'held'
                                      AND (h.way <> 'message' OR h.replaced = 'child')
                                      AND h.contact_on >= c.planned_on - 7))
           AND c.escalated_at IS NULL AND c.planned_on < moment::date
           AND c.planned_on < (moment AT TIME ZONE o.time_zone)::date - coalesce((
                SELECT (v.body ->> 'return_missed_days')::integer FROM public.agencies_configuration v
                 WHERE v.kind = 'procedure' AND v.country = o.country AND v.valid_from <= moment::date
                 ORDER BY v.valid_from DESC, v.version DESC LIMIT 1), usual_days)
         ORDER BY c.planned_on LIMIT least(at_most, 500) FOR UPDATE OF c SKIP LOCKED
    LOOP
        WITH leaders AS (
            SELECT s.id, s.distance FROM public.file_office_staff(late.file_id) s
             WHERE public.staff_leads_office(s.bundle) AND public.staff_may(s.id, 'approve')
        )
        INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at)
        SELECT gen_random_uuid(), l.id, 'return_missed', late.file_id, moment FROM leaders l
         WHERE l.distance = (SELECT min(distance) FROM leaders)
           AND NOT EXISTS (SELECT 1 FROM public.agencies_notice n
                            WHERE n.staff_id = l.id AND n.record = late.file_id AND n.kind = 'return_missed'
                              AND n.given_at = moment);
        UPDATE public.reintegration_monitoringcontact SET escalated_at = moment, version = version + 1
         WHERE id = late.id;
        RETURN QUERY SELECT late.id, late.file_id, late.agency_id;
    END LOOP;
END $$;

-- A child who was handed to the family is contacted within 72 hours: the duty appears on the day of the worker of the
-- open case, also when no one has begun the follow-up.
CREATE OR REPLACE FUNCTION reintegration_after_handover() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.cases_due (id, file_id, case_id, worker_id, duty, due_on, recorded_at, recorded_by, version)
    SELECT gen_random_uuid(), c.file_id, c.id, c.worker_id, 'return_contact', NEW.handed_over_on + 3, now(),
           NEW.recorded_by, 1
      FROM public.cases_case c
     WHERE c.file_id = NEW.file_id AND c.status IN ('open', 'closing_asked')
       AND NOT EXISTS (SELECT 1 FROM public.cases_due d
                        WHERE d.case_id = c.id AND d.duty = 'return_contact' AND d.done_on IS NULL);
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER follow_up_after_handover AFTER UPDATE ON tracing_reunification FOR EACH ROW
    WHEN (NEW.state = 'carried_out' AND OLD.state <> 'carried_out' AND NEW.handed_over_on IS NOT NULL
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_after_handover();
CREATE OR REPLACE TRIGGER follow_up_after_others AFTER INSERT ON tracing_reunification FOR EACH ROW
    WHEN (NEW.state = 'by_others' AND NEW.handed_over_on IS NOT NULL
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_after_handover();
