-- What the child refused in a statement stays: only someone who neither recorded nor edited its themes corrects them,
-- whatever writes the row. As `refusal_rules.reasons_against_other_answers`.
CREATE OR REPLACE FUNCTION participation_keep_refusals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
BEGIN
    IF me IS NULL OR me = OLD.recorded_by OR me = ANY (OLD.editors) THEN
        RAISE EXCEPTION 'participation_themes: what the child refused stays' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER refusals_stay BEFORE UPDATE ON participation_themes FOR EACH ROW
    WHEN ((NOT OLD.refuses <@ NEW.refuses OR OLD.counted = 'refused' AND NEW.counted <> 'refused')
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION participation_keep_refusals();

-- Whoever changes themes is an author; see `editors_are_named`.
CREATE OR REPLACE TRIGGER when_edited_by_others BEFORE UPDATE ON participation_themes FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION editors_are_named('refuses', 'counted', 'wants', 'sealed');
