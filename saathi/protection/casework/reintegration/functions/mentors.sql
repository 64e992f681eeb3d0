-- Whether a finding is on record against another person proposed for the child, whatever the name: names are sealed, and a
-- nickname is not found by any comparison. As `mentor_rules.EARLIER_FINDINGS`.
CREATE OR REPLACE FUNCTION reintegration_has_mentor_finding(of_file uuid, but_mentor uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.reintegration_mentor m
                    WHERE m.file_id = of_file AND m.id <> but_mentor
                      AND (m.screening = 'failed' OR m.ties = 'linked' OR m.reach = 'unsafe' OR m.child_choice = 'refused'
                           OR m.rating = 'afraid' OR m.end_reason = 'unsafe'))
$$;

-- What the approval of a mentor needs, whatever writes the row; the same as `mentor_rules.missing_for_approval` as far
-- as columns show it, beside the constraints of the table. Maintenance and the owner load earlier data.
CREATE OR REPLACE FUNCTION reintegration_require_safe_mentor() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date;
    fault text;
BEGIN
    SELECT (now() AT TIME ZONE o.time_zone)::date INTO today
      FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = NEW.file_id;
    fault := CASE
        WHEN TG_OP = 'INSERT' OR OLD.state <> 'proposed' THEN 'the mentor was not proposed'
        WHEN NEW.screening <> 'passed' OR NEW.screened_on IS NULL THEN 'the mentor is not screened'
        WHEN NEW.screened_on > today OR NEW.screened_on < today - 730 THEN 'the screening is too old or in the future'
        WHEN NEW.ties <> 'none' THEN 'the mentor is close to an alleged perpetrator, or this was not checked'
        WHEN NEW.child_choice NOT IN ('chosen', 'agreed', 'too_young') THEN 'the child did not agree'
        WHEN NEW.child_choice = 'too_young' AND public.child_answers_in_words(NEW.file_id, today) IN ('old', 'words')
            THEN 'the child is not too young to be asked'
        WHEN NEW.earlier_finding <> 'explained'
             AND (NEW.earlier_finding <> '' OR public.reintegration_has_mentor_finding(NEW.file_id, NEW.id))
            THEN 'an earlier finding against a person proposed for this child is not explained'
        WHEN NEW.reach <> 'safe' THEN 'the ways to reach the mentor are not safe'
        WHEN NEW.decided_by IS NULL OR NEW.decided_by IN (NEW.recorded_by, NEW.submitted_by)
             OR NEW.decided_by = ANY (NEW.editors) THEN 'the author does not decide' END;
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION 'reintegration_mentor: %', fault USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER mentor_is_safe_at_first BEFORE INSERT ON reintegration_mentor FOR EACH ROW
    WHEN (NEW.state = 'approved' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_require_safe_mentor();
CREATE OR REPLACE TRIGGER mentor_is_safe BEFORE UPDATE ON reintegration_mentor FOR EACH ROW
    WHEN (NEW.state = 'approved' AND OLD.state <> 'approved'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_require_safe_mentor();

-- Whoever changes a mentor that is not decided yet is an author; see `editors_are_named`.
CREATE OR REPLACE TRIGGER when_edited_by_others BEFORE UPDATE ON reintegration_mentor FOR EACH ROW
    WHEN (NEW.state = 'proposed' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION editors_are_named();
CREATE OR REPLACE TRIGGER when_decided_alone BEFORE UPDATE ON reintegration_mentor FOR EACH ROW
    WHEN (NEW.state <> 'proposed' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION editors_stay_named();

-- What is on record against a person stays (23514), as `mentor_rules.FINDINGS`: a later screening that found otherwise is
-- a new proposal, which shows this one to the person who decides. The name is sealed with the other texts, so no edit
-- changes any of them; the question of a supervisor, the child's opinion and the end are no edits.
CREATE OR REPLACE FUNCTION reintegration_keep_mentor_finding() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'reintegration_mentor: a finding against this person: it stays as it was recorded'
          USING ERRCODE = 'check_violation';
END $$;

CREATE OR REPLACE TRIGGER finding_stays BEFORE UPDATE ON reintegration_mentor FOR EACH ROW
    WHEN ((OLD.screening = 'failed' AND NEW.screening <> 'failed' OR OLD.ties = 'linked' AND NEW.ties <> 'linked'
           OR OLD.reach = 'unsafe' AND NEW.reach <> 'unsafe'
           OR OLD.child_choice = 'refused' AND NEW.child_choice <> 'refused'
           OR OLD.rating = 'afraid' AND NEW.rating <> 'afraid' OR OLD.end_reason = 'unsafe' AND NEW.end_reason <> 'unsafe'
           OR (OLD.screening = 'failed' OR OLD.ties = 'linked' OR OLD.reach = 'unsafe' OR OLD.child_choice = 'refused')
              AND NEW.sealed IS DISTINCT FROM OLD.sealed
              AND (NEW.state = 'proposed' OR NEW.state = 'returned' AND OLD.state = 'returned'))
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_keep_mentor_finding();
