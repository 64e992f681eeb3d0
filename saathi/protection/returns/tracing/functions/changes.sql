-- What an edit never takes back (`tracing.change_rules`). The day of a visit is kept by the model (`kept_fields`).

-- A recorded finding of a home assessment is not edited to a better one: a correction is a new assessment, and what an earlier one
-- found stays. What was not assessed yet may be completed with any answer.
CREATE OR REPLACE FUNCTION tracing_keep_findings() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parts jsonb := {values.tracing_part_ranks};
    screens jsonb := {values.tracing_violence_ranks};
BEGIN
    IF (parts ->> NEW.family_part)::integer < (parts ->> OLD.family_part)::integer
       OR (screens ->> NEW.violence)::integer < (screens ->> OLD.violence)::integer
       OR OLD.alleged_near = 'yes' AND NEW.alleged_near <> 'yes' THEN
        RAISE EXCEPTION 'tracing_homeassessment: a finding stays as it was recorded' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_findings_change BEFORE UPDATE OF family_part, violence, alleged_near ON tracing_homeassessment
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION tracing_keep_findings();

-- Warning signs of a claim are added, never removed.
CREATE OR REPLACE FUNCTION tracing_keep_signs() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT OLD.signs <@ NEW.signs OR OLD.assessed = 'seen' AND NEW.assessed <> 'seen' THEN
        RAISE EXCEPTION 'tracing_familyclaim: warning signs stay as they were recorded' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_signs_change BEFORE UPDATE OF signs, assessed ON tracing_familyclaim
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION tracing_keep_signs();
