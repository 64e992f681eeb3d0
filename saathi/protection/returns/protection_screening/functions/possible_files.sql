-- A file that may be of the same child: a sign in it closes the gate until reviewers decided whether they are one child. A second
-- registration is an easy way round the gate otherwise.

-- Whether the records of one file show a sign of a need for protection: it is closed, or the child may be stateless, or an answer is
-- "yes" in screenings that no finished one followed.
CREATE OR REPLACE FUNCTION origin_shows_sign(of_file uuid, on_day date) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    state text := public.origin_state_of_file(of_file, on_day);
BEGIN
    RETURN state IN ('closed', 'stateless')
        OR state IN ('unfinished', 'not_screened') AND EXISTS (SELECT 1 FROM public.origin_answered_yes(of_file, on_day));
END $$;

-- Whether a file that may be of the same child shows one.
CREATE OR REPLACE FUNCTION origin_sign_in_possible_file(of_file uuid, on_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER COST 1000 SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM unnest(public.possible_files_of_child(of_file, on_day)) f
                    WHERE public.origin_shows_sign(f, on_day))
$$;

-- A sign is recorded in a file that one person alone found to be of another child, or that could not be determined: the pair waits
-- again, and that person's answer counts as one of two. The decisions themselves stay.
CREATE OR REPLACE FUNCTION origin_pairs_wait_again() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF public.origin_shows_sign(NEW.file_id, 'infinity') THEN
        UPDATE public.matches_pair p SET state = 'waiting', settled_at = NULL, version = p.version + 1
         WHERE (p.file_id = ANY (public.files_of_child(NEW.file_id)) OR p.other_id = ANY (public.files_of_child(NEW.file_id)))
           AND p.state IN ('not_same', 'unsure') AND p.use = 'duplicate'
           AND NOT EXISTS (SELECT 1 FROM public.matches_merge m WHERE m.pair_id = p.id)
           AND (SELECT count(*) FROM public.matches_review r
                 WHERE r.pair_id = p.id AND r.round = p.round AND r.decision = 'not_same') < 2;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER origin_pairs_wait_again AFTER INSERT ON protection_screening_protectionscreening FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION origin_pairs_wait_again();
CREATE OR REPLACE TRIGGER origin_pairs_wait_again AFTER INSERT OR UPDATE ON protection_screening_protectionreferral FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION origin_pairs_wait_again();
