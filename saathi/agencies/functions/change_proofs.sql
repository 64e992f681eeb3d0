-- Proofs that the application itself asked for a lasting change; see `agencies/change_proofs.py`.

-- HMAC-SHA-256 with the key of the signed context, in hexadecimal. Only for functions that the warden owns.
CREATE OR REPLACE FUNCTION access_hmac(message text) RETURNS text
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    pads record;
BEGIN
    SELECT k.inner_pad, k.outer_pad INTO STRICT pads FROM public.access_context_key k;
    RETURN encode(sha256(pads.outer_pad || sha256(pads.inner_pad || convert_to(message, 'UTF8'))),
                  'hex');
END $$;

-- Refuses a change (42501) without a valid proof for this action, person and text. A proof can be used in one
-- committed transaction; after a rollback it can be used again. One transaction may present a proof more than
-- once: one proof covers all rows of a decision. `actor` is NULL when no one is signed in. A proof expires
-- within two minutes, so that a web server with a wrong clock cannot make proofs that last. Only for
-- functions that the warden owns.
CREATE OR REPLACE FUNCTION access_check_change(action text, actor uuid, body text, proof text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    shown text[] := string_to_array(proof, '|');  -- expiry, nonce, HMAC
    ahead double precision;
BEGIN
    IF action IS NULL OR body IS NULL OR proof IS NULL
       OR proof !~ '^[0-9]{1,12}\|[0-9a-f]{32}\|[0-9a-f]{64}$'
       OR public.access_hmac(concat_ws('|', 'change', action, coalesce(actor::text, ''),
            encode(sha256(convert_to(body, 'UTF8')), 'hex'), shown[1], shown[2]))
          IS DISTINCT FROM shown[3] THEN
        RAISE EXCEPTION 'no valid proof of this change' USING ERRCODE = '42501';
    END IF;
    ahead := shown[1]::bigint - extract(epoch FROM clock_timestamp());
    IF ahead < 0 OR ahead > 120 THEN
        RAISE EXCEPTION 'expired proof of a change' USING ERRCODE = '42501';
    END IF;
    INSERT INTO public.access_used_proof (nonce, used_in, ends_at)
    VALUES (shown[2]::uuid, pg_current_xact_id(), to_timestamp(shown[1]::bigint))
    ON CONFLICT DO NOTHING;
    IF NOT FOUND AND NOT EXISTS (SELECT 1 FROM public.access_used_proof u
            WHERE u.nonce = shown[2]::uuid AND u.used_in = pg_current_xact_id()) THEN
        RAISE EXCEPTION 'proof of a change was used before' USING ERRCODE = '42501';
    END IF;
    IF random() < 0.01 THEN
        DELETE FROM public.access_used_proof WHERE nonce IN (
            SELECT u.nonce FROM public.access_used_proof u
             WHERE u.ends_at < clock_timestamp() LIMIT 1000 FOR UPDATE SKIP LOCKED);
    END IF;
END $$;
