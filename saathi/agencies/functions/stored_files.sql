-- Removes stored files of one child's file, such as a document uploaded by mistake, and returns their ids. The caller
-- deletes them from the storage after the commit. Called only with a proof (`change_make`), so that no injected
-- statement removes evidence. The caller must be able to write each file's section (42501).
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
