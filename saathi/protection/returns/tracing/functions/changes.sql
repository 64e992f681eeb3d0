-- What an edit never takes back (`tracing.change_rules`). The day of a visit is kept by the model (`kept_fields`).

-- A recorded finding of a home assessment is not edited to a better one: a correction is a new assessment, and what an earlier one
-- found stays. What was not assessed yet may be completed with any answer.
CREATE OR REPLACE FUNCTION tracing_keep_findings() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parts jsonb := {values.tracing_part_ranks};
    screens jsonb := {values.tracing_violence_ranks};
    results jsonb := {values.tracing_result_ranks};
BEGIN
    IF (parts ->> NEW.family_part)::integer < (parts ->> OLD.family_part)::integer
       OR (screens ->> NEW.violence)::integer < (screens ->> OLD.violence)::integer
       OR (results ->> NEW.result)::integer < (results ->> OLD.result)::integer
       OR OLD.alleged_near = 'yes' AND NEW.alleged_near <> 'yes' THEN
        RAISE EXCEPTION 'tracing_homeassessment: a finding stays as it was recorded' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_findings_change BEFORE UPDATE OF family_part, violence, alleged_near, result ON tracing_homeassessment
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION tracing_keep_findings();

-- The home assessment that counts for the person of a verification (`tracing.home_rules`): the latest, unless a worse one of the
-- same person still holds; no row if there is none.
CREATE OR REPLACE FUNCTION tracing_latest_home(the_verification uuid)
RETURNS SETOF public.tracing_homeassessment
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH homes AS (
        SELECT h.id, h.visited_on, h.recorded_at, h.recorded_by,
               (h.recorded_at AT TIME ZONE o.time_zone)::date AS recorded_on,
               ({values.tracing_result_ranks} ->> h.result)::integer AS result,
               ({values.tracing_violence_ranks} ->> h.violence)::integer AS violence,
               h.alleged_near = 'yes' AS is_near
          FROM public.tracing_homeassessment h JOIN public.agencies_file f ON f.id = h.file_id
          JOIN public.agencies_office o ON o.id = f.office_id
         WHERE h.verification_id = the_verification),
    latest AS (SELECT * FROM homes ORDER BY visited_on DESC, recorded_at DESC LIMIT 1),
    counting AS (
        SELECT w.id FROM homes w CROSS JOIN latest l
         WHERE w.id = l.id
            OR (w.result > l.result OR w.violence > l.violence OR w.is_near > l.is_near)
               AND NOT EXISTS (
                   SELECT 1 FROM homes n
                    WHERE (n.visited_on, n.recorded_at) > (w.visited_on, w.recorded_at)
                      AND (n.recorded_by <> w.recorded_by
                           OR n.visited_on > w.visited_on AND n.recorded_on > w.recorded_on))
         ORDER BY w.id = l.id, w.result DESC, w.violence DESC, w.is_near DESC, w.visited_on DESC, w.recorded_at DESC
         LIMIT 1)
    SELECT h.* FROM public.tracing_homeassessment h JOIN counting c ON c.id = h.id
$$;

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
