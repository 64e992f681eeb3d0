-- Stores the key pair for what a browser keeps while offline. Called only with a proof (`change_make`), so
-- that an injected statement can neither plant its own key nor remove the one that decrypts.
CREATE OR REPLACE FUNCTION unsent_set_pair(public_half text, sealed_half text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_caller();
BEGIN
    UPDATE public.agencies_staff SET unsent_public = public_half, unsent_private = sealed_half
     WHERE id = me.id;
END $$;
