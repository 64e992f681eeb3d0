-- By which way records were collected; see `agencies/collection_methods.py`.

-- Keeps the way of each new record, an array of [record, table, section, file, method], by proof and once:
-- a later statement does not replace it.
CREATE OR REPLACE FUNCTION collection_keep(kept jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.agencies_recordcollection (record_id, record_table, section, file_id, method)
    SELECT (k ->> 0)::uuid, k ->> 1, (k ->> 2)::integer, (k ->> 3)::uuid, k ->> 4
      FROM jsonb_array_elements(kept) AS k
    ON CONFLICT (record_id) DO NOTHING;
END $$;
