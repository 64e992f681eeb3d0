-- Forms of an agency: one person requests a version, another publishes it. The warden role owns these
-- functions, and each checks, by the signed context, what the caller may do.

-- Whether a name, label or list of a question says that its answers are a name, phone, address, caste, ethnicity or
-- religion. The same rule as `disclosing_words.discloses`, with its pattern.
CREATE OR REPLACE FUNCTION form_text_discloses(of_text text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT lower(regexp_replace(
               translate(normalize(regexp_replace(of_text, '\$\{[^}]*\}', '', 'g'), NFKC), {values.letters_written_in_two_ways}),
               '([a-z])([A-Z])', '\1 \2', 'g')) ~ {values.disclosing_words}
$$;

-- Whether every question of a form is classified, and only questions that may be counted are statistical:
-- single choices of a short list and whole numbers, outside a repeat, whose texts disclose nothing.
CREATE OR REPLACE FUNCTION form_is_classified(of_body jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_typeof(of_body->'questions') = 'array'
       AND jsonb_array_length(of_body->'questions') > 0
       AND NOT EXISTS (
        SELECT 1 FROM jsonb_array_elements(of_body->'questions') q
         WHERE q->>'kind' <> 'note' AND (
               coalesce(q->>'data_class', '') NOT IN
                   ('identifying', 'sensitive', 'operational', 'statistical')
            OR q->>'data_class' = 'statistical' AND (
                   q->>'kind' NOT IN ('select_one', 'integer')
                OR jsonb_array_length(coalesce(of_body->'lists'->(q->>'choices'), '[]')) > {values.statistical_choices}
                OR public.form_text_discloses(concat_ws(E'\n', q->>'name', q->>'choices', (
                       SELECT string_agg(t.value, E'\n') FROM jsonb_each_text(q->'label') t)))
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
