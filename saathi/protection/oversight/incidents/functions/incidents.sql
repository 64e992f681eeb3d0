-- Breaches of privacy: opened by the system itself, and notified to data officers. The warden role owns these
-- functions.

-- Notifies the nearest data officers of the file's office, each once, and returns how many. Not callable from
-- outside.
CREATE OR REPLACE FUNCTION incident_tell(of_file uuid, the_incident uuid, me uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    notified integer;
BEGIN
    WITH officers AS (
        SELECT s.id, s.distance FROM public.file_office_staff(of_file) s
         WHERE public.staff_may(s.id, 'answer_enquiry')
    )
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    SELECT gen_random_uuid(), o.id, 'incident', the_incident, now(), me FROM officers o
     WHERE o.distance = (SELECT min(distance) FROM officers) AND o.id <> me
       AND NOT EXISTS (SELECT 1 FROM public.agencies_notice n
                       WHERE n.staff_id = o.id AND n.record = the_incident);
    GET DIAGNOSTICS notified = ROW_COUNT;
    RETURN notified;
END $$;

-- Opens an incident that the system itself found, and returns its id. Not callable from outside.
CREATE OR REPLACE FUNCTION incident_begin(of_file uuid, the_kind text, since timestamptz,
    the_source uuid, me uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    new_id uuid := gen_random_uuid();
BEGIN
    INSERT INTO public.incidents_incident (id, file_id, recorded_at, recorded_by, version, kind,
        began_at, ended_at, source, state, closed_for)
    VALUES (new_id, of_file, now(), me, 1, the_kind, since, clock_timestamp(), the_source, 'open', '');
    INSERT INTO public.agencies_recordcollection (record_id, record_table, section, file_id, method)
    VALUES (new_id, 'incidents_incident', {section.CASE}, of_file, 'computed');
    PERFORM public.incident_tell(of_file, new_id, me);
    RETURN new_id;
END $$;

-- Notifies the data officers of an incident that the caller recorded (otherwise 42501); returns how many.
CREATE OR REPLACE FUNCTION incident_tell_of(the_incident uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_caller();
    the_file uuid;
BEGIN
    SELECT i.file_id INTO the_file FROM public.incidents_incident i
     WHERE i.id = the_incident AND i.recorded_by = me.id;
    IF the_file IS NULL THEN
        RAISE EXCEPTION 'no such incident' USING ERRCODE = '42501';
    END IF;
    RETURN public.incident_tell(the_file, the_incident, me.id);
END $$;
