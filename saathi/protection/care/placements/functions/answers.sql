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

-- The earlier record in which the child did not want this place (`placement_earlier_no_of` of `agreements.sql`), for a reader of
-- the file.
CREATE OR REPLACE FUNCTION placement_earlier_no(the_child uuid, the_kind text, the_place uuid, but uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.placement_earlier_no_of(the_child, the_kind, the_place, but)
     WHERE EXISTS (SELECT 1 FROM public.people_child c WHERE c.id = the_child AND public.access_is_shown(c.file_id))
$$;
