-- The door through which the matcher gets at names: only what it is about to compare with one question,
-- which exists, and at most 300 children for each call, 1,200 for each question and day. A protected
-- child is never opened, nor one that is hidden from the person who asks or from her agency, nor one
-- whose name she reads herself. With each comes the wrapped key of the file; of the records in it the
-- matcher may read nothing but what stands here.
CREATE OR REPLACE FUNCTION matcher_candidates(of_subject uuid, of_files uuid[])
RETURNS TABLE (id uuid, file_id uuid, gender text, birth_year_low smallint,
               birth_year_high smallint, home_district text, languages text[], sealed bytea,
               wrapped bytea, kek_id text, place bigint)
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
            SELECT m.recorded_by FROM public.missing_missingreport m
             WHERE m.id = of_subject AND m.state IN ('open', 'followed')) AS asked
      JOIN public.agencies_staff s ON s.id = asked.recorded_by;
    IF NOT FOUND OR cardinality(of_files) = 0 THEN
        RETURN;
    END IF;
    IF cardinality(of_files) > 300 THEN
        RAISE EXCEPTION 'at most 300 at once' USING ERRCODE = '42501';
    END IF;
    INSERT INTO public.intake_opening AS o (subject, day, opened)
    VALUES (of_subject, current_date, cardinality(of_files))
    ON CONFLICT (subject, day) DO UPDATE SET opened = o.opened + excluded.opened
    RETURNING o.opened INTO today_opened;
    IF today_opened > 1200 THEN
        RAISE EXCEPTION 'enough was opened for this question today' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
    SELECT c.id, c.file_id, c.gender::text, c.birth_year_low, c.birth_year_high,
           c.home_district::text, c.languages::text[], c.sealed, k.wrapped, k.kek_id, met.place
      FROM unnest(of_files) WITH ORDINALITY AS met(file_id, place)
      JOIN public.agencies_file f ON f.id = met.file_id
      JOIN public.people_child c ON c.file_id = f.id
      JOIN public.vault_key k ON k.file_id = f.id
     WHERE f.kind = 'child' AND NOT f.is_protected
       AND NOT EXISTS (SELECT 1 FROM public.intake_enquirymatch m  -- her holder was asked already
                        WHERE m.enquiry = of_subject AND m.file_id = f.id)
       AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                        WHERE h.file_id = f.id AND h.principal IN (asker, agency))
       AND NOT EXISTS (
           SELECT 1 FROM public.agencies_grant g
             JOIN public.agencies_principal p ON p.principal = g.principal AND p.staff_id = asker
            WHERE g.file_id = f.id AND (g.reads & 1) <> 0
              AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now()));
END $$;

-- A child whose file was opened in these days, to be compared with the children who are missing. Not
-- one who is protected; and not for ever, so that nobody leafs through all children by it.
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
     WHERE f.id = of_file AND f.kind = 'child' AND NOT f.is_protected
       AND f.recorded_at > now() - interval '7 days';
END $$;
