-- The newest published contact of a focal point's office counts, so the database sets its time: a later row can always
-- correct one that points elsewhere. Its policies set who records and who publishes it.
CREATE OR REPLACE FUNCTION focal_point_contact_is_dated() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER focal_point_contact_is_dated BEFORE INSERT ON agreements_focalpointcontact
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION focal_point_contact_is_dated();

-- A second person publishes the newest contact, once; a contact that was published stays as it is.
CREATE OR REPLACE FUNCTION focal_point_contact_is_seconded() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.state <> 'proposed' OR NEW.state <> 'published' OR NEW.published_by IS NULL
       OR NEW.published_by = NEW.recorded_by
       OR EXISTS (SELECT 1 FROM public.agreements_focalpointcontact later
                   WHERE later.focal_point_id = NEW.focal_point_id AND later.id <> NEW.id
                     AND (later.recorded_at, later.id) > (NEW.recorded_at, NEW.id)) THEN
        RAISE EXCEPTION 'the newest contact is published by a second person' USING ERRCODE = '42501';
    END IF;
    NEW.published_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER focal_point_contact_is_seconded BEFORE UPDATE ON agreements_focalpointcontact
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION focal_point_contact_is_seconded();
