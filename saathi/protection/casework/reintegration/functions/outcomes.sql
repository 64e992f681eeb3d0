-- The child answers the outcome scale first and alone: answers of the caregiver and the worker for a wave are refused
-- before, whatever writes the row. A child who is surely under 6 is not asked (`outcome_rules.is_too_young`).
CREATE OR REPLACE FUNCTION reintegration_child_first() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    is_young boolean;
    fault text;
BEGIN
    SELECT coalesce(extract(year FROM NEW.answered_on) - k.birth_year_low < 6, false) INTO is_young
      FROM public.reintegration_reintegration r JOIN public.people_child k ON k.id = r.child_id
     WHERE r.id = NEW.reintegration_id AND r.file_id = NEW.file_id;
    fault := CASE
        WHEN NEW.respondent = 'child' AND is_young THEN 'a child under 6 is not asked'
        WHEN NEW.respondent = 'child' AND NEW.method = 'observed' THEN 'the child is not observed in their place'
        WHEN NEW.respondent <> 'child' AND NEW.method = 'child_view' THEN 'only the child answers in the child view'
        WHEN NEW.respondent <> 'child' AND NOT is_young AND NOT EXISTS (
             SELECT 1 FROM public.reintegration_outcomeanswer a
              WHERE a.reintegration_id = NEW.reintegration_id AND a.wave = NEW.wave AND a.respondent = 'child')
            THEN 'the child answers first' END;
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION 'reintegration_outcomeanswer: %', fault USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER child_first BEFORE INSERT ON reintegration_outcomeanswer FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION reintegration_child_first();
