-- Whether the child has refused what a consent is to allow: the latest answer of the child on this scope is "no". For
-- a consent in which the child agreed, answers that are newer than it count. For one in which the child did not, such
-- as a guardian's, every answer counts, whatever its date: only the child's own later agreement overrides a refusal.
-- A withdrawn "yes" is no answer; a "no" stays, whatever becomes of the legal basis that was recorded with it. Of a
-- consent alone: a duty or an order does not depend on the answer. `consent/rules.py` has the same rule.
CREATE OR REPLACE FUNCTION consent_is_refused(of_consent uuid, the_scope text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((
        SELECT c.basis = 'refused' OR (
               c.basis IN ('consent', 'assent', 'guardian') AND coalesce((
                   SELECT n.answer = 'no' FROM public.consent_consent n
                    WHERE n.child_id = c.child_id AND n.file_id = c.file_id
                      AND the_scope = ANY (n.scopes) AND n.answer IN ('yes', 'no')
                      AND (n.withdrawn_on IS NULL OR n.answer = 'no')
                      AND (c.answer <> 'yes' OR (n.given_on, n.recorded_at) > (c.given_on, c.recorded_at))
                    ORDER BY n.given_on DESC, n.recorded_at DESC LIMIT 1), false))
          FROM public.consent_consent c WHERE c.id = of_consent), true)
$$;

-- The same for the web role. It tells those who may see the file but not its consents no more than this; of all other
-- files it says "refused".
CREATE OR REPLACE FUNCTION consent_refused_since(of_consent uuid, the_scope text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((
        SELECT NOT public.access_is_shown(c.file_id) OR public.consent_is_refused(c.id, the_scope)
          FROM public.consent_consent c WHERE c.id = of_consent), true)
$$;

-- A refusal and a photo or recording of the same moment wait for each other: whoever asks whether a consent is refused
-- before storing something locks the file's row in share mode, which conflicts with this lock. Records of other kinds
-- lock the row less, and do not wait. A withdrawn "yes" may leave an earlier refusal as the latest answer.
CREATE OR REPLACE FUNCTION consent_lock_for_refusal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM public.agencies_file f WHERE f.id = NEW.file_id FOR NO KEY UPDATE;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER consent_lock_for_refusal BEFORE INSERT OR UPDATE OF answer, basis, scopes, withdrawn_on
    ON consent_consent FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')
          AND (NEW.answer = 'no' OR NEW.basis = 'refused' OR NEW.withdrawn_on IS NOT NULL))
    EXECUTE FUNCTION consent_lock_for_refusal();
