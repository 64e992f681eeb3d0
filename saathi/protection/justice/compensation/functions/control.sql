-- Who controls a child's money, also a court, counts only when a second person confirms it, whatever writes the row;
-- as `rules.state_of_control` as far as columns show it. Another controller or safeguard waits again. Rows from before
-- this was required stay recorded until then. Maintenance and the owner load earlier data.
CREATE OR REPLACE FUNCTION compensation_require_second_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    is_same boolean := TG_OP = 'UPDATE' AND NEW.controller = OLD.controller
        AND NEW.safeguards <@ OLD.safeguards AND NEW.safeguards @> OLD.safeguards;
    fault text;
BEGIN
    fault := CASE
        WHEN NEW.state = 'recorded' AND NEW.controller <> 'not_known'
             AND NOT (is_same AND OLD.state = 'recorded') THEN 'a second person decides who controls the money'
        WHEN NEW.state = 'confirmed' AND NOT is_same THEN 'another controller or safeguard is confirmed again'
        WHEN NEW.state = 'confirmed' AND OLD.state NOT IN ('proposed', 'confirmed') THEN 'it was not proposed'
        WHEN NEW.state = 'confirmed' AND OLD.state = 'proposed' AND 'family' = ANY (NEW.risks)
             AND NEW.safeguards <@ ARRAY['none']::varchar[] THEN 'the family presses for the money, nothing protects it'
        WHEN NEW.state = 'confirmed' AND OLD.state = 'confirmed' AND NEW.decided_by IS DISTINCT FROM OLD.decided_by
            THEN 'who confirmed it stays named'
        WHEN NEW.state = 'confirmed' AND (NEW.decided_by IS NULL OR NEW.decided_by = NEW.recorded_by
             OR NEW.decided_by = ANY (NEW.editors)) THEN 'the author does not decide' END;
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION 'compensation_moneycontrol: %', fault USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER confirmed_by_second_person BEFORE INSERT OR UPDATE ON compensation_moneycontrol FOR EACH ROW
    WHEN (NEW.state IN ('recorded', 'confirmed') AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION compensation_require_second_person();

-- Whoever changes a control that waits is an author; see `editors_are_named`.
CREATE OR REPLACE TRIGGER when_edited_by_others BEFORE UPDATE ON compensation_moneycontrol FOR EACH ROW
    WHEN (NEW.state = 'proposed' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION editors_are_named();
CREATE OR REPLACE TRIGGER when_decided_alone BEFORE UPDATE ON compensation_moneycontrol FOR EACH ROW
    WHEN (NEW.state <> 'proposed' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION editors_stay_named();

-- Money that someone may take from the child is reviewed within a month, whatever writes the row; a decision on it changes no
-- date. As `rules.reasons_against_control`.
CREATE OR REPLACE FUNCTION compensation_require_review() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date;
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.controller, NEW.safeguards, NEW.risks, NEW.review_on, NEW.ended_on)
       IS NOT DISTINCT FROM (OLD.controller, OLD.safeguards, OLD.risks, OLD.review_on, OLD.ended_on) THEN
        RETURN NEW;
    END IF;
    SELECT (now() AT TIME ZONE o.time_zone)::date INTO today
      FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = NEW.file_id;
    IF NEW.review_on > today + {values.money_risk_review_days} THEN
        RAISE EXCEPTION 'compensation_moneycontrol: money at risk is reviewed within a month' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER risk_is_reviewed BEFORE INSERT OR UPDATE ON compensation_moneycontrol FOR EACH ROW
    WHEN (NEW.ended_on IS NULL
          AND (NOT NEW.risks <@ ARRAY['none', 'not_known']::varchar[]
               OR NEW.controller IN ('parent', 'relative', 'not_known') AND NEW.safeguards <@ ARRAY['none']::varchar[])
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION compensation_require_review();

-- That the child does not agree is kept: another answer is a new record, whatever writes the row. As
-- `reasons_against_other_view` of the rules.
CREATE OR REPLACE FUNCTION compensation_keep_no() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'compensation_moneycontrol: what the child said against it is kept' USING ERRCODE = '23514';
END $$;

CREATE OR REPLACE TRIGGER no_is_kept BEFORE UPDATE ON compensation_moneycontrol FOR EACH ROW
    WHEN (OLD.child_view = 'disagrees' AND NEW.child_view <> 'disagrees'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION compensation_keep_no();
