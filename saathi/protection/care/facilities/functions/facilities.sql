-- The status of a facility's licence on a day, as `rules.licence_in_effect` and `rules.licence_status` say; null if
-- none is recorded.
CREATE OR REPLACE FUNCTION facility_licence_status(the_facility uuid, the_day date) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN l.until_on < the_day AND l.status IN ('temporary', 'registered', 'conditional')
                THEN 'ended' ELSE l.status END
      FROM public.facilities_facilitylicence l
     WHERE l.facility_id = the_facility AND l.state = 'recorded' AND l.from_on <= the_day
     ORDER BY l.status = 'applied', l.from_on DESC, l.recorded_at DESC LIMIT 1
$$;

-- Whether a person keeps nothing of a facility: the inspections say whom a declared connection bars.
CREATE OR REPLACE FUNCTION facility_bars_keeper(the_facility uuid, the_person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM ({rows.barred_keepers}) b
                    WHERE b.facility_id = the_facility AND b.person_id = the_person)
$$;

-- The places and ages that a second person last published or confirmed; those of today if none wait for confirmation. The first
-- content that was replaced after that moment is the one that was seen.
CREATE OR REPLACE FUNCTION facility_confirmed_places(facility facilities_facility) RETURNS facilities_facility
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    seen_at timestamptz := greatest(facility.published_at, facility.confirmed_at);
    seen jsonb;
BEGIN
    IF facility.changed_at > seen_at THEN
        SELECT v.body INTO seen FROM public.facilities_facilityversion v
         WHERE v.facility_id = facility.id AND v.changed_at > seen_at AND v.body ->> 'state' = 'published'
         ORDER BY v.version LIMIT 1;
    END IF;
    IF seen IS NOT NULL THEN
        facility := jsonb_populate_record(facility, (
            SELECT jsonb_object_agg(b.key, nullif(b.value, '')) FROM jsonb_each_text(seen) b
             WHERE b.key IN ('girls_places', 'girls_age_low', 'girls_age_high', 'boys_places', 'boys_age_low',
                             'boys_age_high', 'mixed_places', 'mixed_age_low', 'mixed_age_high')));
    END IF;
    RETURN facility;
END $$;

-- Whether every place of a facility is for girls or boys alone, as it is now or as it was last confirmed.
CREATE OR REPLACE FUNCTION facility_is_for_one_sex(the_facility uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(bool_or(coalesce(x.girls_places, 0) + coalesce(x.boys_places, 0) > 0 AND coalesce(x.mixed_places, 0) = 0), false)
      FROM public.facilities_facility f
     CROSS JOIN LATERAL (SELECT f.girls_places, f.boys_places, f.mixed_places
                         UNION ALL
                         SELECT c.girls_places, c.boys_places, c.mixed_places
                           FROM public.facility_confirmed_places(f) c) x
     WHERE f.id = the_facility
$$;

-- Which places of a facility do not fit a child, by one state of its entry.
CREATE OR REPLACE FUNCTION facility_place_obstacles(
    facility facilities_facility, the_sex text, the_age integer, girls integer, boys integer, others integer
) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found text[] := '{}';
    used integer;
    is_full boolean;
BEGIN
    IF coalesce(facility.girls_places, 0) + coalesce(facility.boys_places, 0)
       + coalesce(facility.mixed_places, 0) = 0 THEN
        RETURN found || 'no_places'::text;
    END IF;
    IF the_sex = 'girl' AND coalesce(facility.girls_places, 0) + coalesce(facility.mixed_places, 0) = 0
       OR the_sex = 'boy' AND coalesce(facility.boys_places, 0) + coalesce(facility.mixed_places, 0) = 0 THEN
        RETURN found || 'wrong_sex'::text;
    END IF;
    IF the_age IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM (VALUES
            ('girl', facility.girls_places, facility.girls_age_low, facility.girls_age_high),
            ('boy', facility.boys_places, facility.boys_age_low, facility.boys_age_high),
            ('mixed', facility.mixed_places, facility.mixed_age_low, facility.mixed_age_high)
        ) g (sex, places, low, high)
         WHERE g.places > 0 AND (g.sex = 'mixed' OR g.sex = the_sex OR the_sex NOT IN ('girl', 'boy'))
           AND (g.low IS NULL OR the_age >= g.low) AND (g.high IS NULL OR the_age <= g.high)) THEN
        found := found || 'wrong_age'::text;
    END IF;
    used := greatest(0, girls - coalesce(facility.girls_places, 0))
        + greatest(0, boys - coalesce(facility.boys_places, 0)) + others;
    is_full := CASE the_sex
        WHEN 'girl' THEN girls >= coalesce(facility.girls_places, 0) AND used >= coalesce(facility.mixed_places, 0)
        WHEN 'boy' THEN boys >= coalesce(facility.boys_places, 0) AND used >= coalesce(facility.mixed_places, 0)
        ELSE girls + boys + others >= coalesce(facility.girls_places, 0) + coalesce(facility.boys_places, 0)
             + coalesce(facility.mixed_places, 0) END;
    IF is_full AND girls IS NOT NULL AND boys IS NOT NULL AND others IS NOT NULL THEN
        found := found || 'over_capacity'::text;
    END IF;
    RETURN found;
