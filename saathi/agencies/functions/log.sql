-- Adds an entry to the audit log in the caller's name. Only for functions that the warden owns.
CREATE OR REPLACE FUNCTION access_log(the_kind text, of_file uuid, the_detail jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.audit_entry (id, kind, "by", agency, file_id, detail)
    VALUES (gen_random_uuid(), the_kind, public.access_staff(), public.access_agency(), of_file,
            the_detail);
END $$;
