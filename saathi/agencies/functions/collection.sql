-- By which way records were collected; see `agencies/collection.py`. Nobody reads or writes the table itself.

-- Keeps the way of each new record, an array of [record, file, method], by proof and once: a later statement
-- does not replace it.
CREATE OR REPLACE FUNCTION collection_keep(kept jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.agencies_recordcollection (record_id, file_id, method)
    SELECT (k ->> 0)::uuid, (k ->> 1)::uuid, k ->> 2 FROM jsonb_array_elements(kept) AS k
    ON CONFLICT (record_id) DO NOTHING;
END $$;

-- The ways of these records, for those who may read something of the file. The ids are known only to those
-- who have read the records: this gives none. A record without a way is left out.
CREATE OR REPLACE FUNCTION collection_methods(of_file uuid, of_records uuid[])
RETURNS TABLE (record uuid, method text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (SELECT s.reads FROM public.access_sections(of_file) AS s) <> 0 THEN
        RETURN QUERY
        SELECT r.id, coalesce(own.method, whole.method)::text
          FROM unnest(of_records) AS r(id)
          LEFT JOIN public.agencies_recordcollection own
            ON own.record_id = r.id AND own.file_id = of_file
          LEFT JOIN public.agencies_recordcollection whole
            ON whole.record_id = of_file AND whole.file_id = of_file
         WHERE coalesce(own.method, whole.method) IS NOT NULL;
    END IF;
END $$;
