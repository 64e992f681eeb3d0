-- What is open of a child's transfers when the case is to be closed: another country expects the child or the child is
-- on the way, or the child arrived and was not visited. Codes, never rows.
CREATE OR REPLACE FUNCTION transfers_open_matters(of_file uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT array_remove(ARRAY[
        CASE WHEN bool_or(t.state IN ('requested', 'accepted', 'submitted', 'authorised')) THEN 'transfer_open' END,
        CASE WHEN bool_or(t.state IN ('travelling', 'handed_over')) THEN 'transfer_under_way' END,
        CASE WHEN bool_or(t.state = 'received') THEN 'transfer_unvisited' END
    ], NULL) FROM public.transfers_transfer t WHERE t.file_id = of_file
$$;

-- No case closes over a child whom another country expects or who is on the way (23514), whatever writes the row. The
-- file's row is locked: a transfer of the same moment waits.
CREATE OR REPLACE FUNCTION transfers_require_arrival() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR NO KEY UPDATE;
    IF public.transfers_open_matters(NEW.file_id) && ARRAY['transfer_open', 'transfer_under_way'] THEN
        RAISE EXCEPTION 'cases_case: a transfer abroad is open' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_no_transfer_open BEFORE UPDATE ON cases_case FOR EACH ROW
    WHEN (NEW.status = 'closed' AND OLD.status <> 'closed' AND NEW.closing_reason <> 'died'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION transfers_require_arrival();
