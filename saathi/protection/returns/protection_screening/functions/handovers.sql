-- What a transfer of the case to an office in another country lacks (`handovers.rules.LACKS_ABROAD`): the whole file crosses
-- the border, so that to a country of origin nothing less than a permission for all information is enough, to which the
-- child agreed. For a child who may be stateless no agency makes this contact. One code, whatever a screening found.
CREATE OR REPLACE FUNCTION origin_handover_lacks(of_file uuid, of_country text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gate text := public.origin_contact_state(of_file, 'infinity');
    is_origin boolean := public.origin_is_among(of_file, ARRAY[of_country]);
BEGIN
    RETURN CASE
        WHEN gate = 'other_file' THEN ARRAY['other_file']
        WHEN gate IN ('not_screened', 'unfinished') THEN ARRAY['screening']
        WHEN gate <> 'open' AND is_origin THEN
            CASE WHEN public.origin_is_among_elsewhere(of_file, ARRAY[of_country]) THEN ARRAY['other_file'] ELSE ARRAY['screening'] END
        WHEN is_origin AND NOT EXISTS (
            SELECT 1 FROM public.protection_screening_contactpermission p
             WHERE p.file_id = of_file AND p.country = of_country AND p.child_answer = 'agrees'
               AND p.facts::text[] @> ARRAY[{values.shareable_facts}]
               AND public.origin_permission_covers(p.id, of_file, NULL, gate)) THEN
            CASE WHEN public.origin_is_among_elsewhere(of_file, ARRAY[of_country]) THEN ARRAY['other_file'] ELSE ARRAY['permission'] END
        ELSE '{}'::text[] END;
END $$;
