-- A child who does not want a placement said so: a later answer is a record of its own (`answer_rules`).
CREATE OR REPLACE FUNCTION placement_answer_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'placements_placement: the answer of the child stays' USING ERRCODE = 'check_violation';
END $$;

CREATE OR REPLACE TRIGGER answer_stays BEFORE UPDATE ON placements_placement FOR EACH ROW
    WHEN (OLD.view = 'objects' AND NEW.view <> 'objects'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION placement_answer_stays();
