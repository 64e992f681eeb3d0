-- The end of a stay: whoever recorded it or the return of the child is named. Where the exception had expired on the day of
-- the recording, the end waits for a second person who may approve; see `exception_rules.end_state`. The end itself is
-- recorded at once. What a second person confirmed never changes.
CREATE OR REPLACE FUNCTION placement_end_is_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    today date;
BEGIN
    IF (NEW.ended_on, NEW.end_reason, NEW.back_on) IS DISTINCT FROM (OLD.ended_on, OLD.end_reason, OLD.back_on) THEN
        IF NEW.end_authors IS DISTINCT FROM
           (CASE WHEN me = ANY (OLD.end_authors) THEN OLD.end_authors ELSE OLD.end_authors || me END) THEN
            RAISE EXCEPTION 'placements_placement: who recorded the end is missing' USING ERRCODE = 'check_violation';
        END IF;
    ELSIF NEW.end_authors IS DISTINCT FROM OLD.end_authors THEN
        RAISE EXCEPTION 'placements_placement: who recorded the end, it stays as it was recorded'
              USING ERRCODE = 'check_violation';
    END IF;
    -- A child is found or back if someone saw the child (`back_rules.reasons_against_seen`).
    IF OLD.back_on IS NULL AND NEW.back_on IS NOT NULL THEN
        IF NEW.back_seen = '' THEN
            RAISE EXCEPTION 'placements_placement: who saw the child is missing' USING ERRCODE = 'check_violation';
        END IF;
    ELSIF (NEW.back_on, NEW.back_seen) IS DISTINCT FROM (OLD.back_on, OLD.back_seen) THEN
        RAISE EXCEPTION 'placements_placement: the return of the child, it stays as it was recorded'
              USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.ended_on IS NULL AND NEW.ended_on IS NOT NULL THEN
        SELECT (now() AT TIME ZONE o.time_zone)::date INTO today
          FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = NEW.file_id;
        IF NEW.end_state IS DISTINCT FROM (CASE WHEN NEW.exception_until < today THEN 'waiting' ELSE '' END)
           OR NEW.end_known <> '' OR NEW.end_confirmed_by IS NOT NULL OR NEW.end_confirmed_on IS NOT NULL THEN
            RAISE EXCEPTION 'placements_placement: a second person confirms this end' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.end_state, NEW.end_known, NEW.end_confirmed_by, NEW.end_confirmed_on)
       IS NOT DISTINCT FROM (OLD.end_state, OLD.end_known, OLD.end_confirmed_by, OLD.end_confirmed_on) THEN
        RETURN NEW;
    END IF;
    IF OLD.end_state <> 'waiting' OR NEW.end_state <> 'confirmed' THEN
        RAISE EXCEPTION 'placements_placement: the confirmation of an end, it stays as it was recorded'
              USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.end_known = '' OR NEW.end_confirmed_on IS NULL OR NEW.end_confirmed_by IS DISTINCT FROM me
       OR me = ANY (NEW.end_authors) OR NOT public.staff_may(me, 'approve') THEN
        RAISE EXCEPTION 'placements_placement: a second person confirms this end' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.end_reason = 'left' AND NEW.back_on IS NULL THEN
        RAISE EXCEPTION 'placements_placement: the child is still missing' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER placement_end_is_kept BEFORE UPDATE ON placements_placement FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION placement_end_is_kept();