END $$;

-- Why our users may not approve the placement of a child in a facility on a day: the codes of the reasons of
-- `rules.placement_obstacles`, in the same order. The sex is a code of `people.vocabulary.Gender`. An unknown age and
-- an unknown occupancy are null; the occupancy is that of girls, boys and other children. The places have to fit as they are
-- now and as a second person last confirmed them, so that no one changes them alone and then places a child.
CREATE OR REPLACE FUNCTION facility_placement_obstacles(
    the_facility uuid, the_sex text, the_age integer, the_day date, girls integer, boys integer, others integer
) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    facility public.facilities_facility;
    licence text := public.facility_licence_status(the_facility, the_day);
    stops text[];
    found text[] := '{}';
    of_places text[];
BEGIN
    SELECT * INTO facility FROM public.facilities_facility f WHERE f.id = the_facility;
    IF facility.id IS NULL OR facility.state <> 'published' THEN
        RETURN ARRAY['not_listed'];
    END IF;
    SELECT coalesce(array_agg(s.reason), '{}') INTO stops FROM public.facilities_placementstop s
     WHERE s.facility_id = the_facility AND s.from_on <= the_day
       AND (s.ended_on IS NULL OR s.ended_on > the_day);
    IF licence IS NULL OR licence NOT IN ('temporary', 'registered', 'conditional', 'suspended') THEN
        found := found || 'unregistered'::text;
    END IF;
    IF licence = 'suspended' THEN
        found := found || 'suspended'::text;
    END IF;
    found := found || ARRAY(
        SELECT r.code FROM unnest(ARRAY['failed', 'admissions', 'licence', 'closure']) WITH ORDINALITY r (code, place)
         WHERE r.code = ANY (stops) ORDER BY r.place);
    of_places := public.facility_place_obstacles(facility, the_sex, the_age, girls, boys, others)
        || public.facility_place_obstacles(
               public.facility_confirmed_places(facility), the_sex, the_age, girls, boys, others);
    RETURN found || ARRAY(
        SELECT r.code FROM unnest(ARRAY['no_places', 'wrong_sex', 'wrong_age', 'over_capacity'])
               WITH ORDINALITY r (code, place)
         WHERE r.code = ANY (of_places) ORDER BY r.place);
END $$;

