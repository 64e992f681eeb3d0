-- Proofs that the application itself asked for a lasting change; see `agencies/change_proofs.py`.

-- HMAC-SHA-256 with the key of the signed context, in hexadecimal. For functions of the warden only.
CREATE OR REPLACE FUNCTION access_hmac(message text) RETURNS text
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    pads record;
BEGIN
    SELECT k.inner_pad, k.outer_pad INTO STRICT pads FROM public.access_context_key k;
    RETURN encode(sha256(pads.outer_pad || sha256(pads.inner_pad || convert_to(message, 'UTF8'))),
                  'hex');
END $$;

-- Refuses a change without a valid proof for this action, this person and this text. `actor` is NULL
-- where nobody is signed in. The expiry may lie two minutes ahead at most, so that a web server with a
-- wrong clock cannot make proofs that last. For functions of the warden only.
CREATE OR REPLACE FUNCTION access_check_change(action text, actor uuid, body text, proof text)
RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    expiry text := split_part(coalesce(proof, ''), '|', 1);
    ahead double precision;
BEGIN
    IF action IS NULL OR body IS NULL OR expiry !~ '^[0-9]{1,12}$'
       OR public.access_hmac(concat_ws('|', 'change', action, coalesce(actor::text, ''),
            encode(sha256(convert_to(body, 'UTF8')), 'hex'), expiry))
          IS DISTINCT FROM split_part(proof, '|', 2) THEN
        RAISE EXCEPTION 'no valid proof of this change' USING ERRCODE = '42501';
    END IF;
    ahead := expiry::bigint - extract(epoch FROM clock_timestamp());
    IF ahead < 0 OR ahead > 120 THEN
        RAISE EXCEPTION 'expired proof of a change' USING ERRCODE = '42501';
    END IF;
END $$;
