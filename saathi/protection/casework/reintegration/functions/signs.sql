-- Another person than the one who recorded a sign of retrafficking says that it is not confirmed: this ends its alarm (23514).
-- As `evaluation_rules.reasons_against_check`; the words are sealed, so the application counts them.
CREATE OR REPLACE FUNCTION reintegration_require_second_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF public.access_staff() IS NULL OR public.access_staff() = NEW.recorded_by THEN
        RAISE EXCEPTION 'reintegration_retraffickingsign: a second person says that it is not confirmed'
              USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER not_confirmed_by_second BEFORE UPDATE ON reintegration_retraffickingsign FOR EACH ROW
    WHEN (NEW.state = 'not_confirmed' AND OLD.state <> 'not_confirmed'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_require_second_check();
