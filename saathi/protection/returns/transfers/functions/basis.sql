-- Where a transfer leads, and on what it is based (`transfers.basis_rules`).

-- Whether a transfer leads to a country of origin (`origin_is_among`). A country of its way after the first counts as well: a
-- later leg would lead there.
CREATE OR REPLACE FUNCTION transfers_to_origin(t public.transfers_transfer) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ahead text[] := t.chain[2:]::text[] || t.to_country::text;
BEGIN
    RETURN t.kind IN ('return', 'ordered') OR t.chain[1] = ANY (ahead) OR public.origin_is_among(t.file_id, ahead);
END $$;

-- The same for those who read the legal records of the file. It does not say why.
CREATE OR REPLACE FUNCTION transfers_leads_to_origin(of_transfer uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked public.transfers_transfer;
BEGIN
    SELECT t.* INTO asked FROM public.transfers_transfer t WHERE t.id = of_transfer;
    IF asked.id IS NULL OR (public.access_sections(asked.file_id)).reads & {section.LEGAL} = 0 THEN
        RAISE EXCEPTION 'no such transfer' USING ERRCODE = '42501';
    END IF;
    RETURN public.transfers_to_origin(asked);
END $$;

-- What is wrong with the agreement and the focal points of a transfer: they are not of its two countries. The registers
-- name countries of the region only. NULL if nothing is wrong.
CREATE OR REPLACE FUNCTION transfers_basis_fault(t public.transfers_transfer) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    region CONSTANT text[] := ARRAY[{values.transfer_region}];
    ours text := CASE t.direction WHEN 'incoming' THEN t.to_country ELSE t.from_country END;
    theirs text := CASE t.direction WHEN 'incoming' THEN t.from_country ELSE t.to_country END;
BEGIN
    RETURN CASE
        WHEN EXISTS (SELECT 1 FROM public.agreements_agreement a, unnest(ARRAY[ours, theirs]) c(country)
                      WHERE a.id = t.agreement_id AND c.country = ANY (region) AND c.country <> ALL (a.countries))
            THEN 'the agreement is not of both countries'
        WHEN EXISTS (SELECT 1 FROM public.agreements_focalpoint p
                      WHERE p.id = t.our_focal_point_id AND p.country <> ours)
          OR EXISTS (SELECT 1 FROM public.agreements_focalpoint p
                      WHERE p.id = t.their_focal_point_id AND p.country <> theirs)
            THEN 'a focal point is of another country' END;
END $$;

-- What is chosen now is of both countries, and our planned day is not past and fits the other legs of the way (23514). What was chosen earlier stays: an
-- entry of a register may change, and is asked again at the authorisation.
CREATE OR REPLACE FUNCTION transfers_keep_basis() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fault text;
    local_day date;
BEGIN
    IF TG_OP = 'INSERT' OR (OLD.agreement_id, OLD.our_focal_point_id, OLD.their_focal_point_id)
       IS DISTINCT FROM (NEW.agreement_id, NEW.our_focal_point_id, NEW.their_focal_point_id) THEN
        fault := public.transfers_basis_fault(NEW);
    END IF;
    IF NEW.direction = 'outgoing' AND NEW.planned_on IS NOT NULL
       AND (TG_OP = 'INSERT' OR OLD.planned_on IS DISTINCT FROM NEW.planned_on) THEN
        SELECT (now() AT TIME ZONE o.time_zone)::date INTO local_day FROM public.agencies_file f
          JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = NEW.file_id;
        fault := coalesce(fault, CASE
            WHEN NEW.planned_on < local_day THEN 'the planned day is past'
            -- The legs of one way that have not departed follow each other (`transfers.leg_rules`).
            WHEN EXISTS (SELECT 1 FROM public.transfers_transfer x
                          WHERE x.file_id = NEW.file_id AND x.reference = NEW.reference AND x.id <> NEW.id
                            AND x.state IN ('considered', 'requested', 'accepted', 'submitted', 'authorised')
                            AND (x.leg < NEW.leg AND x.planned_on > NEW.planned_on
                                 OR x.leg > NEW.leg AND x.planned_on < NEW.planned_on))
                THEN 'the legs of the way are not in order' END);
    END IF;
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION 'transfers_transfer: %', fault USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_based BEFORE INSERT OR UPDATE ON transfers_transfer FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION transfers_keep_basis();

-- A transfer keeps its kind once the other country was asked: each kind has conditions of its own (23514).
CREATE OR REPLACE FUNCTION transfers_keep_kind() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'transfers_transfer: the kind stays' USING ERRCODE = 'check_violation';
END $$;

CREATE OR REPLACE TRIGGER when_kind_stays BEFORE UPDATE ON transfers_transfer FOR EACH ROW
    WHEN (NEW.kind <> OLD.kind AND OLD.state <> 'considered' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION transfers_keep_kind();

-- What the country of a transfer answered on the child's nationality or address: 'confirmed', 'denied', or NULL. A denial
-- counts until a confirmation of a later day, asked for on a later day by another person (`transfers.origin_rules`).
CREATE OR REPLACE FUNCTION transfers_origin_found(t public.transfers_transfer) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH said AS (
        SELECT v.answer, v.answered_on, v.recorded_at, v.recorded_by, o.time_zone
          FROM public.verifications_originverification v
          JOIN public.agencies_file f ON f.id = v.file_id JOIN public.agencies_office o ON o.id = f.office_id
         WHERE v.file_id = t.file_id AND v.child_id = t.child_id AND v.country = t.to_country
           AND v.answer IN ('confirmed', 'denied', 'refused') AND v.subjects::text[] && ARRAY['nationality', 'address'])
    SELECT CASE WHEN EXISTS (
                    SELECT 1 FROM said no WHERE no.answer <> 'confirmed' AND NOT EXISTS (
                        SELECT 1 FROM said yes WHERE yes.answer = 'confirmed' AND public.tracing_supersedes(
                            yes.answered_on, yes.recorded_at, yes.recorded_by,
                            no.answered_on, no.recorded_at, no.recorded_by, no.time_zone))) THEN 'denied'
                WHEN EXISTS (SELECT 1 FROM said WHERE answer = 'confirmed') THEN 'confirmed' END
$$;
