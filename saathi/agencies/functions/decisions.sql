-- Approvals by plain UPDATE. A second person approves within their own request, and a statement injected into it
-- could approve anything else that waits for them. A row therefore changes its state, and an approved row changes at
-- all, only with a proof of this row and this state. `agencies/decision_proofs.py` makes the proof;
-- `agencies/row_security.py` adds the triggers to each model with `proved_states`.

-- Whether the application proved in this transaction that the caller brings this row into this state. The
-- setting holds the proof, a line break, and a JSON array of [table, row, state].
CREATE OR REPLACE FUNCTION decision_proved(of_table text, of_row uuid, new_state text)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    raw text := coalesce(current_setting('saathi.decision', true), '');
    body text := substr(raw, strpos(raw, E'\n') + 1);
BEGIN
    PERFORM public.access_check_change('decide', public.access_staff(), body,
                                       split_part(raw, E'\n', 1));
    RETURN EXISTS (SELECT 1 FROM jsonb_array_elements(body::jsonb) one
                    WHERE one = jsonb_build_array(of_table, of_row::text, new_state));
END $$;

-- Refuses (42501) without a proof what the conditions of its triggers select: a new row in such a state, a
-- change of state, and any change except of the version number to a row in such a state. Runs as the role
-- that writes: functions that the warden owns do their own checks; maintenance and the owner load earlier
-- decisions.
CREATE OR REPLACE FUNCTION decision_require_proof() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    new_state text := to_jsonb(NEW) ->> TG_ARGV[0];
BEGIN
    IF current_user IN ('saathi_warden', 'saathi_maintenance', 'saathi_owner')
       OR (TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'version' = to_jsonb(NEW) - 'version') THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.id <> OLD.id
       OR public.decision_proved(TG_TABLE_NAME, NEW.id, new_state) IS NOT TRUE THEN
        RAISE EXCEPTION 'no valid proof of this decision' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
