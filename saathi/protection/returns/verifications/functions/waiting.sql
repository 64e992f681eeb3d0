-- A verification that has waited for `rules.SOLUTION_DAYS` goes on waiting only with a date for the assessment of other solutions.
CREATE OR REPLACE FUNCTION verification_leads_on() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    now_row jsonb := to_jsonb(NEW);
BEGIN
    IF now_row->>'answer' = 'waiting' AND (now_row->>'asked_on')::date <= current_date - {values.verification_solution_days}
       AND now_row->>'solutions_on' IS NULL AND now_row->>'solved_on' IS NULL THEN
        RAISE EXCEPTION 'verifications: waiting without a date for other solutions' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER verification_leads_on BEFORE INSERT OR UPDATE ON verifications_originverification
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION verification_leads_on();
