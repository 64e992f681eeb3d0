-- The newest contact of a focal point's office counts, so the database sets its time: a later row can always correct
-- one that points elsewhere. Its policy sets who records it.
CREATE OR REPLACE FUNCTION focal_point_contact_is_dated() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER focal_point_contact_is_dated BEFORE INSERT ON agreements_focalpointcontact
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION focal_point_contact_is_dated();
