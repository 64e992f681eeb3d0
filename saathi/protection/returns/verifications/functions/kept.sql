-- A refused permit stays refused, the answer of a country that the child is not from there stays so, and a statement that a court needs the child in person stays as it is (23514): what is
-- said later is a new record. The court and the case are sealed; the application asks them.
CREATE OR REPLACE FUNCTION verifications_keep_bad_news() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM unnest(TG_ARGV) of_column
                WHERE to_jsonb(NEW) -> of_column IS DISTINCT FROM to_jsonb(OLD) -> of_column) THEN
        RAISE EXCEPTION '%: what was said stays on record', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_refused BEFORE UPDATE ON verifications_travelpermit
    FOR EACH ROW WHEN (OLD.state = 'refused' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION verifications_keep_bad_news('state', 'received_on', 'kind');
CREATE OR REPLACE TRIGGER when_denied BEFORE UPDATE ON verifications_originverification
    FOR EACH ROW WHEN (OLD.answer IN ('denied', 'refused') AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION verifications_keep_bad_news('answer', 'answered_on', 'subjects');
CREATE OR REPLACE TRIGGER when_needed BEFORE UPDATE ON verifications_courtneed
    FOR EACH ROW WHEN (OLD.need = 'yes' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION verifications_keep_bad_news('need', 'source', 'said_on', 'until');
