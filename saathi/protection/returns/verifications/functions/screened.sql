-- Our own questions to the country of origin: a permit that is requested of its embassy or authority, a new verification and a
-- reminder of ours, whoever asked first, go only while the screening for international protection allows contact. What others
-- asked, and what was received or refused, is recorded in any case; no later change makes it a question of ours.
CREATE OR REPLACE FUNCTION verifications_may_ask(of_file uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gate text;
BEGIN
    PERFORM 1 FROM public.agencies_file f WHERE f.id = of_file FOR NO KEY UPDATE;
    gate := public.origin_contact_state(of_file, 'infinity');
    RETURN gate = 'open' OR gate = 'stateless' AND public.origin_permission_covers(NULL, of_file, NULL, gate);
END $$;

CREATE OR REPLACE FUNCTION verifications_require_screening() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    row_now jsonb := to_jsonb(NEW);
    is_question boolean := CASE TG_TABLE_NAME
        WHEN 'verifications_travelpermit' THEN row_now ->> 'state' = 'asked' AND row_now ->> 'asked_body' <> 'ours'
        WHEN 'verifications_originverification' THEN
            row_now ->> 'route' IN ('agency', 'representative', 'focal_point', 'partner')
        ELSE row_now ->> 'event' = 'asked_again' END;
BEGIN
    IF is_question AND NOT public.verifications_may_ask(NEW.file_id) THEN
        RAISE EXCEPTION '%: the country of origin may not be contacted', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_screened BEFORE INSERT ON verifications_travelpermit
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION verifications_require_screening();
CREATE OR REPLACE TRIGGER when_screened_after BEFORE UPDATE ON verifications_travelpermit
    FOR EACH ROW WHEN ((NEW.state, NEW.asked_body) IS DISTINCT FROM (OLD.state, OLD.asked_body)
                       AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION verifications_require_screening();
CREATE OR REPLACE TRIGGER when_screened BEFORE INSERT ON verifications_originverification
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION verifications_require_screening();
CREATE OR REPLACE TRIGGER when_screened_after BEFORE UPDATE ON verifications_originverification
    FOR EACH ROW WHEN (NEW.route IS DISTINCT FROM OLD.route AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION verifications_require_screening();
CREATE OR REPLACE TRIGGER when_screened BEFORE INSERT ON verifications_verificationstep
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION verifications_require_screening();
