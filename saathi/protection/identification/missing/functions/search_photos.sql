-- Photos that were given for a search end with what they were given for: when the reporting person asks to end the
-- search they are erased in the same transaction, whoever closes it, and after their last day by the nightly job. The
-- bytes are deleted with the commit by the application, else by the sweep of files that no row names.
CREATE OR REPLACE FUNCTION search_photos_withdraw() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.vault_stored_file v USING public.missing_searchphoto p
     WHERE p.report_id = NEW.id AND v.id = p.picture AND v.file_id = p.file_id;
    UPDATE public.missing_searchphoto
       SET state = 'erased', erased_on = NEW.closed_on, version = version + 1
     WHERE report_id = NEW.id AND state <> 'erased';
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER search_photos_withdraw AFTER UPDATE OF why_closed ON missing_missingreport FOR EACH ROW
    WHEN (NEW.why_closed = 'withdrawn' AND NEW.closed_on IS NOT NULL) EXECUTE FUNCTION search_photos_withdraw();

-- Refuses a photo for a search that has ended or for a child who has a file. The report is locked until the photo is
-- stored, so that its end cannot slip in between. A restore brings back the photos of the backup.
CREATE OR REPLACE FUNCTION search_photos_require_search() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM public.missing_missingreport r
      WHERE r.id = NEW.report_id AND r.file_id = NEW.file_id AND r.state IN ('open', 'followed')
        AND r.child_file_id IS NULL
        FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'missing_searchphoto: the search has ended' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER search_photos_require_search BEFORE INSERT ON missing_searchphoto
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION search_photos_require_search();

-- Erases photos whose last day is over by the clock of the office, the longest overdue first, at most `at_most`. Safe
-- to run twice. Background worker only. Returns the photos, for the log.
CREATE OR REPLACE FUNCTION search_photos_expire(moment timestamptz, at_most integer)
RETURNS TABLE (photo uuid, file uuid, agency uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    late record;
BEGIN
    FOR late IN
        SELECT p.id, p.file_id, p.picture, f.agency_id, (moment AT TIME ZONE o.time_zone)::date AS today
          FROM public.missing_searchphoto p
          JOIN public.agencies_file f ON f.id = p.file_id
          JOIN public.agencies_office o ON o.id = f.office_id
         WHERE p.state <> 'erased' AND p.until < (moment AT TIME ZONE o.time_zone)::date
         ORDER BY p.until LIMIT least(at_most, 1000) FOR UPDATE OF p SKIP LOCKED
    LOOP
        DELETE FROM public.vault_stored_file v WHERE v.id = late.picture AND v.file_id = late.file_id;
        UPDATE public.missing_searchphoto
           SET state = 'erased', erased_on = late.today, version = version + 1 WHERE id = late.id;
        RETURN QUERY SELECT late.id, late.file_id, late.agency_id;
    END LOOP;
END $$;
