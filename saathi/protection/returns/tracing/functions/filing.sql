-- A verification is filed in the search for a person of this relationship, and with a claim of this relationship in the same
-- file; a finding "verified" is not confirmed otherwise. As `tracing.filing_rules`. The warden role owns the functions.
CREATE OR REPLACE FUNCTION tracing_keep_own_search() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.claim_id IS NOT DISTINCT FROM OLD.claim_id
       AND NOT (NEW.state = 'confirmed' AND NEW.outcome = 'verified') THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR SHARE;
    IF NOT EXISTS (SELECT 1 FROM public.tracing_tracingrequest r
                    WHERE r.id = NEW.request_id AND r.file_id = NEW.file_id AND r.relation = NEW.relation)
       OR NEW.claim_id IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM public.tracing_familyclaim c
            WHERE c.id = NEW.claim_id AND c.file_id = NEW.file_id AND c.relation = NEW.relation) THEN
        RAISE EXCEPTION 'tracing_relationshipverification: the search or the claim is of another relationship'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_filed BEFORE INSERT OR UPDATE ON tracing_relationshipverification FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION tracing_keep_own_search();

-- Once a verification in a search has begun, the search stays one for a person of this relationship.
CREATE OR REPLACE FUNCTION tracing_keep_relation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM public.tracing_relationshipverification v WHERE v.request_id = NEW.id) THEN
        RAISE EXCEPTION 'tracing_tracingrequest: a verification of this relationship has begun'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_relation_changes BEFORE UPDATE ON tracing_tracingrequest FOR EACH ROW
    WHEN (NEW.relation <> OLD.relation AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION tracing_keep_relation();
