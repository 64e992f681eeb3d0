-- All files of one child: those that reviewers found to be of the same child and whose merge was not undone, or was undone by one
-- person only: nobody opens alone what two people closed. The merges are read past row security, because a reader of
-- one file may not know the other; only ids are returned. No role calls it: the functions that do tell their callers no
-- more than that another file of the child exists.
CREATE OR REPLACE FUNCTION files_of_child(of_file uuid) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER COST 1000 SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE joined(id) AS (
        SELECT of_file
        UNION
        SELECT link.other FROM joined CROSS JOIN LATERAL (
            SELECT CASE WHEN m.file_id = joined.id THEN m.into_id ELSE m.file_id END AS other
              FROM public.matches_merge m
             WHERE m.undone_at IS NULL AND (m.file_id = joined.id OR m.into_id = joined.id)
            UNION ALL
            SELECT CASE WHEN p.file_id = joined.id THEN p.other_id ELSE p.file_id END
              FROM public.matches_pair p
             WHERE p.state = 'waiting' AND (p.file_id = joined.id OR p.other_id = joined.id)
               AND EXISTS (SELECT 1 FROM public.matches_merge m WHERE m.pair_id = p.id AND m.undone_at IS NOT NULL)) link
    )
    SELECT array_agg(id ORDER BY id) FROM joined
$$;

-- The same without the file itself.
CREATE OR REPLACE FUNCTION other_files_of_child(of_file uuid) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER COST 1000 SET search_path = pg_catalog, pg_temp AS $$
    SELECT array_remove(public.files_of_child(of_file), of_file)
$$;

-- Files that may be of the same child: of pairs found by a day that wait for a decision, or could not be determined, with those merged
-- with them. Only the gate of contact with the country of origin asks it (`protection_screening/functions/contact_gate.sql`): all
-- other rules go by what reviewers decided. No role calls it.
CREATE OR REPLACE FUNCTION possible_files_of_child(of_file uuid, on_day date) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER COST 1000 SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT more.id), '{}')
      FROM (SELECT public.files_of_child(of_file) AS ids) own
      CROSS JOIN LATERAL unnest(own.ids) mine(id)
      CROSS JOIN LATERAL (
          SELECT p.other_id AS id FROM public.matches_pair p
           WHERE p.file_id = mine.id AND p.state IN ('waiting', 'unsure') AND p.use = 'duplicate' AND p.recorded_at < on_day + 1
          UNION ALL
          SELECT p.file_id FROM public.matches_pair p
           WHERE p.other_id = mine.id AND p.state IN ('waiting', 'unsure') AND p.use = 'duplicate'
             AND p.recorded_at < on_day + 1) link
      CROSS JOIN LATERAL unnest(public.files_of_child(link.id)) more(id)
     WHERE more.id <> ALL (own.ids)
$$;

-- Whether a person undid a merge of any of these files: they decide neither on a contact nor on a transfer of the child.
CREATE OR REPLACE FUNCTION merge_undone_by(of_file uuid, person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.matches_merge m JOIN public.matches_pair p ON p.id = m.pair_id
                    WHERE m.undone_by = person
                      AND ARRAY[m.file_id, m.into_id, p.file_id, p.other_id] && public.files_of_child(of_file))
$$;

-- Whether the caller did, for those who may see the file; of all others it says no.
CREATE OR REPLACE FUNCTION merge_undone_by_caller(of_file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.access_is_shown(of_file) AND public.merge_undone_by(of_file, public.access_staff())
$$;

-- Whether any file of the child is under special protection: then none of them is shown to another agency.
CREATE OR REPLACE FUNCTION child_is_protected(of_file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.agencies_file f
                    WHERE f.id = ANY (public.files_of_child(of_file)) AND f.is_protected)
$$;

-- Whether another file is, for those who may see this one; of all others it says no.
CREATE OR REPLACE FUNCTION child_protected_elsewhere(of_file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.agencies_file f
                    WHERE f.id = ANY (public.other_files_of_child(of_file)) AND f.is_protected)
       AND public.access_is_shown(of_file)
$$;

-- Locks the rows of all files of the child, always in the same order: a decision of the same moment in one of them waits.
CREATE OR REPLACE FUNCTION lock_files_of_child(of_file uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.agencies_file f WHERE f.id = ANY (public.files_of_child(of_file)) ORDER BY f.id FOR NO KEY UPDATE;
END $$;

-- A merge, and the end of one, waits for the decisions of the same moment in the files of both.
CREATE OR REPLACE FUNCTION merge_waits_for_files() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.agencies_file f
      WHERE f.id = ANY (public.files_of_child(NEW.file_id) || public.files_of_child(NEW.into_id))
      ORDER BY f.id FOR NO KEY UPDATE;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER merge_waits_for_files BEFORE INSERT OR UPDATE OF undone_at ON matches_merge FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION merge_waits_for_files();

-- Whether the child, after this consent or assent, refused the scope in another file of theirs, and did not agree there later.
CREATE OR REPLACE FUNCTION consent_refused_elsewhere(of_consent uuid, the_scope text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((
        SELECT n.answer = 'no'
          FROM public.consent_consent c
          JOIN public.consent_consent n ON n.file_id = ANY (public.other_files_of_child(c.file_id))
         WHERE c.id = of_consent AND c.basis IN ('consent', 'assent', 'guardian')
           AND the_scope = ANY (n.scopes) AND n.answer IN ('yes', 'no') AND (n.withdrawn_on IS NULL OR n.answer = 'no')
           AND (n.given_on, n.recorded_at) > (c.given_on, c.recorded_at)
         ORDER BY n.given_on DESC, n.recorded_at DESC LIMIT 1), false)
$$;

-- The same in any file, also in that of the consent.
CREATE OR REPLACE FUNCTION consent_refused_in_any_file(of_consent uuid, the_scope text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.consent_is_refused(of_consent, the_scope) OR public.consent_refused_elsewhere(of_consent, the_scope)
$$;

-- Whether another file says so of any of these scopes, for those who may see the file of the consent; of all others it says no.
CREATE OR REPLACE FUNCTION consent_refused_in_other_file(of_consent uuid, the_scopes text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.consent_consent c, unnest(the_scopes) of_scope
         WHERE c.id = of_consent AND public.access_is_shown(c.file_id) AND of_scope = ANY (c.scopes)
           AND public.consent_refused_elsewhere(c.id, of_scope))
$$;
