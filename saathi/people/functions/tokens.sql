-- Searches once used this function, which revealed the tokens of other people's files.
DROP FUNCTION IF EXISTS access_find_tokens(bytea[]);

-- Removes the search tokens of a file before those of its present names are stored. Called only with a proof
-- (`change_make`), so that no injected statement makes a child impossible to find. The caller must be able to
-- write the identity (42501).
CREATE OR REPLACE FUNCTION token_clear(of_file uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (SELECT mine.writes & {section.IDENTITY} FROM public.access_sections(of_file) mine) = 0 THEN
        RAISE EXCEPTION 'no such file' USING ERRCODE = '42501';
    END IF;
    DELETE FROM public.people_token WHERE file_id = of_file;
END $$;
