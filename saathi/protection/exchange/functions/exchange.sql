-- What import and export need beyond the rights of the person who does them. The warden role owns these
-- functions, and each checks, by the signed context, what the caller may do.

-- Gives files that the caller imported within the last hour to the worker who continues with them, and ends the
-- caller's own place in their teams, because the caller leads the office and works on none of them. Returns how many.
-- Refused as a whole (42501) if any file was not imported by the caller.
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
    SELECT gen_random_uuid(), f, to_staff, 'team', {section.TEAM_MEMBER}, {section.TEAM_MEMBER}, now(), me FROM unnest(of_files) AS f;
    GET DIAGNOSTICS given = ROW_COUNT;
    UPDATE public.agencies_grant SET ends_at = now()
     WHERE file_id = ANY (of_files) AND principal = me AND kind = 'team' AND ends_at IS NULL;
    RETURN given;
END $$;

-- Clears what is no longer needed: exports that have expired, and uploads of imports that are done, were
-- abandoned or were left alone for thirty days. Deletes only these, whoever calls it. Returns each record,
-- the person it belongs to, and the stored file to delete from the storage.
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

-- The records that the nightly and five-minute comparisons wrote about these files, and that no person has
-- decided on since: possible matches with an enquiry or a missing child, possible duplicates with the
-- machine's assessment, and notices of a repeated allegation. They are no work on a file.
CREATE OR REPLACE FUNCTION exchange_automatic_matches(of_files uuid[]) RETURNS TABLE (record uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH pairs AS (
        SELECT p.id FROM public.matches_pair p
         WHERE (p.file_id = ANY (of_files) OR p.other_id = ANY (of_files))
           AND p.state IN ('waiting', 'lapsed')
           AND NOT EXISTS (SELECT 1 FROM public.matches_review r WHERE r.pair_id = p.id)
           AND NOT EXISTS (SELECT 1 FROM public.matches_merge m WHERE m.pair_id = p.id)
    )
    SELECT m.id FROM public.intake_enquirymatch m
     WHERE m.file_id = ANY (of_files) AND m.state = 'waiting' AND m.version = 1
    UNION ALL SELECT p.id FROM pairs p
    UNION ALL SELECT o.id FROM public.matches_opinion o JOIN pairs p ON p.id = o.pair_id
    UNION ALL SELECT r.id FROM public.matches_repeat r
     WHERE r.file_id = ANY (of_files) AND r.answer = ''
$$;

DROP FUNCTION IF EXISTS exchange_standing(uuid, uuid[]);  -- renamed

-- The files that an import brought in, and whether each stays because something was done with it since: a
-- record added or changed by a person, a right given, the file hidden, or a record of another file that names
-- it. `also` are those that the caller knows from the log, which is not read here. A child and the report that
-- was imported with the child stay together. A file that is hidden from the caller is not among them, and stays.
-- For those who lead the office (42501).
CREATE OR REPLACE FUNCTION exchange_files_after_import(of_import uuid, also uuid[])
RETURNS TABLE (file uuid, is_child boolean, stays boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    brought uuid[];
    touched uuid[] := also;
    automatic uuid[];
    here uuid[];
    done_at timestamptz;
    each record;
BEGIN
    SELECT i.finished_at INTO done_at
      FROM public.exchange_import i JOIN public.agencies_file f ON f.id = i.file_id
     WHERE i.id = of_import AND i.state IN ('done', 'taking_back')
       AND f.agency_id = public.access_agency()
       AND public.staff_may(public.access_staff(), 'import_caseload')
       AND (SELECT s.writes FROM public.access_sections(i.file_id) s) & {section.CASE} <> 0;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'import cannot be undone by this account' USING ERRCODE = '42501';
    END IF;
    SELECT coalesce(array_agg(r.file_id), '{}') INTO brought
      FROM public.exchange_importedrecord r WHERE r.imported_by = of_import;
    SELECT coalesce(array_agg(a.record), '{}') INTO automatic
      FROM public.exchange_automatic_matches(brought) a;
    -- Later records of the files, of any kind.
    FOR each IN
        SELECT c.table_name FROM information_schema.columns c
          JOIN information_schema.tables t USING (table_schema, table_name)
         WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
           AND c.column_name = 'recorded_at' AND c.table_name <> 'agencies_file'
           AND c.table_name NOT LIKE 'audit%'
           AND EXISTS (SELECT 1 FROM information_schema.columns f
                       WHERE f.table_schema = 'public' AND f.table_name = c.table_name
                         AND f.column_name = 'file_id')
    LOOP
        EXECUTE format(
            'SELECT coalesce(array_agg(DISTINCT file_id), ''{}'') FROM public.%I '
            'WHERE file_id = ANY ($1) AND recorded_at > $2 AND id <> ALL ($3)', each.table_name
        ) INTO here USING brought, done_at, automatic;
        touched := touched || here;
    END LOOP;
    -- What was changed, saved as a draft, stored, hidden or given since: an import does none of this.
    SELECT touched || coalesce(array_agg(DISTINCT o.f), '{}') INTO touched FROM (
        SELECT v.file_id AS f FROM public.vault_old_value v
                   WHERE v.file_id = ANY (brought) AND v.replaced_at > done_at
        UNION ALL SELECT v.file_id FROM public.vault_stored_file v WHERE v.file_id = ANY (brought)
        UNION ALL SELECT d.file_id FROM public.agencies_draft d WHERE d.file_id = ANY (brought)
        UNION ALL SELECT h.file_id FROM public.agencies_hidden h WHERE h.file_id = ANY (brought)
        UNION ALL SELECT g.file_id FROM public.agencies_grant g
                   WHERE g.file_id = ANY (brought) AND g.starts_at > done_at
    ) o;
    -- Records of other files that name one of these.
    FOR each IN
        SELECT k.conrelid::regclass AS of_table, a.attname AS of_column,
               EXISTS (SELECT 1 FROM pg_attribute o WHERE o.attrelid = k.conrelid
                        AND o.attname = 'file_id' AND NOT o.attisdropped) AS has_file
          FROM pg_constraint k JOIN pg_attribute a
            ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
         WHERE k.contype = 'f' AND k.confrelid = 'public.agencies_file'::regclass
           AND a.attname <> 'file_id'
    LOOP
        EXECUTE format(
            'SELECT coalesce(array_agg(DISTINCT %1$I), ''{}'') FROM %2$s WHERE %1$I = ANY ($1)'
            || CASE WHEN each.has_file THEN ' AND file_id <> ALL ($1)' ELSE '' END
            || CASE WHEN each.of_table = 'public.matches_pair'::regclass THEN ' AND id <> ALL ($2)'
                    ELSE '' END,
            each.of_column, each.of_table
        ) INTO here USING brought, automatic;
        touched := touched || here;
    END LOOP;
    RETURN QUERY
    WITH own AS (
        SELECT f.id, f.kind, coalesce(r.child_file_id, f.id) AS child
          FROM public.agencies_file f LEFT JOIN public.intake_report r ON r.file_id = f.id
         WHERE f.id = ANY (brought)
    )
    SELECT j.id, j.kind = 'child', j.stays
      FROM (SELECT o.*, bool_or(o.id = ANY (touched)) OVER (PARTITION BY o.child) AS stays FROM own o) j
     WHERE NOT EXISTS (SELECT FROM public.agencies_hidden h
                        WHERE h.file_id IN (j.id, j.child) AND h.principal = ANY (public.access_self()));
END $$;

DROP FUNCTION IF EXISTS exchange_take_back(uuid, uuid[]);  -- renamed

-- Removes the files of an import with which nothing was done since, with their keys, and returns their ids.
-- What the comparisons found about them goes too, in other files as well, with its notices. If other rows still
-- refer to them, nothing is removed.
CREATE OR REPLACE FUNCTION exchange_undo_import(of_import uuid, also uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    going uuid[];
    automatic uuid[];
    each record;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.exchange_import i
                    WHERE i.id = of_import AND i.state = 'taking_back') THEN
        RAISE EXCEPTION 'undo of this import was not requested' USING ERRCODE = '42501';
    END IF;
    SELECT coalesce(array_agg(s.file), '{}') INTO going
      FROM public.exchange_files_after_import(of_import, also) s WHERE NOT s.stays;
    SELECT coalesce(array_agg(a.record), '{}') INTO automatic
      FROM public.exchange_automatic_matches(going) a;
    DELETE FROM public.agencies_notice n WHERE n.record = ANY (automatic);
    DELETE FROM public.matches_opinion o WHERE o.id = ANY (automatic);
    DELETE FROM public.matches_pair p WHERE p.id = ANY (automatic);
    FOR each IN
        SELECT c.table_name FROM information_schema.columns c
          JOIN information_schema.tables t USING (table_schema, table_name)
         WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
           AND c.column_name = 'file_id'
           AND c.table_name NOT LIKE 'audit%' AND c.table_name <> 'vault_erasure'
    LOOP
        EXECUTE format('DELETE FROM public.%I WHERE file_id = ANY ($1)', each.table_name) USING going;
    END LOOP;
    -- The ledger of the nightly comparison is sealed for this role: the next run takes the children out of it.
    INSERT INTO public.matches_removedfile (id, removed_at)
    SELECT f.id, now() FROM public.agencies_file f WHERE f.id = ANY (going) AND f.kind = 'child'
    ON CONFLICT (id) DO NOTHING;
    DELETE FROM public.agencies_file f WHERE f.id = ANY (going);
    SET CONSTRAINTS ALL IMMEDIATE;
    RETURN QUERY SELECT unnest(going);
END $$;
