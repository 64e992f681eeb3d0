-- A photo is added to a criterion while the inspection is under way, by the inspector who is signed in, up to the
-- limits (`rules.reasons_against_photo`). Those that were removed do not count.
CREATE OR REPLACE FUNCTION inspection_photo_is_checked() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- One at a time for each inspection, so that two at once do not pass the limit together.
    PERFORM 1 FROM public.inspections_inspection i
     WHERE i.id = NEW.inspection_id AND i.state = 'open'
       AND NOT public.inspector_is_barred(i.facility_id, public.access_staff()) FOR NO KEY UPDATE;
    IF NOT FOUND OR NEW.state <> 'kept' OR NEW.recorded_by IS DISTINCT FROM public.access_staff()
       OR NOT EXISTS (SELECT 1 FROM public.inspections_inspectionfinding f
                       WHERE f.id = NEW.finding_id AND f.inspection_id = NEW.inspection_id) THEN
        RAISE EXCEPTION 'photos are added while the inspection is under way' USING ERRCODE = '42501';
    END IF;
    IF (SELECT count(*) FROM public.inspections_inspectionphoto p
         WHERE p.finding_id = NEW.finding_id AND p.state = 'kept') >= {values.inspection_photos_of_criterion}
       OR (SELECT count(*) FROM public.inspections_inspectionphoto p
            WHERE p.inspection_id = NEW.inspection_id AND p.state = 'kept') >= {values.inspection_photos} THEN
        RAISE EXCEPTION 'too many photos' USING ERRCODE = '23514';
    END IF;
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER inspection_photo_is_checked BEFORE INSERT ON inspections_inspectionphoto
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION inspection_photo_is_checked();

-- Removes a photo, at any time: a child may be recognised on it. Destroys its key and names its stored files, which
-- the caller deletes after the commit. The row stays, with who removed it and why. Inspectors of the agency alone
-- (42501), and none who declared a connection with the facility, because a photo is evidence: another one removes it at
-- once. Nothing for a photo that is already removed.
CREATE OR REPLACE FUNCTION inspection_photo_remove(the_photo uuid, the_reason text) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    actor uuid := public.access_staff();
BEGIN
    IF NOT public.staff_may(actor, 'inspect')
       OR NOT EXISTS (SELECT 1 FROM public.inspections_inspectionphoto p
                        JOIN public.inspections_inspection i ON i.id = p.inspection_id
                       WHERE p.id = the_photo AND i.agency_id = public.access_agency()
                         AND NOT public.inspector_is_barred(i.facility_id, actor)) THEN
        RAISE EXCEPTION 'not yours to remove' USING ERRCODE = '42501';
    END IF;
    UPDATE public.inspections_inspectionphoto p
       SET state = 'removed', removed_at = clock_timestamp(), removed_by = actor, why_removed = the_reason
     WHERE p.id = the_photo AND p.state = 'kept';
    IF NOT FOUND THEN
        RETURN;
    END IF;
    DELETE FROM public.vault_key k WHERE k.file_id = the_photo;
    RETURN QUERY DELETE FROM public.vault_stored_file v WHERE v.file_id = the_photo RETURNING v.id;
END $$;
