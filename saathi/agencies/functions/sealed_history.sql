-- Keeps the wording that a change replaced, with its version, for those who may read the record; see
-- `agencies/sealed_history.py`. The trigger's arguments: the field's id and the record's section. An existing row for
-- this version can only come from an injected statement, so it is replaced.
CREATE OR REPLACE FUNCTION sealed_keep_old() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.vault_old_value
        (id, field_id, row_id, file_id, section, version, sealed, replaced_at, replaced_by)
    VALUES (gen_random_uuid(), TG_ARGV[0], OLD.id, OLD.file_id, TG_ARGV[1]::integer, OLD.version,
            OLD.sealed, clock_timestamp(), public.access_staff())
    ON CONFLICT (row_id, field_id, version) DO UPDATE
       SET sealed = excluded.sealed, file_id = excluded.file_id, section = excluded.section,
           replaced_at = excluded.replaced_at, replaced_by = excluded.replaced_by;
    RETURN NULL;
END $$;

-- Replaces the envelope that this transaction kept for a replaced version with a complete one, which also
-- holds columns that were not encrypted. Only for the application, which calls it with a proof.
CREATE OR REPLACE FUNCTION old_value_keep(
    of_field text, of_row uuid, of_file uuid, of_section integer, of_version integer, whole bytea)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    mine record;
BEGIN
    SELECT * INTO mine FROM public.access_sections(of_file);
    IF mine.writes & of_section = 0 THEN
        RAISE EXCEPTION 'not yours to keep' USING ERRCODE = '42501';
    END IF;
    INSERT INTO public.vault_old_value AS v
        (id, field_id, row_id, file_id, section, version, sealed, replaced_at, replaced_by)
    VALUES (gen_random_uuid(), of_field, of_row, of_file, of_section, of_version, whole,
            clock_timestamp(), me)
    ON CONFLICT (row_id, field_id, version) DO UPDATE SET sealed = excluded.sealed
     WHERE v.file_id = of_file AND v.replaced_by = me AND v.replaced_at >= now();
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this version was kept before' USING ERRCODE = '42501';
    END IF;
END $$;
