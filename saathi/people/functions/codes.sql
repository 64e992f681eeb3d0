-- The database draws the codes of children for the web role, whatever it requests: the refusal of an insert
-- with a chosen code would reveal whether a child has that code, and the code opens the file in an emergency.

-- Draws a code that no child has, such as NP-7K3F-92. It says nothing about the child.
CREATE OR REPLACE FUNCTION people_draw_code() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    letters CONSTANT text := '23456789ABCDEFGHJKMNPQRSTVWXYZ';
    country text := (SELECT o.country FROM public.agencies_file f
                       JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = NEW.file_id);
    bits bytea;
    drawn text;
BEGIN
    LOOP
        bits := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
        -- Two random bytes a letter; the bytes of a UUID that hold its version are left out.
        SELECT string_agg(substr(letters, 1 + (get_byte(bits, i) * 256 + get_byte(bits, i + 1))
                                              % length(letters), 1), '' ORDER BY i)
          INTO drawn FROM unnest(ARRAY[0, 2, 4, 16, 18, 20]) AS i;
        NEW.code := concat_ws('-', coalesce(nullif(left(country, 2), ''), 'XX'),
                              left(drawn, 4), right(drawn, 2));
        EXIT WHEN NOT EXISTS (SELECT 1 FROM public.people_child c WHERE c.code = NEW.code);
    END LOOP;
    RETURN NEW;
END $$;

-- Refuses to change a code (42501).
CREATE OR REPLACE FUNCTION people_keep_code() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'the code of a child does not change' USING ERRCODE = '42501';
END $$;

CREATE OR REPLACE TRIGGER people_draw_code BEFORE INSERT ON people_child
    FOR EACH ROW WHEN (current_user = 'saathi_app') EXECUTE FUNCTION people_draw_code();
CREATE OR REPLACE TRIGGER people_keep_code BEFORE UPDATE ON people_child
    FOR EACH ROW WHEN (current_user = 'saathi_app' AND OLD.code IS DISTINCT FROM NEW.code)
    EXECUTE FUNCTION people_keep_code();
