-- A child who disagrees with a decision said so: only someone who neither recorded nor edited the decision corrects it,
-- whatever writes the row. As `response_rules.reasons_against_other_response`.
CREATE OR REPLACE FUNCTION consent_keep_disagreement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
BEGIN
    IF me IS NULL OR me = OLD.recorded_by OR me = ANY (OLD.editors) THEN
        RAISE EXCEPTION 'consent_decision: the disagreement of the child stays' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER disagreement_stays BEFORE UPDATE ON consent_decision FOR EACH ROW
    WHEN (OLD.agreement = 'disagrees' AND NEW.agreement <> 'disagrees'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION consent_keep_disagreement();

-- Whoever changes a decision is an author; see `editors_are_named`.
CREATE OR REPLACE TRIGGER when_edited_by_others BEFORE UPDATE ON consent_decision FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION editors_are_named('agreement', 'sealed');
