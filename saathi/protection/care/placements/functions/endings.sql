-- Which ends of a placement are approved: 'family' by a reunification that a second person approved, also if the child
-- was handed over since the stay began; 'country' by an authorised transfer to another country;
-- 'died' by the closure of the case after a death that is confirmed, which a second person approved.
CREATE OR REPLACE FUNCTION placement_approved_departures(p placements_placement) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT array_remove(ARRAY[
        CASE WHEN EXISTS (SELECT 1 FROM public.tracing_reunification r
                           WHERE r.file_id = ANY (public.placement_files(p.child_id)) AND r.decided_by IS NOT NULL
                             AND (r.state = 'approved' OR r.state = 'carried_out' AND r.handed_over_on >= p.started_on))
             THEN 'family' END,
        CASE WHEN EXISTS (SELECT 1 FROM public.transfers_transfer t
                           WHERE t.file_id = ANY (public.placement_files(p.child_id)) AND t.withdrawn_on IS NULL
                             AND t.to_country <> (SELECT o.country FROM public.agencies_file f
                                                    JOIN public.agencies_office o ON o.id = f.office_id
                                                   WHERE f.id = p.file_id)
                             AND (t.state IN ('authorised', 'travelling')
                                  OR t.state IN ('handed_over', 'received', 'followed_up')
                                     AND coalesce(t.departed_at::date, t.state_since) >= p.started_on))
             THEN 'country' END,
        CASE WHEN EXISTS (SELECT 1 FROM public.cases_closing c JOIN public.cases_approval a
                              ON a.subject = 'closing' AND a.subject_id = c.id AND a.decision = 'approved'
                           WHERE c.file_id = ANY (public.placement_files(p.child_id)) AND c.reason = 'died'
                             AND c.death_source IN ('certificate', 'authority', 'own_staff') AND c.reopened_on IS NULL)
             THEN 'died' END], NULL)
$$;

-- The same for each reader of the file's visits, also one who reads neither reunifications nor transfers.
CREATE OR REPLACE FUNCTION placement_departures(the_placement uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.placement_approved_departures(p) FROM public.placements_placement p
     WHERE p.id = the_placement AND public.access_is_shown(p.file_id)
       AND ((SELECT s.reads FROM public.access_sections(p.file_id) s) & {section.VISITS}) <> 0
$$;

-- Whether the caller writes the section in which this departure is decided; see `departure_rules.SECTIONS`.
CREATE OR REPLACE FUNCTION placement_may_write_departure(p placements_placement) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT ((SELECT s.writes FROM public.access_sections(p.file_id) s)
            & CASE p.end_reason WHEN 'family' THEN {section.LEGAL} WHEN 'country' THEN {section.TRANSFER} ELSE 0 END) <> 0
$$;

-- The greatest and the least age on the last day of a placement, by the years of birth; null if not known. The day of the
-- year is not known: whoever may turn 18 in this year is neither below 18 nor an adult for certain.
CREATE OR REPLACE FUNCTION placement_age_at_end(p placements_placement, OUT at_most integer, OUT at_least integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT extract(year FROM p.ended_on)::integer - c.birth_year_low,
           extract(year FROM p.ended_on)::integer - c.birth_year_high - 1
      FROM public.people_child c WHERE c.id = p.child_id
$$;

-- Why a second person looks at an end; see `departure_rules.departure_of`.
CREATE OR REPLACE FUNCTION placement_departure(p placements_placement) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN p.end_reason = 'adult' AND coalesce((public.placement_age_at_end(p)).at_least >= 18, false) THEN ''
        WHEN p.end_reason = 'died' AND 'died' = ANY (public.placement_approved_departures(p)) THEN ''
        WHEN p.end_reason IN ('taken', 'adult', 'died', 'other') THEN 'to_check'
        WHEN p.end_reason NOT IN ('family', 'country') THEN ''
        WHEN NOT p.end_reason = ANY (public.placement_approved_departures(p)) THEN 'outside'
        WHEN public.placement_may_write_departure(p) THEN '' ELSE 'reported' END
$$;

-- The end of a stay: whoever recorded it or the return of the child is named. Where the exception had expired on the day of
-- the recording, the end waits for a second person who may approve; see `exception_rules.end_state`. The end itself is
-- recorded at once. What a second person confirmed never changes. A return to the family or a transfer that was not approved
-- waits as well, with who decided (`departure_rules.end_state`).
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
    -- A child is found or back if someone saw the child; the word of the family or another person is no sighting
    -- (`back_rules.reasons_against_seen`).
    IF OLD.back_on IS NULL AND NEW.back_on IS NOT NULL THEN
        IF NEW.back_seen IN ('', 'family', 'other') THEN
            RAISE EXCEPTION 'placements_placement: who saw the child is missing' USING ERRCODE = 'check_violation';
        END IF;
    ELSIF (NEW.back_on, NEW.back_seen) IS DISTINCT FROM (OLD.back_on, OLD.back_seen) THEN
        RAISE EXCEPTION 'placements_placement: the return of the child, it stays as it was recorded'
              USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.ended_on IS NULL AND NEW.ended_on IS NOT NULL THEN
        SELECT (now() AT TIME ZONE o.time_zone)::date INTO today
          FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = NEW.file_id;
        IF NEW.end_reason = 'adult' AND (public.placement_age_at_end(NEW)).at_most < 18 THEN
            RAISE EXCEPTION 'placements_placement: the child is below 18' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.departure IS DISTINCT FROM public.placement_departure(NEW)
           OR NEW.departure = 'outside' AND NEW.departed_by = '' THEN
            RAISE EXCEPTION 'placements_placement: no return or transfer is approved' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.end_state IS DISTINCT FROM (CASE WHEN NEW.exception_until < today THEN 'waiting'
                                                WHEN NEW.departure <> '' THEN 'departed' ELSE '' END)
           OR NEW.end_known <> '' OR NEW.end_confirmed_by IS NOT NULL OR NEW.end_confirmed_on IS NOT NULL THEN
            RAISE EXCEPTION 'placements_placement: a second person confirms this end' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.departure, NEW.departed_by) IS DISTINCT FROM (OLD.departure, OLD.departed_by)
       OR OLD.end_reason <> '' AND NEW.end_reason <> OLD.end_reason THEN
        RAISE EXCEPTION 'placements_placement: the departure of the child, it stays as it was recorded'
              USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.end_state, NEW.end_known, NEW.end_confirmed_by, NEW.end_confirmed_on)
       IS NOT DISTINCT FROM (OLD.end_state, OLD.end_known, OLD.end_confirmed_by, OLD.end_confirmed_on) THEN
        RETURN NEW;
    END IF;
    IF OLD.end_state NOT IN ('waiting', 'departed') OR NEW.end_state <> 'confirmed' THEN
        RAISE EXCEPTION 'placements_placement: the confirmation of an end, it stays as it was recorded'
              USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.end_known = '' OR NEW.end_confirmed_on IS NULL OR NEW.end_confirmed_by IS DISTINCT FROM me
       OR me = ANY (NEW.end_authors)
       OR NOT public.staff_may(me, 'approve')
          AND NOT (NEW.departure = 'reported' AND OLD.end_state = 'departed'
                   AND public.placement_may_write_departure(NEW)) THEN
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
