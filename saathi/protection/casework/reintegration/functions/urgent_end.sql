-- Whether a second person ends a follow-up after a return: something about the child is urgent, or it ends within 12 months
-- of the return. Urgent are contacts that did not take place since the child was last reached, an unanswered “very hard”
-- about safety or fear, a contact that found the child not safe, a final evaluation by which the family is not safe, and a
-- sign of retrafficking not checked.
CREATE OR REPLACE FUNCTION reintegration_end_needs_second(the_reintegration uuid, today date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT today < (r.returned_on + interval '12 months')::date
        OR EXISTS (SELECT 1 FROM public.reintegration_monitoringcontact c
                    WHERE c.reintegration_id = r.id
                      AND (c.state = 'planned' AND c.planned_on < today OR c.state IN ('missed', 'not_held'))
                      AND NOT EXISTS (SELECT 1 FROM public.reintegration_monitoringcontact h
                                       WHERE h.reintegration_id = r.id AND h.state = 'held'
                                         AND h.contact_on > coalesce(c.contact_on, c.planned_on)))
        OR public.reintegration_is_unsafe(r.file_id)
        OR EXISTS (SELECT 1 FROM public.reintegration_finalevaluation e
                    WHERE e.file_id = r.file_id AND e.care_outcome = 'family' AND e.family_assessment = 'not_safe'
                      AND e.reintegration_id IS NOT NULL
                      AND public.reintegration_not_reached_since(r.file_id, e.recorded_at, e.evaluated_on))
        OR EXISTS (SELECT 1 FROM public.reintegration_retraffickingsign s
                    WHERE s.file_id = r.file_id AND s.state = 'open')
      FROM public.reintegration_reintegration r WHERE r.id = the_reintegration
$$;

-- That second person may approve, and neither works on the case nor began the follow-up (23514). A death is a fact that anyone
-- records. As `rules.reasons_against_end`; the words are sealed, so the application counts them.
CREATE OR REPLACE FUNCTION reintegration_require_second_end() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF public.reintegration_end_needs_second(NEW.id, least(NEW.ended_on, current_date + 1)) AND (
            public.access_staff() IS NULL OR public.access_staff() = NEW.recorded_by
            OR NOT public.staff_may(public.access_staff(), 'approve')
            OR EXISTS (SELECT 1 FROM public.cases_case c
                        WHERE c.file_id = NEW.file_id AND c.status IN ('open', 'closing_asked')
                          AND c.worker_id = public.access_staff())) THEN
        RAISE EXCEPTION 'reintegration_reintegration: a second person ends this follow-up'
              USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_ended_by_second BEFORE UPDATE ON reintegration_reintegration FOR EACH ROW
    WHEN (NEW.state = 'ended' AND OLD.state <> 'ended' AND NEW.end_reason <> 'died'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_require_second_end();
