-- Standards that were published keep their criteria, name, edition and country: inspections refer to them. A set is
-- published with criteria only, at least one of them critical.
CREATE OR REPLACE FUNCTION standard_set_is_fixed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (OLD.published_at IS NOT NULL
        OR EXISTS (SELECT 1 FROM public.standards_standardsetversion v
                    WHERE v.standard_set_id = OLD.id AND v.body ->> 'state' = 'published'))
       AND (NEW.criteria, NEW.name, NEW.edition, NEW.country)
           IS DISTINCT FROM (OLD.criteria, OLD.name, OLD.edition, OLD.country) THEN
        RAISE EXCEPTION 'published standards do not change' USING ERRCODE = '42501';
    END IF;
    IF NEW.state IN ('proposed', 'published') AND OLD.state <> NEW.state
       AND NOT jsonb_path_exists(NEW.criteria, '$[*] ? (@.is_critical == true)') THEN
        RAISE EXCEPTION 'standards need criteria' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER standard_set_is_fixed BEFORE UPDATE ON standards_standardset
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION standard_set_is_fixed();

-- Standards count for every agency that inspects in their country, so that an agency of that country enters them; what a
-- state requires or recommends names its country.
CREATE OR REPLACE FUNCTION standard_set_is_of_country() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.country = '' AND NEW.standing <> 'proposal' OR NEW.country <> '' AND NOT EXISTS (
        SELECT 1 FROM public.agencies_agency a WHERE a.id = NEW.agency_id AND a.country = NEW.country) THEN
        RAISE EXCEPTION 'an agency of the country enters its standards' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER standard_set_is_of_country_new BEFORE INSERT ON standards_standardset
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION standard_set_is_of_country();
CREATE OR REPLACE TRIGGER standard_set_is_of_country BEFORE UPDATE OF country, standing ON standards_standardset
    FOR EACH ROW WHEN ((NEW.country, NEW.standing) IS DISTINCT FROM (OLD.country, OLD.standing)
                       AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION standard_set_is_of_country();
