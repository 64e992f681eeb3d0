-- Which countries count as origin of a child. No edit of the child's record takes one away: a country that a screening was
-- recorded with stays, and while no nationality is recorded, each other country may be the origin.

-- The countries that the child's record names now.
CREATE OR REPLACE FUNCTION origin_named(of_file uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT array_agg(DISTINCT country ORDER BY country)
                       FROM public.people_child c,
                            unnest((c.nationalities || c.home_country)::text[]) named(country)
                      WHERE c.file_id = of_file AND country <> ''), '{}')
$$;

-- Whether the origin of a child is unknown: no nationality, and no home in another country than the file's office.
CREATE OR REPLACE FUNCTION origin_is_unknown(of_file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.people_child c
                     JOIN public.agencies_file f ON f.id = c.file_id JOIN public.agencies_office o ON o.id = f.office_id
                    WHERE c.file_id = of_file AND c.nationalities = '{}' AND c.home_country IN ('', o.country))
$$;

-- Whether a file names one of these countries as origin of the child: the record, a screening, the child's way, or an earlier
-- contact, permission or verification does; a country that a correction removed still counts (`corrections.sql`).
CREATE OR REPLACE FUNCTION origin_is_named_in(of_file uuid, countries text[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN countries && public.origin_named(of_file)
        OR EXISTS (SELECT 1 FROM public.protection_screening_protectionscreening s
                    WHERE s.file_id = of_file AND countries && s.origins::text[])
        OR EXISTS (SELECT 1 FROM public.protection_screening_origincontact c
                    WHERE c.file_id = of_file AND c.country = ANY (countries))
        OR EXISTS (SELECT 1 FROM public.protection_screening_contactpermission p
                    WHERE p.file_id = of_file AND p.country = ANY (countries))
        OR EXISTS (SELECT 1 FROM public.protection_screening_origincorrection k
                    WHERE k.file_id = of_file AND k.country = ANY (countries))
        OR EXISTS (SELECT 1 FROM ({rows.origins_of_file}) named(country) WHERE named.country = ANY (countries))
        OR EXISTS (SELECT 1 FROM public.trafficking_episode e
                    WHERE e.file_id = of_file AND e.recruited_country = ANY (countries))
        OR EXISTS (SELECT 1 FROM (
                       SELECT DISTINCT ON (l.episode_id) l.from_country FROM public.trafficking_leg l
                        WHERE l.file_id = of_file AND NOT l.is_removed
                        ORDER BY l.episode_id, l.number) began
                    WHERE began.from_country = ANY (countries));
END $$;

-- The same, and with an unknown origin each country but that of the file's office.
CREATE OR REPLACE FUNCTION origin_is_among_here(of_file uuid, countries text[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN public.origin_is_named_in(of_file, countries)
        OR public.origin_is_unknown(of_file) AND EXISTS (
            SELECT 1 FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id,
                          unnest(countries) asked(country)
             WHERE f.id = of_file AND asked.country NOT IN ('', o.country));
END $$;

-- Whether only another file of the child names one of these countries as origin. Whoever works in this file does not learn it.
CREATE OR REPLACE FUNCTION origin_is_among_elsewhere(of_file uuid, countries text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT NOT public.origin_is_among_here(of_file, countries) AND EXISTS (
        SELECT 1 FROM unnest(public.other_files_of_child(of_file)) f
         WHERE public.origin_is_named_in(f, countries))
$$;

-- The same by any file of the child.
CREATE OR REPLACE FUNCTION origin_is_among(of_file uuid, countries text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.origin_is_among_here(of_file, countries) OR public.origin_is_among_elsewhere(of_file, countries)
$$;

-- What a new screening is recorded with, for those who read the legal records of the file (42501).
CREATE OR REPLACE FUNCTION origin_countries(of_file uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (public.access_sections(of_file)).reads & {section.LEGAL} = 0 THEN
        RAISE EXCEPTION 'no such file' USING ERRCODE = '42501';
    END IF;
    RETURN public.origin_named(of_file);
END $$;

-- A screening is recorded with every country that the child's record names (23514). Maintenance and the owner load
-- earlier data.
CREATE OR REPLACE FUNCTION screening_keeps_origins() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT NEW.origins::text[] @> public.origin_named(NEW.file_id) THEN
        RAISE EXCEPTION 'protection_screening: a country of origin is left out' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER screening_keeps_origins BEFORE INSERT ON protection_screening_protectionscreening
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION screening_keeps_origins();
