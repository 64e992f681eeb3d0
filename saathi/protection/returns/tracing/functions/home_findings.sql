-- A home is suitable without conditions only if nothing found needs them, and no factor stands beside "none found" (`tracing.family_rules`).
CREATE OR REPLACE FUNCTION tracing_keep_home_findings() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.result = 'suitable' AND (NEW.violence = 'past' OR NEW.alleged_near = 'yes' OR NEW.others_at_risk = 'yes'
            OR NEW.family_part IN ('pressured', 'agreed', 'took_money')) THEN
        RAISE EXCEPTION 'tracing_homeassessment: this home needs conditions' USING ERRCODE = 'check_violation';
    END IF;
    IF 'none' = ANY (NEW.factors) AND cardinality(NEW.factors) > 1 THEN
        RAISE EXCEPTION 'tracing_homeassessment: factors beside "none found"' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_home_is_found BEFORE INSERT OR UPDATE OF result, violence, alleged_near, others_at_risk,
    family_part, factors ON tracing_homeassessment FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION tracing_keep_home_findings();
