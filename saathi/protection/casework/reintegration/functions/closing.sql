-- The last day on which the child was reached, in a contact after the return or a visit of the case; NULL if never. As
-- `queries.contact_record`.
CREATE OR REPLACE FUNCTION reintegration_reached_on(of_file uuid) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT max(known.on_day) FROM (
        SELECT c.contact_on AS on_day FROM public.reintegration_monitoringcontact c
         WHERE c.file_id = of_file AND c.state = 'held'
         UNION ALL
        SELECT (v.happened_at AT TIME ZONE o.time_zone)::date
          FROM public.cases_visit v JOIN public.agencies_file f ON f.id = v.file_id
          JOIN public.agencies_office o ON o.id = f.office_id
         WHERE v.file_id = of_file AND v.outcome <> 'not_met') known
$$;

-- What a returned child's case lacks before it closes as recovered; the same as `evaluation_rules.missing_for_recovery`.
-- A return is a follow-up on record, or a handover to the family that family tracing recorded. Codes, never rows.
CREATE OR REPLACE FUNCTION reintegration_missing(of_file uuid, today date) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN returned.returned_on IS NULL THEN ARRAY[]::text[] ELSE array_remove(ARRAY[
        CASE WHEN today < (returned.returned_on + interval '12 months')::date AND NOT has_exception
            THEN 'return_early' END,
        CASE WHEN NOT is_heard AND NOT has_exception THEN 'return_unheard' END,
        CASE WHEN EXISTS (SELECT 1 FROM public.reintegration_retraffickingsign s
                           WHERE s.file_id = of_file AND s.state = 'open')
            THEN 'return_sign' END
    ], NULL) END
      FROM (SELECT max(known.on_day) AS returned_on FROM (
                SELECT r.returned_on AS on_day FROM public.reintegration_reintegration r WHERE r.file_id = of_file
                 UNION ALL
                SELECT t.handed_over_on FROM public.tracing_reunification t
                 WHERE t.file_id = of_file AND t.state IN ('carried_out', 'by_others')) known) returned
      CROSS JOIN LATERAL (
            SELECT coalesce(bool_or(e.exception_state = 'approved' AND (
                       e.exception_reason <> 'not_reached'
                       OR coalesce(public.reintegration_reached_on(of_file), '-infinity') < e.evaluated_on)), false)
                   AS has_exception,
                   coalesce(bool_or(e.heard <> 'not_heard'), false) AS is_heard
              FROM public.reintegration_finalevaluation e
             WHERE e.file_id = of_file AND e.evaluated_on >= returned.returned_on) evaluated
$$;

-- Since which day the child is in another country by a transfer; NULL if not, or if a return here followed. As
-- `queries.latest_transfer_abroad`.
CREATE OR REPLACE FUNCTION reintegration_abroad_since(of_file uuid) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT max(coalesce((t.departed_at AT TIME ZONE o.time_zone)::date, t.state_since))
      FROM public.transfers_transfer t JOIN public.agencies_file f ON f.id = t.file_id
      JOIN public.agencies_office o ON o.id = f.office_id
     WHERE t.file_id = of_file AND t.direction = 'outgoing'
       AND t.state IN ('handed_over', 'received', 'followed_up', 'ended')
    HAVING max(coalesce((t.departed_at AT TIME ZONE o.time_zone)::date, t.state_since))
           > coalesce((SELECT max(r.returned_on) FROM public.reintegration_reintegration r
                        WHERE r.file_id = of_file), '-infinity')
$$;

-- Whether a child who was transferred to another country has neither long-term follow-up there, with the child's view,
-- nor an approved reason. The same as `evaluation_rules.missing_after_transfer`.
CREATE OR REPLACE FUNCTION reintegration_unfollowed(of_file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.reintegration_abroad_since(of_file) IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM public.reintegration_finalevaluation e
         WHERE e.file_id = of_file AND e.evaluated_on >= public.reintegration_abroad_since(of_file)
           AND (e.exception_state = 'approved'
                OR e.follow_up_abroad IN ('agency', 'authority', 'both') AND e.heard <> 'not_heard'))
$$;

