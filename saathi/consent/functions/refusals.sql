-- Whether the child has refused, after a consent, what that consent allows: the latest answer of the child on this
-- scope is newer than the consent, and is "no". A withdrawn "yes" is no answer; a "no" stays, whatever becomes of the
-- legal basis that was recorded with it. Of a consent alone: a duty or an order does not depend on the answer.
-- It tells those who may see the file but not its consents no more than this; of all other files it says "refused".
CREATE OR REPLACE FUNCTION consent_refused_since(of_consent uuid, the_scope text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((
        SELECT NOT public.access_is_shown(c.file_id) OR (
               c.basis IN ('consent', 'assent', 'guardian') AND coalesce((
                   SELECT n.answer = 'no' FROM public.consent_consent n
                    WHERE n.child_id = c.child_id AND n.file_id = c.file_id
                      AND the_scope = ANY (n.scopes) AND n.answer IN ('yes', 'no')
                      AND (n.withdrawn_on IS NULL OR n.answer = 'no')
                      AND (n.given_on, n.recorded_at) > (c.given_on, c.recorded_at)
                    ORDER BY n.given_on DESC, n.recorded_at DESC LIMIT 1), false))
          FROM public.consent_consent c WHERE c.id = of_consent), true)
$$;
