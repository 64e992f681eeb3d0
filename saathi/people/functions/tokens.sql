-- A search once asked through a function that told which tokens others held. It does so no more.
DROP FUNCTION IF EXISTS access_find_tokens(bytea[]);

-- Takes the search tokens of a file away before it gets those of its present names; reached by proof
-- alone (`change_make`), so an injected statement makes no child impossible to find.
CREATE OR REPLACE FUNCTION token_clear(of_file uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (SELECT mine.writes & {section.IDENTITY} FROM public.access_sections(of_file) mine) = 0 THEN
        RAISE EXCEPTION 'no such file' USING ERRCODE = '42501';
    END IF;
    DELETE FROM public.people_token WHERE file_id = of_file;
END $$;
