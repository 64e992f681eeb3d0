-- Whether a child answers in words (`protection_screening.young_rules`): 'old' by the recorded age, 'words' if the child
-- answered before, 'unknown' if the age is not known well enough, '' for a child who is surely too young.
CREATE OR REPLACE FUNCTION child_answers_in_words(of_file uuid, on_day date) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    youngest integer;
    oldest integer;
BEGIN
    SELECT extract(year FROM on_day)::integer - c.birth_year_high - 1, extract(year FROM on_day)::integer - c.birth_year_low
      INTO youngest, oldest FROM public.people_child c WHERE c.file_id = of_file;
    RETURN CASE
        WHEN youngest >= {values.words_from_age} THEN 'old'
        WHEN EXISTS (SELECT 1 FROM public.participation_statement s WHERE s.file_id = of_file AND s.state <> 'do_not_ask')
          OR EXISTS (SELECT 1 FROM public.protection_screening_contactpermission p
                      WHERE p.file_id = of_file AND p.child_answer IN ('agrees', 'in_part', 'refuses', 'chose_not'))
          OR EXISTS ({rows.answers_of_child}) THEN 'words'
        WHEN oldest < {values.words_from_age} THEN ''
        ELSE 'unknown' END;
END $$;

-- The same for those who read the case or the legal records of the file (42501).
CREATE OR REPLACE FUNCTION child_words_known(of_file uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (public.access_sections(of_file)).reads & {section.CASE|LEGAL} = 0 THEN
        RAISE EXCEPTION 'no such file' USING ERRCODE = '42501';
    END IF;
    RETURN public.child_answers_in_words(of_file, current_date);
END $$;

-- No answer says that a child is too young who is old enough, or who answered in words before (23514).
CREATE OR REPLACE FUNCTION child_is_too_young() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF to_jsonb(NEW) ->> TG_ARGV[0] = 'too_young'
       AND public.child_answers_in_words(NEW.file_id, current_date) IN ('old', 'words') THEN
        RAISE EXCEPTION '%: the child is not too young to answer', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_too_young BEFORE INSERT ON protection_screening_contactpermission FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION child_is_too_young('child_answer');
CREATE OR REPLACE TRIGGER when_too_young BEFORE INSERT OR UPDATE OF child_view ON borders_askedabroad FOR EACH ROW
    WHEN (NEW.facts <> '{}' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION child_is_too_young('child_view');
