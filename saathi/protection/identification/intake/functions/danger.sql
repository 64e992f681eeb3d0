-- Whether a visit that found the child safe ends danger that began at a moment, of a report or of another visit: it was
-- later, and this is known. A visit whose time is unknown ends no danger that began at a known time of the same day, in
-- the time zone of this office; nor of any day, if the office is unknown.
CREATE OR REPLACE FUNCTION danger_is_ended(
    began_at timestamptz, began_untimed boolean, safe_at timestamptz, safe_untimed boolean, of_office uuid)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT safe_at > began_at AND (
           NOT safe_untimed OR began_untimed
           OR coalesce((SELECT (safe_at AT TIME ZONE o.time_zone)::date <> (began_at AT TIME ZONE o.time_zone)::date
                          FROM public.agencies_office o WHERE o.id = of_office), false))
$$;

-- When the danger of a report began, at the latest: a report without a time may be of the evening, so at the end of its
-- day, or when it was recorded if that was earlier. So only a visit that was surely later ends the danger.
CREATE OR REPLACE FUNCTION danger_began(
    received_at timestamptz, is_untimed boolean, recorded_at timestamptz, of_office uuid)
RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN is_untimed THEN least(recorded_at, (
                SELECT ((received_at AT TIME ZONE o.time_zone)::date + 1)::timestamp AT TIME ZONE o.time_zone
                       - interval '1 second'
                  FROM public.agencies_office o WHERE o.id = of_office))
           ELSE received_at END
$$;
