-- Whether an incident against a facility is closed to a person: it is about them, or they work for the agency that
-- operates the facility or did within a year (`facility_operated_by`), so that no one opens its incidents by taking the
-- operator off the entry. An unknown person reads nothing.
CREATE OR REPLACE FUNCTION facility_incident_is_closed(the_facility uuid, not_for uuid[], the_person uuid)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT the_person IS NULL OR the_person = ANY (not_for) OR EXISTS (
        SELECT 1 FROM public.agencies_staff p
         WHERE p.id = the_person AND public.facility_operated_by(the_facility, p.agency_id))
$$;

-- Whether the reader does not work for the agency that operates a facility; true without a facility.
CREATE OR REPLACE FUNCTION facility_is_of_others(the_facility uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT NOT public.facility_incident_is_closed(the_facility, '{}', public.access_staff())
$$;

-- Whether the reader may know of an incident at all; which records of it they read, other rules say.
CREATE OR REPLACE FUNCTION facility_incident_is_shown(the_incident uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT NOT public.facility_incident_is_closed(i.facility_id, i.not_for, public.access_staff())
      FROM public.facility_incidents_facilityincident i WHERE i.id = the_incident
$$;

DROP FUNCTION IF EXISTS facility_incident_may_decide(uuid);  -- parameters added
DROP FUNCTION IF EXISTS facility_incident_authority(uuid, uuid);

-- How near a person is to the authority of a facility. 1: who leads case work or inspects for the agency that keeps its
-- entry, and the inspectors of an agency that plans or made an inspection of it. 2: the other inspectors of its country, among
-- them oversight officers. Null for all others, and always for the agency that operates it: no facility answers to
-- itself; and for an inspector who declared a connection with it. Who keeps registers or accounts alone does not follow
-- incidents up.
CREATE OR REPLACE FUNCTION facility_incident_rank(the_facility uuid, the_person uuid) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN f.agency_id = p.agency_id AND public.staff_may(p.id, 'keep_facilities')
             AND (public.staff_may(p.id, 'approve') OR public.staff_may(p.id, 'inspect')) THEN 1
        WHEN NOT public.staff_may(p.id, 'inspect') THEN NULL
        WHEN EXISTS (SELECT 1 FROM public.inspections_inspection i
                      WHERE i.facility_id = f.id AND i.agency_id = p.agency_id AND i.state <> 'cancelled') THEN 1
        WHEN a.country = f.country THEN 2 END
      FROM public.facilities_facility f, public.agencies_staff p JOIN public.agencies_agency a ON a.id = p.agency_id
     WHERE f.id = the_facility AND p.id = the_person AND p.is_active
       AND NOT public.facility_operated_by(f.id, p.agency_id) AND NOT public.inspector_is_barred(f.id, p.id)
$$;

-- Whether a person is of the authority of a facility for an incident: of the nearest rank that has anyone besides those
-- to whom the incident is closed and its recorder. So an incident is never left with a rank that is empty.
CREATE OR REPLACE FUNCTION facility_incident_authority(the_facility uuid, closed_to uuid[], the_person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(CASE public.facility_incident_rank(the_facility, the_person)
        WHEN 1 THEN true
        WHEN 2 THEN NOT EXISTS (
            SELECT 1 FROM public.agencies_staff p
             WHERE p.is_active AND NOT p.id = ANY (closed_to)
               AND p.agency_id IN (SELECT f.agency_id FROM public.facilities_facility f WHERE f.id = the_facility
                                   UNION
                                   SELECT i.agency_id FROM public.inspections_inspection i
                                    WHERE i.facility_id = the_facility AND i.state <> 'cancelled')
               AND public.facility_incident_rank(the_facility, p.id) = 1) END, false)
$$;

-- Whether the reader is of the authority of a facility for an incident.
CREATE OR REPLACE FUNCTION facility_incident_may_decide(the_facility uuid, closed_to uuid[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.facility_incident_authority(the_facility, closed_to, public.access_staff())
$$;

-- Which agencies have readers of an incident outside the operator, besides those to whom it is closed and its recorder, and
-- how many: whoever records it learns this before and after. No row: nobody would read it.
CREATE OR REPLACE FUNCTION facility_incident_readers(the_facility uuid, closed_to uuid[])
RETURNS TABLE (agency uuid, people integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.agency_id, count(*)::integer FROM public.agencies_staff p
     WHERE p.is_active AND NOT p.id = ANY (closed_to)
       AND public.facility_incident_authority(the_facility, closed_to, p.id)
     GROUP BY p.agency_id
$$;

-- How many open incidents have no reader outside the operator, for administrators of other agencies: a number alone.
CREATE OR REPLACE FUNCTION facility_incidents_without_reader() RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*)::integer FROM public.facility_incidents_facilityincident i
     WHERE i.state = 'open' AND public.staff_may(public.access_staff(), 'manage_staff')
       AND NOT public.facility_incident_is_closed(i.facility_id, i.not_for, public.access_staff())
       AND NOT EXISTS (SELECT 1 FROM public.agencies_staff p
                        WHERE p.is_active AND NOT p.id = ANY (i.not_for || i.recorded_by)
                          AND public.facility_incident_rank(i.facility_id, p.id) IS NOT NULL)
$$;

-- How many serious incidents in a facility are open, as far as a person may know: a number alone. Staff of the agency that
-- operates the facility learn none, and no one those about themselves.
CREATE OR REPLACE FUNCTION facility_incidents_open_to(the_facility uuid, the_person uuid) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*)::integer FROM public.facility_incidents_facilityincident i
     WHERE i.facility_id = the_facility AND i.state = 'open' AND i.severity = 'serious'
       AND ARRAY['work_on_case', 'keep_facilities', 'inspect'] && (public.staff_permissions(the_person))::text[]
       AND NOT public.facility_incident_is_closed(i.facility_id, i.not_for, the_person)
$$;

-- The same for the reader, for the plan of inspections and as a warning before a placement.
CREATE OR REPLACE FUNCTION facility_incidents_open(the_facility uuid) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.facility_incidents_open_to(the_facility, public.access_staff())
$$;

-- The same of all facilities at once, for lists: those of which the reader learns that a serious incident is open.
CREATE OR REPLACE FUNCTION facility_incidents_open_each() RETURNS TABLE (facility uuid, number integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT f.id, n.number
      FROM (SELECT DISTINCT i.facility_id AS id FROM public.facility_incidents_facilityincident i
             WHERE i.state = 'open' AND i.severity = 'serious') f,
           LATERAL (SELECT public.facility_incidents_open(f.id) AS number) n
     WHERE n.number > 0
$$;

-- Whether the reader may learn that a placement in a facility needed a second person because of its incidents: no one of the
-- agency that operates it, nor anyone whom a serious incident there is about, also after it was closed.
CREATE OR REPLACE FUNCTION facility_incidents_may_be_named(the_facility uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.facility_is_of_others(the_facility) AND NOT EXISTS (
        SELECT 1 FROM public.facility_incidents_facilityincident i
         WHERE i.facility_id = the_facility AND i.severity = 'serious' AND public.access_staff() = ANY (i.not_for))
$$;

-- An incident begins open; the database sets the time.
CREATE OR REPLACE FUNCTION facility_incident_is_checked() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.state <> 'open' OR NEW.recorded_by IS DISTINCT FROM public.access_staff() THEN
        RAISE EXCEPTION 'an incident begins open, recorded by its writer' USING ERRCODE = '42501';
    END IF;
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER facility_incident_is_checked BEFORE INSERT ON facility_incidents_facilityincident
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION facility_incident_is_checked();

-- The authority of the facility is notified of a serious incident, except those it is about.
CREATE OR REPLACE FUNCTION facility_incident_notifies() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.severity = 'serious' OR NEW.kind = 'complaint' THEN
        INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
        SELECT gen_random_uuid(), p.id, 'facility_incident', NEW.id, clock_timestamp(), NEW.recorded_by
          FROM public.agencies_staff p
         WHERE p.is_active AND p.id <> NEW.recorded_by
           AND public.facility_incident_authority(NEW.facility_id, NEW.not_for || NEW.recorded_by, p.id)
           AND NOT public.facility_incident_is_closed(NEW.facility_id, NEW.not_for, p.id);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER facility_incident_notifies AFTER INSERT ON facility_incidents_facilityincident
    FOR EACH ROW EXECUTE FUNCTION facility_incident_notifies();

-- Steps: what was done can always be recorded; the authority decides, and never on what it recorded itself. Who declared a
-- connection with the facility takes no part.
CREATE OR REPLACE FUNCTION facility_incident_step_is_checked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    incident public.facility_incidents_facilityincident;
    newest public.facility_incidents_facilityincidentstep;
BEGIN
    SELECT * INTO incident FROM public.facility_incidents_facilityincident i WHERE i.id = NEW.incident_id FOR UPDATE;
    IF NEW.recorded_by IS DISTINCT FROM public.access_staff() OR NEW.done_on < incident.occurred_on THEN
        RAISE EXCEPTION 'a step names its writer and follows the incident' USING ERRCODE = '42501';
    END IF;
    IF public.inspector_is_barred(incident.facility_id, NEW.recorded_by) THEN
        RAISE EXCEPTION 'who declared a connection takes no part' USING ERRCODE = '42501';
    END IF;
    NEW.recorded_at := clock_timestamp();
    IF NEW.kind NOT IN ('closed', 'reopened', 'error') THEN
        RETURN NEW;
    END IF;
    IF NOT public.facility_incident_authority(
            incident.facility_id, incident.not_for || incident.recorded_by, NEW.recorded_by)
       OR NEW.kind IN ('closed', 'error') AND NEW.recorded_by = incident.recorded_by
       OR NOT (NEW.kind = 'closed' AND incident.state = 'open'
               OR NEW.kind = 'reopened' AND incident.state IN ('closed', 'error')
               OR NEW.kind = 'error' AND incident.state IN ('open', 'closed')) THEN
        RAISE EXCEPTION 'another person of the authority decides on an incident' USING ERRCODE = '42501';
    END IF;
    -- A serious incident is ended by two people, each in words: the step after the first person's says the same. One that
    -- happened, after the children are safe and the police or an authority knows of it.
    IF incident.severity = 'serious' AND NEW.kind IN ('closed', 'error') THEN
        IF char_length(btrim(NEW.text)) < 20 THEN
            RAISE EXCEPTION 'a serious incident is ended in words' USING ERRCODE = '23514';
        END IF;
        IF NEW.finding IN ('confirmed', 'in_part') AND (
            SELECT NOT coalesce(bool_or(s.kind = 'child_safe') AND bool_or(s.kind IN ('authority', 'police')), false)
              FROM public.facility_incidents_facilityincidentstep s
             WHERE s.incident_id = NEW.incident_id AND char_length(btrim(s.text)) >= 20) THEN
            RAISE EXCEPTION 'first the children are safe, and an authority is informed' USING ERRCODE = '23514';
        END IF;
        SELECT * INTO newest FROM public.facility_incidents_facilityincidentstep s
         WHERE s.incident_id = NEW.incident_id ORDER BY s.recorded_at DESC LIMIT 1;
        IF (newest.kind, newest.finding) IS DISTINCT FROM (NEW.kind, NEW.finding) THEN
            RETURN NEW;  -- waits for the second person
        ELSIF newest.recorded_by = NEW.recorded_by THEN
            RAISE EXCEPTION 'a second person confirms the decision' USING ERRCODE = '42501';
        END IF;
    END IF;
    UPDATE public.facility_incidents_facilityincident
       SET state = CASE NEW.kind WHEN 'reopened' THEN 'open' ELSE NEW.kind END
     WHERE id = NEW.incident_id;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER facility_incident_step_is_checked BEFORE INSERT ON facility_incidents_facilityincidentstep
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION facility_incident_step_is_checked();
