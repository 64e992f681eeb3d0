-- The child's refusal of contact with a country of origin holds until another person recorded an agreement on a later day
-- (`protection_screening.answer_rules`), in all files of the child, whatever became of the request.
CREATE OR REPLACE FUNCTION origin_refusals_that_hold(of_file uuid, of_country text)
RETURNS SETOF public.protection_screening_contactpermission
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY WITH said AS (
        SELECT p.* FROM public.protection_screening_contactpermission p
         WHERE p.file_id = ANY (public.files_of_child(of_file)) AND p.country = of_country)
    SELECT refusal.* FROM said refusal
      JOIN public.agencies_file f ON f.id = refusal.file_id JOIN public.agencies_office o ON o.id = f.office_id
     WHERE refusal.child_answer = 'refuses' AND NOT EXISTS (
         SELECT 1 FROM said yes
          WHERE yes.child_answer IN ('agrees', 'in_part')
            AND public.tracing_supersedes(yes.asked_on, yes.recorded_at, yes.recorded_by, refusal.asked_on,
                                          refusal.recorded_at, refusal.recorded_by, o.time_zone));
END $$;

-- Whether the child refused by a day; without a day: at any time.
CREATE OR REPLACE FUNCTION origin_child_refuses(of_file uuid, of_country text, on_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.origin_refusals_that_hold(of_file, of_country) r
                    WHERE r.asked_on <= coalesce(on_day, 'infinity'))
$$;

-- Whether such a refusal is in another file of the child, for readers of the legal records of this one (42501).
CREATE OR REPLACE FUNCTION origin_refused_in_other_file(of_file uuid, of_country text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (public.access_sections(of_file)).reads & {section.LEGAL} = 0 THEN
        RAISE EXCEPTION 'no such file' USING ERRCODE = '42501';
    END IF;
    RETURN EXISTS (SELECT 1 FROM public.origin_refusals_that_hold(of_file, of_country) r WHERE r.file_id <> of_file);
END $$;

-- No request with another answer is made while a refusal in the same file holds that it does not end. Those of other files are
-- asked when a supervisor decides (`contact_gate.sql`): who asks may read nothing there.
CREATE OR REPLACE FUNCTION origin_refusal_holds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.origin_refusals_that_hold(NEW.file_id, NEW.country) r WHERE r.file_id = NEW.file_id) THEN
        RAISE EXCEPTION 'protection_screening: the child does not want this contact' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER origin_refusal_holds AFTER INSERT ON protection_screening_contactpermission FOR EACH ROW
    WHEN (NEW.child_answer NOT IN ('refuses', 'not_asked') AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION origin_refusal_holds();

-- A refusal ends the access from the country that depended on a permission, as its end does.
CREATE OR REPLACE TRIGGER origin_child_has_refused AFTER INSERT ON protection_screening_contactpermission FOR EACH ROW
    WHEN (NEW.child_answer = 'refuses' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION origin_gate_has_changed();
