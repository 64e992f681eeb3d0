-- Whether a record replaces an earlier one that is worse for the child (`protection_screening.superseding`): it is of a later day, was
-- recorded on a later day by the clock of the child's office, and by another person.
CREATE OR REPLACE FUNCTION tracing_supersedes(
    new_day date, new_at timestamptz, new_by uuid, old_day date, old_at timestamptz, old_by uuid, zone text
) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(new_day > old_day
                    AND (new_at AT TIME ZONE zone)::date > (old_at AT TIME ZONE zone)::date
                    AND new_by <> old_by, false)
$$;
