-- Countries that were removed as country of origin: from the child's record, from the route, or from the way of a transfer. No
-- correction opens the gate: such a country still counts (`origin_is_among`). It needs a reason, which the second person reads
-- who authorises a transfer. Maintenance and the owner load earlier data.

-- Keeps countries that are no longer named; never that of the file's office, from which the child is transferred.
CREATE OR REPLACE FUNCTION origin_keep_removed(of_file uuid, removed text[], as_source text, me uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    here text;
    today date;
BEGIN
    SELECT o.country, (now() AT TIME ZONE o.time_zone)::date INTO here, today
      FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = of_file;
    INSERT INTO public.protection_screening_origincorrection
        (id, file_id, country, source, removed_on, recorded_at, recorded_by, version)
    SELECT gen_random_uuid(), of_file, named.country, as_source, today, now(), coalesce(public.access_staff(), me), 1
      FROM (SELECT DISTINCT unnest(removed) AS country) named
     WHERE named.country NOT IN ('', here);
END $$;

CREATE OR REPLACE FUNCTION origin_keep_of_child() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.origin_keep_removed(
        NEW.file_id,
        ARRAY(SELECT unnest((OLD.nationalities || OLD.home_country)::text[])
              EXCEPT SELECT unnest((NEW.nationalities || NEW.home_country)::text[])),
        'record', NEW.recorded_by);
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER origin_corrected AFTER UPDATE OF nationalities, home_country ON people_child FOR EACH ROW
    WHEN ((OLD.nationalities, OLD.home_country) IS DISTINCT FROM (NEW.nationalities, NEW.home_country)
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION origin_keep_of_child();

-- A country that the record names now, or an origin that is not known any more, may close the gate for those abroad who have
-- access.
CREATE OR REPLACE TRIGGER origin_gate_has_changed AFTER UPDATE OF nationalities, home_country ON people_child FOR EACH ROW
    WHEN ((OLD.nationalities, OLD.home_country) IS DISTINCT FROM (NEW.nationalities, NEW.home_country)
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION origin_gate_has_changed();

CREATE OR REPLACE FUNCTION origin_keep_of_route() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'trafficking_episode' THEN
        PERFORM public.origin_keep_removed(
            NEW.file_id, ARRAY[to_jsonb(OLD) ->> 'recruited_country'], 'route', NEW.recorded_by);
    ELSIF NOT EXISTS (SELECT 1 FROM public.trafficking_leg l
                       WHERE l.episode_id = (to_jsonb(OLD) ->> 'episode_id')::uuid AND NOT l.is_removed
                         AND l.number < (to_jsonb(OLD) ->> 'number')::integer) THEN
        PERFORM public.origin_keep_removed(NEW.file_id, ARRAY[to_jsonb(OLD) ->> 'from_country'], 'route', NEW.recorded_by);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER origin_corrected AFTER UPDATE OF recruited_country ON trafficking_episode FOR EACH ROW
    WHEN (OLD.recruited_country IS DISTINCT FROM NEW.recruited_country
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION origin_keep_of_route();
CREATE OR REPLACE TRIGGER origin_corrected AFTER UPDATE OF from_country, is_removed ON trafficking_leg FOR EACH ROW
    WHEN (NOT OLD.is_removed AND (OLD.from_country IS DISTINCT FROM NEW.from_country OR NEW.is_removed)
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION origin_keep_of_route();

-- Whether a country was removed without a reason.
CREATE OR REPLACE FUNCTION origin_is_unexplained(of_file uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM public.protection_screening_origincorrection k
         WHERE k.file_id = of_file AND NOT EXISTS (
               SELECT 1 FROM public.protection_screening_correctionreason r
                WHERE r.correction_id = k.id AND r.file_id = k.file_id));
END $$;

-- Whether a person removed a country, or gave the reason: they do not authorise a transfer of the child.
CREATE OR REPLACE FUNCTION origin_corrected_by(of_file uuid, person uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM public.protection_screening_origincorrection k
                    WHERE k.file_id = of_file AND k.recorded_by = person)
        OR EXISTS (SELECT 1 FROM public.protection_screening_correctionreason r
                    WHERE r.file_id = of_file AND r.recorded_by = person);
END $$;
