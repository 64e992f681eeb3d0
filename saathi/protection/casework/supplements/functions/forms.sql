-- Forms of an agency: one person requests a version, another publishes it. The warden role owns these
-- functions, and each checks, by the signed context, what the caller may do.

-- A text in letters that are written in one way only, twice: with and without invisible signs and tags. The same as
-- `disclosing_words.fold`, with its patterns.
CREATE OR REPLACE FUNCTION form_text_folded(of_text text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT regexp_replace(
               lower(regexp_replace(
                   translate(regexp_replace(
                       t || E'\n7\n' || regexp_replace(t, {values.invisible_or_tag}, '', 'g'),
                       {values.marks}, '', 'g'), {values.letters_and_as_what}),
                   {values.new_word}, '\1 \2', 'g') COLLATE "C"),
               {values.no_letters}, ' ', 'g')
      FROM normalize(regexp_replace(of_text, {values.references}, ' ', 'g'), NFKD) t
$$;

DROP FUNCTION IF EXISTS form_text_discloses(text);  -- choices are a text of their own

-- Whether the texts of a question, or its choices, say that its answers are a name, phone, address, caste, ethnicity
-- or religion. The same rule as `disclosing_words.discloses`, with its patterns.
CREATE OR REPLACE FUNCTION form_text_discloses(of_texts text, of_choices text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.form_text_folded(coalesce(of_texts, '')) ~ {values.disclosing_words}
        OR public.form_text_folded(coalesce(of_choices, '')) ~ {values.disclosing_choices}
$$;

-- The texts of an object in all its languages, such as a label and a hint, with a digit between them: no word goes
-- from one text to the next.
CREATE OR REPLACE FUNCTION form_texts(of_object jsonb, of_columns text[]) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT string_agg(t.value, E'\n7\n') FROM unnest(of_columns) c, jsonb_each_text(of_object->c) t
$$;

-- Whether a question, the groups around it, or its choices disclose what its answers are.
CREATE OR REPLACE FUNCTION form_question_discloses(of_body jsonb, of_question jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.form_text_discloses(
        concat_ws(E'\n7\n', of_question->>'name', of_question->>'choices',
            public.form_texts(of_question, '{label,hint,message}'),
            (SELECT string_agg(concat_ws(E'\n7\n', g, public.form_texts(of_body->'groups'->g, '{label}')), E'\n7\n')
               FROM jsonb_array_elements_text(of_question->'within') g)),
        (SELECT string_agg(concat_ws(E'\n7\n', c->>'name', public.form_texts(c, '{label}')), E'\n7\n')
           FROM jsonb_array_elements(of_body->'lists'->(of_question->>'choices')) c))
$$;

-- Whether every question of a form is classified, and only questions that may be counted are statistical:
-- single choices of a short list and whole numbers, outside a repeat, whose texts disclose nothing.
CREATE OR REPLACE FUNCTION form_is_classified(of_body jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_typeof(of_body->'questions') = 'array'
       AND jsonb_array_length(of_body->'questions') > 0
       AND NOT EXISTS (
        SELECT 1 FROM jsonb_array_elements(of_body->'questions') q
         WHERE coalesce(q->>'kind', '') <> 'note' AND (
               coalesce(q->>'data_class', '') NOT IN
                   ('identifying', 'sensitive', 'operational', 'statistical')
            OR q->>'data_class' = 'statistical' AND (
                   q->>'kind' NOT IN ('select_one', 'integer')
                OR jsonb_array_length(coalesce(of_body->'lists'->(q->>'choices'), '[]')) > {values.statistical_choices}
                OR public.form_question_discloses(of_body, q)
                OR EXISTS (SELECT 1 FROM jsonb_array_elements_text(q->'within') g
                            WHERE coalesce((of_body->'groups'->g->>'is_repeat')::boolean, true)))))
$$;

-- Whether a form asks anything: a form of notes and calculations alone cannot be filled in.
CREATE OR REPLACE FUNCTION form_asks_something(of_body jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_path_exists(of_body, '$.questions[*] ? (@.kind != "note" && @.kind != "calculate")')
$$;

-- Requests that a draft becomes the next version of its form, deletes the draft and returns the version's id.
-- A form always keeps its section of the file. 22023 if the draft cannot be published.
CREATE OR REPLACE FUNCTION form_ask(of_draft uuid, seen integer) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('manage_offices');
    draft public.supplements_formdraft;
    newest integer;
    new_id uuid := gen_random_uuid();
BEGIN
    SELECT * INTO draft FROM public.supplements_formdraft
     WHERE id = of_draft AND agency_id = me.agency_id AND version = seen FOR UPDATE;
    PERFORM pg_advisory_xact_lock(hashtextextended('form' || me.agency_id || draft.code, 0));
    SELECT coalesce(max(version), 0) INTO newest FROM public.supplements_formversion
     WHERE agency_id = me.agency_id AND code = draft.code;
    IF draft.id IS NULL OR draft.section NOT IN ({section.IDENTITY}, {section.SITUATION}, {section.NEEDS}, {section.VISITS}, {section.LEGAL}, {section.SUPPORT})
       OR draft.body->>'code' <> draft.code
       OR NOT public.form_is_classified(draft.body) OR NOT public.form_asks_something(draft.body)
       OR EXISTS (SELECT 1 FROM public.supplements_formversion WHERE agency_id = me.agency_id
                   AND code = draft.code AND (section <> draft.section OR outcome = 'waits')) THEN
        RAISE EXCEPTION 'not ready to be published' USING ERRCODE = '22023';
    END IF;
    INSERT INTO public.supplements_formversion (id, agency_id, code, version, section, body, is_end,
        asked_by, asked_at, outcome)
    VALUES (new_id, me.agency_id, draft.code, newest + 1, draft.section, draft.body, false,
        me.id, now(), 'waits');
    DELETE FROM public.supplements_formdraft WHERE id = draft.id;
    RETURN new_id;
END $$;

-- Requests that a form is no longer filled in: as a version of its own, so that the form can come back.
CREATE OR REPLACE FUNCTION form_ask_end(of_code text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('manage_offices');
    last public.supplements_formversion;
    newest integer;
    new_id uuid := gen_random_uuid();
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('form' || me.agency_id || of_code, 0));
    SELECT * INTO last FROM public.supplements_formversion
     WHERE agency_id = me.agency_id AND code = of_code AND outcome = 'agreed'
     ORDER BY version DESC LIMIT 1;
    SELECT coalesce(max(version), 0) INTO newest FROM public.supplements_formversion
     WHERE agency_id = me.agency_id AND code = of_code;
    IF last.id IS NULL OR last.is_end OR EXISTS (
        SELECT 1 FROM public.supplements_formversion WHERE agency_id = me.agency_id
           AND code = of_code AND outcome = 'waits') THEN
        RAISE EXCEPTION 'there is nothing to end' USING ERRCODE = '22023';
    END IF;
    INSERT INTO public.supplements_formversion (id, agency_id, code, version, section, body, is_end,
        asked_by, asked_at, outcome)
    VALUES (new_id, me.agency_id, of_code, newest + 1, last.section, last.body, true, me.id, now(),
        'waits');
    RETURN new_id;
END $$;

-- Publishes or refuses a version. Refused (42501) to the person who requested it. False if it was already
-- decided.
CREATE OR REPLACE FUNCTION form_decide(of_version uuid, agree boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('confirm_staff');
    found_one public.supplements_formversion;
BEGIN
    SELECT * INTO found_one FROM public.supplements_formversion
     WHERE id = of_version AND agency_id = me.agency_id FOR UPDATE;
    IF found_one.id IS NULL OR found_one.asked_by = me.id THEN
        RAISE EXCEPTION 'not yours to decide' USING ERRCODE = '42501';
    END IF;
    IF found_one.outcome <> 'waits' THEN
        RETURN false;
    END IF;
    IF agree AND NOT found_one.is_end AND NOT (public.form_is_classified(found_one.body)
            AND public.form_asks_something(found_one.body)) THEN
        RAISE EXCEPTION 'not ready to be published' USING ERRCODE = '22023';  -- requested before a rule existed
    END IF;
    UPDATE public.supplements_formversion SET decided_by = me.id, decided_at = now(),
        outcome = CASE WHEN agree THEN 'agreed' ELSE 'refused' END WHERE id = found_one.id;
    RETURN true;
END $$;
