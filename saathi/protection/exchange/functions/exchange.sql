-- What bringing in and giving out needs beyond the rights of whoever does it. Each function belongs to
-- the warden and asks, by the signed context, what the caller may do.

-- Gives files that the caller brought in a moment ago to the worker who goes on with them, and ends her
-- own seat in their teams: she leads the office, and works on none of them. Files of others, and those
-- she opened otherwise, are refused as a whole.
CREATE OR REPLACE FUNCTION exchange_to_worker(of_files uuid[], to_staff uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    given integer;
BEGIN
    IF NOT public.staff_may(me, 'import_caseload')
       OR NOT EXISTS (SELECT 1 FROM public.agencies_staff s
                      WHERE s.id = to_staff AND s.is_active AND s.agency_id = public.access_agency()
                        AND public.staff_may(s.id, 'work_on_case'))
       OR (SELECT count(*) FROM public.agencies_file f JOIN public.exchange_importedrecord r
             ON r.file_id = f.id
            WHERE f.id = ANY (of_files) AND f.recorded_by = me AND f.agency_id = public.access_agency()
              AND f.kind IN ('child', 'report') AND f.recorded_at > now() - interval '1 hour')
          <> cardinality(of_files) THEN
        RAISE EXCEPTION 'not yours to give' USING ERRCODE = '42501';
    END IF;
    IF to_staff = me THEN
        RETURN 0;
    END IF;
    INSERT INTO public.agencies_grant
        (id, file_id, principal, kind, reads, writes, starts_at, given_by)
    SELECT gen_random_uuid(), f, to_staff, 'team', 3839, 3839, now(), me FROM unnest(of_files) AS f;
    GET DIAGNOSTICS given = ROW_COUNT;
    UPDATE public.agencies_grant SET ends_at = now()
     WHERE file_id = ANY (of_files) AND principal = me AND kind = 'team' AND ends_at IS NULL;
    RETURN given;
END $$;

-- Forgets what is no longer needed: exports whose time is over, uploads of imports that are done, were
-- given up, or were left alone for thirty days. Whoever calls it, whenever: it takes away nothing else.
-- Returns which record it was, whose, and the stored file that is to be deleted from the storage.
CREATE OR REPLACE FUNCTION exchange_clear()
RETURNS TABLE (is_export boolean, record uuid, file uuid, staff uuid, agency uuid, stored uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.exchange_import i SET state = 'dropped', version = i.version + 1
     WHERE i.state IN ('uploaded', 'checked', 'failed') AND (i.upload IS NOT NULL)
       AND coalesce(i.moved_at, i.recorded_at) < now() - interval '30 days';
    RETURN QUERY
    WITH over AS (
        SELECT true AS is_export, e.id, e.file_id, e.recorded_by, v.id AS kept
          FROM public.exchange_export e JOIN public.vault_stored_file v ON v.file_id = e.file_id
         WHERE e.ends_at < now() OR e.state = 'ended'
        UNION ALL
        SELECT false, i.id, i.file_id, i.recorded_by, v.id
          FROM public.exchange_import i JOIN public.vault_stored_file v ON v.file_id = i.file_id
         WHERE i.state IN ('done', 'dropped')
    ), gone AS (
        DELETE FROM public.vault_stored_file v USING over o
         WHERE v.id = o.kept AND v.file_id = o.file_id RETURNING v.id
    ), ended AS (
        UPDATE public.exchange_export e
           SET state = 'ended', stored = NULL, passphrase = NULL, version = e.version + 1
          FROM over o WHERE o.is_export AND e.id = o.id RETURNING e.id
    ), emptied AS (
        UPDATE public.exchange_import i SET upload = NULL, result = NULL, version = i.version + 1
         WHERE i.id IN (SELECT o.id FROM over o WHERE NOT o.is_export) RETURNING i.id
    )
    SELECT o.is_export, o.id, o.file_id, o.recorded_by, f.agency_id, o.kept
      FROM over o JOIN public.agencies_file f ON f.id = o.file_id
     WHERE (SELECT count(*) FROM gone) >= 0
       AND (SELECT count(*) FROM ended) >= 0 AND (SELECT count(*) FROM emptied) >= 0;
END $$;
