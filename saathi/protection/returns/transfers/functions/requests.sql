-- When a request may leave for the other country: on a legal basis for this purpose, with the permission of a supervisor
-- if it is the country of origin, and after the child was asked. The reasons are those of `transfers.step_rules`.

-- Whether a consent or other legal basis of the file covers a transfer to another country on a day.
CREATE OR REPLACE FUNCTION transfers_basis_stands(of_consent uuid, of_file uuid, on_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.consent_consent c
         WHERE c.id = of_consent AND c.file_id = of_file AND c.withdrawn_on IS NULL AND c.basis <> 'refused'
           AND (c.ends_on IS NULL OR c.ends_on >= on_day)
           AND ('origin' = ANY (c.scopes) AND NOT public.consent_refused_in_any_file(c.id, 'origin')
                OR 'transfer' = ANY (c.scopes) AND NOT public.consent_refused_in_any_file(c.id, 'transfer')))
$$;

-- Whether a legal basis is older than the last reopening of a best interests decision of the file.
CREATE OR REPLACE FUNCTION transfers_basis_is_old(of_consent uuid, of_file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.consent_consent c
          JOIN public.best_interests_reconsideration r ON r.file_id = c.file_id AND r.outcome = 'reopened'
         WHERE c.id = of_consent AND c.file_id = of_file AND c.given_on < coalesce(r.decided_on, r.raised_on))
$$;

-- Whether a supervisor permitted a contact with the country to which a transfer leads.
CREATE OR REPLACE FUNCTION transfers_contact_permitted(t public.transfers_transfer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.protection_screening_contactpermission p
         WHERE p.file_id = t.file_id AND p.country = t.to_country
           AND public.origin_permission_covers(p.id, t.file_id, NULL, public.origin_contact_state(t.file_id, 'infinity')))
$$;

-- Whether a transfer leads to a country of origin without such a permission, while the gate is open: the permission, or its
-- consent, ended. It is asked again at the authorisation and at the departure. Of a gate that is not open, the screening says
-- more.
CREATE OR REPLACE FUNCTION transfers_is_unpermitted(t public.transfers_transfer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT t.direction = 'outgoing' AND public.origin_contact_state(t.file_id, 'infinity') = 'open'
       AND public.transfers_to_origin(t) AND NOT public.transfers_contact_permitted(t)
$$;

-- The same for those who read the legal records of the file.
CREATE OR REPLACE FUNCTION transfers_lacks_permission(of_transfer uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked public.transfers_transfer;
BEGIN
    SELECT t.* INTO asked FROM public.transfers_transfer t WHERE t.id = of_transfer;
    IF asked.id IS NULL OR (public.access_sections(asked.file_id)).reads & {section.LEGAL} = 0 THEN
        RAISE EXCEPTION 'no such transfer' USING ERRCODE = '42501';
    END IF;
    RETURN public.transfers_is_unpermitted(asked);
END $$;

-- Whether a permission in force is for this information and for a body that receives children: a request is no wider than what
-- the child was asked about. A consulate, the police or a court receives no child.
CREATE OR REPLACE FUNCTION transfers_contact_covers(t public.transfers_transfer, of_facts text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.protection_screening_contactpermission p
         WHERE p.file_id = t.file_id AND p.country = t.to_country AND p.facts::text[] @> of_facts
           AND p.body IN ({values.transfer_bodies})
           AND public.origin_permission_covers(p.id, t.file_id, NULL, public.origin_contact_state(t.file_id, 'infinity')))
$$;

-- What a request lacks besides the screening: codes of `REQUEST_LACKS`. A gate that is shut is said by the screening.
DROP FUNCTION IF EXISTS transfers_lacks_for_request(public.transfers_transfer, uuid);
CREATE OR REPLACE FUNCTION transfers_lacks_for_request(
    t public.transfers_transfer, of_consent uuid, of_facts text[]) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    zone text := (SELECT o.time_zone FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id
                   WHERE f.id = t.file_id);
    said public.transfers_transferview := public.transfers_view_that_counts(t, zone);
    gate text := public.transfers_gate(t.file_id);
    lacks text[] := '{}';
BEGIN
    IF NOT public.transfers_basis_stands(of_consent, t.file_id, current_date - 1) THEN
        lacks := lacks || 'basis'::text;
    ELSIF public.transfers_basis_is_old(of_consent, t.file_id) THEN
        lacks := lacks || 'old_basis'::text;
    END IF;
    IF gate IN ('open', 'stateless') AND public.transfers_to_origin(t) AND NOT public.transfers_contact_covers(t, of_facts) THEN
        lacks := lacks || CASE WHEN public.transfers_contact_permitted(t) THEN 'narrow' ELSE 'permission' END;
    END IF;
    IF said.id IS NULL OR said.wish = 'not_asked' THEN
        lacks := lacks || 'not_asked'::text;
    ELSIF said.wish = 'does_not' THEN
        lacks := lacks || 'refuses'::text;
    END IF;
    IF gate <> 'other_file' AND public.transfers_other_file_objects(t, (now() AT TIME ZONE zone)::date, zone) THEN
        lacks := lacks || 'other_file'::text;
    END IF;
    RETURN lacks;
END $$;

-- The same for those who read the legal records of the file.
DROP FUNCTION IF EXISTS transfers_request_lacks(uuid, uuid);
CREATE OR REPLACE FUNCTION transfers_request_lacks(of_transfer uuid, of_consent uuid, of_facts text[]) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked public.transfers_transfer;
BEGIN
    SELECT t.* INTO asked FROM public.transfers_transfer t WHERE t.id = of_transfer;
    IF asked.id IS NULL OR (public.access_sections(asked.file_id)).reads & {section.LEGAL} = 0 THEN
        RAISE EXCEPTION 'no such transfer' USING ERRCODE = '42501';
    END IF;
    RETURN public.transfers_lacks_for_request(asked, of_consent, of_facts);
END $$;