-- The class of a facility's address that counts now: the newest published one; null if there is none. Earlier
-- addresses are not more open.
CREATE OR REPLACE FUNCTION facility_address_class(the_facility uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.address_class FROM public.facilities_facilityaddress a
     WHERE a.facility_id = the_facility AND a.state = 'published'
     ORDER BY a.recorded_at DESC, a.id DESC LIMIT 1
$$;

-- Records of licences: the database sets the times; what permits placements waits for a second person; an error that
-- counts is marked by a second person; nothing else ever changes.
CREATE OR REPLACE FUNCTION facility_licence_is_checked() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    actor uuid := public.access_staff();
    moment timestamptz := clock_timestamp();
    aside text[] := ARRAY['state', 'published_by', 'published_at', 'withdrawn_by', 'withdrawn_at', 'why_withdrawn'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.recorded_by IS DISTINCT FROM actor OR NEW.published_by IS NOT NULL OR NEW.withdrawn_by IS NOT NULL
           OR NEW.published_at IS NOT NULL OR NEW.withdrawn_at IS NOT NULL
           OR NEW.state <> (CASE WHEN NEW.status IN ('temporary', 'registered', 'conditional')
                                 THEN 'proposed' ELSE 'recorded' END) THEN
            RAISE EXCEPTION 'a licence waits for a second person' USING ERRCODE = '42501';
        END IF;
        NEW.recorded_at := moment;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - aside IS DISTINCT FROM to_jsonb(OLD) - aside THEN
        RAISE EXCEPTION 'the record of a licence never changes' USING ERRCODE = '42501';
    END IF;
    IF OLD.state = 'proposed' AND NEW.state = 'recorded' AND NEW.published_by = actor
       AND NEW.published_by <> NEW.recorded_by AND NEW.withdrawn_by IS NULL THEN
        NEW.published_at := moment;
        RETURN NEW;
    END IF;
    IF OLD.state IN ('proposed', 'recorded') AND NEW.state = 'withdrawn' AND NEW.withdrawn_by = actor
       AND NEW.published_by IS NOT DISTINCT FROM OLD.published_by
       AND NEW.published_at IS NOT DISTINCT FROM OLD.published_at
       AND (OLD.state = 'proposed' OR actor <> OLD.recorded_by) THEN
        NEW.withdrawn_at := moment;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a second person confirms a licence' USING ERRCODE = '42501';
END $$;

CREATE OR REPLACE TRIGGER facility_licence_is_checked BEFORE INSERT OR UPDATE ON facilities_facilitylicence
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION facility_licence_is_checked();

-- A new address is proposed by its writer; a second person publishes the newest one, once.
CREATE OR REPLACE FUNCTION facility_address_is_checked() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    aside text[] := ARRAY['state', 'published_by', 'published_at'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.recorded_by IS DISTINCT FROM public.access_staff() OR NEW.state <> 'proposed' THEN
            RAISE EXCEPTION 'an address waits for a second person' USING ERRCODE = '42501';
        END IF;
        NEW.recorded_at := clock_timestamp();
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - aside IS DISTINCT FROM to_jsonb(OLD) - aside
       OR OLD.state <> 'proposed' OR NEW.state <> 'published'
       OR NEW.published_by IS DISTINCT FROM public.access_staff() OR NEW.published_by = NEW.recorded_by
       OR EXISTS (SELECT 1 FROM public.facilities_facilityaddress later
                   WHERE later.facility_id = NEW.facility_id AND later.id <> NEW.id
                     AND (later.recorded_at, later.id) > (NEW.recorded_at, NEW.id)) THEN
        RAISE EXCEPTION 'the newest address is published by a second person' USING ERRCODE = '42501';
    END IF;
    NEW.published_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER facility_address_is_checked BEFORE INSERT OR UPDATE ON facilities_facilityaddress
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION facility_address_is_checked();

-- A facility that was ever published stays in its country: placements, standards and permissions for another country
-- depend on it. The facility of another country is an entry of its own.
CREATE OR REPLACE FUNCTION facility_stays_in_country() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.published_at IS NOT NULL
       OR EXISTS (SELECT 1 FROM public.facilities_facilityversion v
                   WHERE v.facility_id = OLD.id AND v.body ->> 'state' = 'published') THEN
        RAISE EXCEPTION 'a published facility stays in its country' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER facility_stays_in_country BEFORE UPDATE OF country ON facilities_facility
    FOR EACH ROW WHEN (NEW.country <> OLD.country AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION facility_stays_in_country();
