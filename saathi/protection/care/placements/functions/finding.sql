-- A child who left without notice is found by a sighting alone (`back_rules.reasons_against_seen`): no new placement says so.
-- "placed" remains in records from before. The rest of a return: `endings.sql`.
CREATE OR REPLACE FUNCTION placement_child_is_seen() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'placements_placement: who saw the child is missing' USING ERRCODE = 'check_violation';
END $$;

CREATE OR REPLACE TRIGGER child_is_seen BEFORE UPDATE ON placements_placement FOR EACH ROW
    WHEN (NEW.back_seen = 'placed' AND OLD.back_seen <> 'placed'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION placement_child_is_seen();
