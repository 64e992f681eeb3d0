-- The pair of keys for what a browser keeps while the connection is down; reached by proof alone
-- (`change_make`), so an injected statement neither puts its own key there nor removes the one that opens.
CREATE OR REPLACE FUNCTION unsent_set_pair(public_half text, sealed_half text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_caller();
BEGIN
    UPDATE public.agencies_staff SET unsent_public = public_half, unsent_private = sealed_half
     WHERE id = me.id;
END $$;
