-- Removes stored files of one file of a child, such as a document that was uploaded by mistake, and returns which
-- they were. Its caller deletes them from the storage after the commit. Reached by proof alone (`change_make`): no
-- injected statement removes evidence. The caller needs to write the section of each.
CREATE OR REPLACE FUNCTION stored_files_remove(of_file uuid, the_files uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine integer := (SELECT s.writes FROM public.access_sections(of_file) s);
BEGIN
    IF EXISTS (SELECT 1 FROM public.vault_stored_file v WHERE v.id = ANY (the_files)
                AND (v.file_id <> of_file OR v.section & ~coalesce(mine, 0) <> 0)) THEN
        RAISE EXCEPTION 'not yours to remove' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY DELETE FROM public.vault_stored_file v
                  WHERE v.id = ANY (the_files) AND v.file_id = of_file RETURNING v.id;
END $$;
