-- The account of an identity at the single sign-on provider. The table holds a keyed digest of issuer and
-- subject; the sealed sign-in details hold both and must match.

CREATE OR REPLACE FUNCTION sign_on_staff(of_identity text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT l.staff_id FROM public.agencies_signonlink l WHERE l.identity = of_identity
$$;

-- Links an account to an identity in place of an earlier one; refused if the identity belongs to another
-- account. An empty identity removes the link.
CREATE OR REPLACE FUNCTION sign_on_link(of_staff uuid, of_identity text, proof text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.access_check_change('sign_on_link', of_staff, of_identity, proof);
    DELETE FROM public.agencies_signonlink WHERE staff_id = of_staff;
    IF of_identity <> '' THEN
        INSERT INTO public.agencies_signonlink (staff_id, identity, linked_at)
        VALUES (of_staff, of_identity, now());
    END IF;
END $$;