-- A case closes as recovered, safe or opened in error only without any of these, whatever writes the row; and, unless the
-- child died, only if a child who was transferred to another country is followed up there.
CREATE OR REPLACE FUNCTION reintegration_require_recovery() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    missing text[];
BEGIN
    IF public.reintegration_unfollowed(NEW.file_id) THEN
        RAISE EXCEPTION 'cases_case: no follow-up in the other country' USING ERRCODE = 'check_violation';
    END IF;
    SELECT public.reintegration_missing(NEW.file_id, (now() AT TIME ZONE o.time_zone)::date) INTO missing
      FROM public.agencies_office o WHERE o.id = NEW.office_id;
    IF NEW.closing_reason = 'opened_in_error' THEN
        missing := array_remove(missing, 'return_sign');
    END IF;
    IF NEW.closing_reason IN ('recovery', 'safe_no_further_need', 'opened_in_error') AND cardinality(missing) > 0 THEN
        RAISE EXCEPTION 'cases_case: not recovered since the return: %', array_to_string(missing, ', ')
              USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER recovered_after_return BEFORE UPDATE ON cases_case FOR EACH ROW
    WHEN (NEW.status = 'closed' AND OLD.status <> 'closed' AND NEW.closing_reason <> 'died'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_require_recovery();

-- Contact with a returned child is lost only after an attempt; how many the procedure asks for, the application knows
-- (`rules.reasons_against_end`). A follow-up is completed after 12 months, and with no sign open.
CREATE OR REPLACE FUNCTION reintegration_require_end() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fault text := CASE
        WHEN NEW.end_reason = 'lost' AND NOT EXISTS (
             SELECT 1 FROM public.reintegration_monitoringcontact c
              WHERE c.reintegration_id = NEW.id AND c.state = 'not_held') THEN 'no attempt to reach the child'
        WHEN NEW.end_reason = 'completed' AND NEW.ended_on < (NEW.returned_on + interval '12 months')::date
            THEN 'less than 12 months after the return'
        WHEN NEW.end_reason IN ('completed', 'child_asked') AND EXISTS (
             SELECT 1 FROM public.reintegration_retraffickingsign s
              WHERE s.file_id = NEW.file_id AND s.state = 'open') THEN 'a sign of retrafficking is open' END;
BEGIN
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION 'reintegration_reintegration: %', fault USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_ended BEFORE UPDATE ON reintegration_reintegration FOR EACH ROW
    WHEN (NEW.state = 'ended' AND OLD.state <> 'ended' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_require_end();

-- A reason for closing without a full evaluation is a choice and an explanation (23514). As
-- `evaluation_rules.reasons_against_exception`; the words are sealed, so the application counts them.
CREATE OR REPLACE FUNCTION reintegration_require_exception_reason() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'reintegration_finalevaluation: no reason chosen' USING ERRCODE = 'check_violation';
END $$;

CREATE OR REPLACE TRIGGER exception_with_reason BEFORE INSERT ON reintegration_finalevaluation FOR EACH ROW
    WHEN ((NEW.has_exception OR NEW.exception_state <> '') AND NEW.exception_reason = ''
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_require_exception_reason();

-- "Could not be reached" is what the file says: an attempt since the child was last reached, when it is asked for and when
-- it is approved (23514). How many days the procedure asks for, the application knows
-- (`evaluation_rules.reasons_against_not_reached`).
CREATE OR REPLACE FUNCTION reintegration_require_not_reached() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    reached date := coalesce(public.reintegration_reached_on(NEW.file_id), '-infinity');
BEGIN
    IF NEW.heard IN ('heard', 'declined') OR NOT EXISTS (
        SELECT 1 FROM public.reintegration_monitoringcontact c
         WHERE c.file_id = NEW.file_id AND c.state = 'not_held' AND c.not_held_because <> 'worker_prevented'
           AND c.contact_on > reached
         UNION ALL
        SELECT 1 FROM public.cases_visit v JOIN public.agencies_file f ON f.id = v.file_id
          JOIN public.agencies_office o ON o.id = f.office_id
         WHERE v.file_id = NEW.file_id AND v.outcome = 'not_met' AND v.not_met_because <> 'worker_prevented'
           AND (v.happened_at AT TIME ZONE o.time_zone)::date > reached) THEN
        RAISE EXCEPTION 'reintegration_finalevaluation: the child was reached, or no attempt is recorded'
              USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER not_reached_on_record BEFORE INSERT ON reintegration_finalevaluation FOR EACH ROW
    WHEN (NEW.exception_reason = 'not_reached' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_require_not_reached();
CREATE OR REPLACE TRIGGER not_reached_at_approval BEFORE UPDATE ON reintegration_finalevaluation FOR EACH ROW
    WHEN (NEW.exception_reason = 'not_reached' AND NEW.exception_state = 'approved' AND OLD.exception_state <> 'approved'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_require_not_reached();

-- "The child does not want an evaluation" is no reason in one that has the child's view (23514), when it is recorded and when
-- it is approved. As `evaluation_rules.reasons_against_declined`.
CREATE OR REPLACE FUNCTION reintegration_refuse_declined() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'reintegration_finalevaluation: the child gave their view' USING ERRCODE = 'check_violation';
END $$;

CREATE OR REPLACE TRIGGER declined_without_view BEFORE INSERT ON reintegration_finalevaluation FOR EACH ROW
    WHEN (NEW.exception_reason = 'declined' AND NEW.heard = 'heard'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_refuse_declined();
CREATE OR REPLACE TRIGGER declined_at_approval BEFORE UPDATE ON reintegration_finalevaluation FOR EACH ROW
    WHEN (NEW.exception_reason = 'declined' AND NEW.heard = 'heard'
          AND NEW.exception_state = 'approved' AND OLD.exception_state <> 'approved'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_refuse_declined();

-- An evaluation changes by the decision alone; what was decided on stays, so an approval is always of what was read (23514).
CREATE OR REPLACE FUNCTION reintegration_keep_evaluation() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'reintegration_finalevaluation: the evaluation was decided on: it stays as it was recorded'
          USING ERRCODE = 'check_violation';
END $$;

CREATE OR REPLACE TRIGGER decided_evaluation_stays BEFORE UPDATE ON reintegration_finalevaluation FOR EACH ROW
    WHEN (OLD.exception_state IN ('approved', 'refused')
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_keep_evaluation();
