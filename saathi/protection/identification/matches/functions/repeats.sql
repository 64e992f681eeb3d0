-- Compares alleged perpetrators, places and numbers across files. The only result is a note in each file that
-- a person or thing may have been seen before. It names no other file, child or agency. The warden role owns
-- these functions.

-- Sealed allegations, with the wrapped key of each file: two thousand in a call, for a run in progress, and
-- at most three times their number (or 10,000) in one run; otherwise 42501. None in the file of a protected
-- child, none that was withdrawn, and none about a member of staff, which are examined elsewhere.
CREATE OR REPLACE FUNCTION matches_alleged(the_run uuid, after uuid)
RETURNS TABLE (id uuid, file_id uuid, subject text, recorded_at timestamptz, sealed bytea,
               wrapped bytea, kek_id text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    so_far integer;
BEGIN
    UPDATE public.matches_matchrun r SET opened_count = r.opened_count + 2000
     WHERE r.id = the_run AND r.finished_at IS NULL AND r.source = 'repeat'
    RETURNING r.opened_count INTO so_far;
    IF so_far IS NULL
       OR so_far > 10000 AND so_far > 3 * (SELECT count(*) FROM public.around_alleged) THEN
        RAISE EXCEPTION 'no run is under way, or it opened too much' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
    SELECT a.id, a.file_id, a.subject::text, a.recorded_at, a.sealed, k.wrapped, k.kek_id
      FROM public.around_alleged a
      JOIN public.agencies_file f ON f.id = a.file_id AND NOT f.is_protected
      JOIN public.vault_key k ON k.file_id = a.file_id
     WHERE a.id > after AND a.allegation_state = 'stands' AND a.accused_staff IS NULL
     ORDER BY a.id LIMIT 2000;
END $$;

-- Notes in the file of each allegation that its subject may have been seen before; returns the number of
-- notes. One note for each kind, however many others there are; repeated only if another one was recorded
-- since.
CREATE OR REPLACE FUNCTION matches_alert(the_run uuid, alleged uuid[], others uuid[], kinds text[])
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    written integer;
BEGIN
    PERFORM 1 FROM public.matches_matchrun r
      WHERE r.id = the_run AND r.finished_at IS NULL AND r.source = 'repeat';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such run is under way' USING ERRCODE = '42501';
    END IF;
    INSERT INTO public.matches_repeat AS p (id, file_id, recorded_at, recorded_by, version,
        alleged_id, kind, expires_at, answer)
    SELECT gen_random_uuid(), n.file_id, clock_timestamp(), '00000000-0000-0000-0000-000000000000',
           1, n.id, n.kind, clock_timestamp() + interval '90 days', ''
      FROM (SELECT DISTINCT a.id, a.file_id, w.kind
              FROM unnest(alleged, others, kinds) AS w(one, other, kind)
              JOIN public.around_alleged a ON a.id = w.one
              JOIN public.around_alleged b ON b.id = w.other AND b.file_id <> a.file_id
              JOIN public.agencies_file f ON f.id = a.file_id AND NOT f.is_protected
              JOIN public.agencies_file g ON g.id = b.file_id AND NOT g.is_protected
             WHERE NOT EXISTS (SELECT 1 FROM public.matches_repeat r
                                WHERE r.alleged_id = a.id AND r.kind = w.kind
                                  AND r.recorded_at >= b.recorded_at)
               AND NOT EXISTS (SELECT 1 FROM public.matches_merge m WHERE m.undone_at IS NULL
                                AND (m.file_id, m.into_id) IN ((a.file_id, b.file_id),
                                                               (b.file_id, a.file_id)))) AS n
    ON CONFLICT (alleged_id, kind) DO UPDATE SET recorded_at = excluded.recorded_at,
        expires_at = excluded.expires_at, answer = '', answered_at = NULL, version = p.version + 1;
    GET DIAGNOSTICS written = ROW_COUNT;
    UPDATE public.matches_matchrun r SET found_pairs = r.found_pairs + written WHERE r.id = the_run;
    RETURN written;
END $$;
