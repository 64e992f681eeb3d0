-- The queue of reports: within which time a report is accepted, by urgency. The web role writes none of these rows.

-- A number of the procedure in force at an office, such as `report_hours_now`; common practice if it sets none.
-- The same as `queue.rules.response_targets`, which the pages use.
CREATE OR REPLACE FUNCTION report_target(of_office uuid, the_name text, otherwise integer) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((
        SELECT CASE WHEN jsonb_typeof(c.body -> the_name) = 'number'
                     AND (c.body ->> the_name) ~ '^[1-9][0-9]{0,3}$' THEN (c.body ->> the_name)::integer END
          FROM public.agencies_configuration c
          JOIN public.agencies_office o ON o.id = of_office
         WHERE c.kind = 'procedure' AND c.country = o.country
           AND c.valid_from <= (now() AT TIME ZONE o.time_zone)::date
         ORDER BY c.valid_from DESC, c.version DESC LIMIT 1), otherwise)
$$;

-- Hours within which a report of this urgency must be accepted. Urgency not known counts as today.
CREATE OR REPLACE FUNCTION report_hours(of_office uuid, the_urgency text) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE the_urgency
        WHEN 'now' THEN public.report_target(of_office, 'report_hours_now', 1)
        WHEN 'soon' THEN public.report_target(of_office, 'report_hours_soon', 72)
        WHEN 'later' THEN public.report_target(of_office, 'report_hours_later', 168)
        ELSE public.report_target(of_office, 'report_hours_today', 8) END
$$;

CREATE OR REPLACE FUNCTION report_urgency_rank(the_urgency text) RETURNS integer
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE the_urgency WHEN 'now' THEN 0 WHEN 'today' THEN 1 WHEN 'not_known' THEN 2
                            WHEN 'soon' THEN 3 ELSE 4 END
$$;
