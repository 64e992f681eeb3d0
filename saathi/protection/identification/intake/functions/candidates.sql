-- The matcher's only access to names: of at most 450 children in a call, the 60 likeliest to compare with one
-- existing question; at most 600 for each question and day. Never a protected child, one hidden from the
-- person who asks or from their agency, or one whose name that person can read anyway. Each row includes the
-- wrapped key of the file; of its records the matcher reads only what is returned here.
--
-- What their tokens revealed (`of_bits`, in the order of the files) and unencrypted columns (gender, years of
-- birth, home district) decide which are likeliest. No record is opened only to be discarded.
DROP FUNCTION IF EXISTS matcher_candidates(uuid, uuid[]);
CREATE OR REPLACE FUNCTION matcher_candidates(
    of_subject uuid, of_files uuid[], of_bits double precision[] DEFAULT NULL,
    asked_gender text DEFAULT '', asked_low integer DEFAULT NULL, asked_high integer DEFAULT NULL,
    asked_district text DEFAULT '')
RETURNS TABLE (id uuid, file_id uuid, gender text, birth_year_low smallint,
               birth_year_high smallint, home_district text, languages text[], sealed bytea,
               wrapped bytea, kek_id text, bits double precision)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    asker uuid;
    agency uuid;
    today_opened integer;
BEGIN
    SELECT s.id, s.agency_id INTO asker, agency
      FROM (SELECT e.recorded_by FROM public.intake_enquiry e WHERE e.id = of_subject
            UNION ALL
            {rows.matcher_questions}) AS asked
      JOIN public.agencies_staff s ON s.id = asked.recorded_by;
    IF NOT FOUND OR cardinality(of_files) = 0 THEN
        RETURN;
    END IF;
    IF cardinality(of_files) > 450 THEN
        RAISE EXCEPTION 'at most 450 at once' USING ERRCODE = '42501';
    END IF;
    INSERT INTO public.intake_opening AS o (subject, day, opened)
    VALUES (of_subject, current_date, least(cardinality(of_files), 60))
    ON CONFLICT (subject, day) DO UPDATE SET opened = o.opened + excluded.opened
    RETURNING o.opened INTO today_opened;
    IF today_opened > 600 THEN
        RAISE EXCEPTION 'enough was opened for this question today' USING ERRCODE = '42501';
    END IF;
    -- First rank by unencrypted columns; then keep, in that order, those that may be opened. To check the
    -- rights and keys of hundreds, sixty of which are opened, takes twice as long.
    RETURN QUERY
    SELECT c.id, c.file_id, c.gender, c.birth_year_low, c.birth_year_high, c.home_district, c.languages,
           c.sealed, k.wrapped, k.kek_id, c.bits
      FROM (SELECT c.id, c.file_id, c.gender::text AS gender, c.birth_year_low, c.birth_year_high,
                   c.home_district::text AS home_district, c.languages::text[] AS languages, c.sealed,
                   met.bits, met.place,
                   -- Weights in bits, learned from known matches (docs/linking.md). A district is among the
                   -- tokens too and adds little here; moves to another country are rare.
                   coalesce(met.bits, 0)
                   + CASE WHEN asked_gender NOT IN ('girl', 'boy') OR c.gender NOT IN ('girl', 'boy') THEN 0
                          WHEN c.gender = asked_gender THEN 2.5 ELSE -2.5 END
                   + CASE WHEN asked_low IS NULL OR asked_high IS NULL OR c.birth_year_low IS NULL
                               OR c.birth_year_high IS NULL THEN 0
                          WHEN c.birth_year_low + c.birth_year_high = asked_low + asked_high THEN 3.5
                          ELSE CASE greatest(c.birth_year_low - asked_high, asked_low - c.birth_year_high, 0)
                               WHEN 0 THEN 0.25 WHEN 1 THEN -1 ELSE -3 END END
                   + CASE WHEN asked_district = '' OR c.home_district = '' THEN 0
                          WHEN c.home_district = asked_district THEN 1
                          WHEN split_part(c.home_district, '-', 1) = split_part(asked_district, '-', 1) THEN 0
                          ELSE -4 END AS likely
              FROM unnest(of_files, of_bits) WITH ORDINALITY AS met(file_id, bits, place)
              JOIN public.people_child c ON c.file_id = met.file_id
             ORDER BY likely DESC, met.place
            OFFSET 0) AS c
      JOIN public.agencies_file f ON f.id = c.file_id
      JOIN public.vault_key k ON k.file_id = c.file_id
     WHERE f.kind = 'child' AND NOT {values.protected_child}
       -- Nor the file that the question was asked from: it is known to be of this child.
       AND c.file_id IS DISTINCT FROM coalesce({values.matcher_own_file})
       -- Nor a file that the asker opened from the same report, even if a colleague works on it now.
       AND NOT (f.recorded_by = asker AND f.recorded_at > now() - interval '1 day')
       AND NOT EXISTS (SELECT 1 FROM public.intake_enquirymatch m  -- the holder was asked already
                        WHERE m.enquiry = of_subject AND m.file_id = c.file_id)
       AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                        WHERE h.file_id = c.file_id AND h.principal IN (asker, agency))
       AND NOT EXISTS (
           SELECT 1 FROM public.agencies_grant g
             JOIN public.agencies_principal p ON p.principal = g.principal AND p.staff_id = asker
            WHERE g.file_id = c.file_id AND (g.reads & {section.IDENTITY}) <> 0
              AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now()))
     ORDER BY c.likely DESC, c.place
     LIMIT 60;
END $$;

-- A child whose file was opened within the last seven days, to be compared with missing children. Never a
-- protected child, and only for these days, so that no one can go through all children this way.
CREATE OR REPLACE FUNCTION matcher_found_child(of_file uuid)
RETURNS TABLE (id uuid, file_id uuid, gender text, birth_year_low smallint,
               birth_year_high smallint, home_district text, languages text[], sealed bytea,
               wrapped bytea, kek_id text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    today_opened integer;
BEGIN
    INSERT INTO public.intake_opening AS o (subject, day, opened) VALUES (of_file, current_date, 1)
    ON CONFLICT (subject, day) DO UPDATE SET opened = o.opened + 1
    RETURNING o.opened INTO today_opened;
    IF today_opened > 20 THEN
        RAISE EXCEPTION 'enough was opened of this child today' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
    SELECT c.id, c.file_id, c.gender::text, c.birth_year_low, c.birth_year_high,
           c.home_district::text, c.languages::text[], c.sealed, k.wrapped, k.kek_id
      FROM public.agencies_file f
      JOIN public.people_child c ON c.file_id = f.id
      JOIN public.vault_key k ON k.file_id = f.id
     WHERE f.id = of_file AND f.kind = 'child' AND NOT {values.protected_child}
       AND f.recorded_at > now() - interval '7 days';
END $$;
