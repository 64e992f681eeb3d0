-- The audit log: its two tables, their triggers and the numbering of transactions. Run once, by the first
-- migration. Policies and rights are in protection.py.

-- Added to every transaction number. Zero until a restore to a server whose numbers are lower; then
-- `saathi.audit.after_restore` raises it, so that numbers never go back.
CREATE FUNCTION audit_xid_offset() RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN 0::bigint;

CREATE FUNCTION audit_xid() RETURNS xid8 LANGUAGE sql STABLE
RETURN ((pg_catalog.pg_current_xact_id()::text::bigint + audit_xid_offset())::text)::xid8;

-- Every transaction with a lower number has ended, and what it wrote is visible.
CREATE FUNCTION audit_horizon() RETURNS bigint LANGUAGE sql STABLE
RETURN pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text::bigint
  + audit_xid_offset();

-- No transaction visible to this snapshot has this number or a higher one.
CREATE FUNCTION audit_next() RETURNS bigint LANGUAGE sql STABLE
RETURN pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text::bigint
  + audit_xid_offset();

CREATE TABLE audit_entry (
  id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  xid xid8 NOT NULL DEFAULT audit_xid(),
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z0-9_]{0,39}$'),
  "by" uuid,
  agency uuid,
  file_id uuid,
  objects uuid[] NOT NULL DEFAULT '{}' CHECK (cardinality(objects) <= 10000),
  purpose text NOT NULL DEFAULT '' CHECK (purpose ~ '^([a-z][a-z0-9_.:-]{0,39})?$'),
  request uuid,
  detail jsonb CHECK (jsonb_typeof(detail) = 'object'),
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);

CREATE INDEX audit_entry_file ON audit_entry (file_id, at) WHERE file_id IS NOT NULL;
CREATE INDEX audit_entry_by ON audit_entry ("by", at);
-- Includes the id, so that the sealer and the verifier read in the order of the leaves without sorting.
CREATE INDEX audit_entry_xid ON audit_entry (xid, id);

CREATE TABLE audit_batch (
  number bigint PRIMARY KEY CHECK (number > 0),
  xid_from xid8 NOT NULL,
  xid_to xid8 NOT NULL,
  first_leaf bigint NOT NULL,
  count integer NOT NULL CHECK (count >= 0),
  entry_ids uuid[] NOT NULL,
  leaf_hashes bytea NOT NULL,
  batch_root bytea NOT NULL,
  tree_size bigint NOT NULL,
  root bytea NOT NULL,
  previous_root bytea NOT NULL,
  peaks bytea NOT NULL,
  sealed_at timestamptz NOT NULL,
  key_id text NOT NULL,
  signature bytea NOT NULL,
  -- The transactions that were open when the batch was sealed. Also lists one that was too large for the
  -- batch, with the place up to which it is sealed.
  pending bigint[],
  part text NOT NULL DEFAULT '',
  CHECK (xid_to >= xid_from AND tree_size = first_leaf + count)
);
-- Hashes cannot be compressed: do not try.
ALTER TABLE audit_batch ALTER COLUMN leaf_hashes SET STORAGE EXTERNAL;
ALTER TABLE audit_batch ALTER COLUMN entry_ids SET STORAGE EXTERNAL;

CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_batch
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

-- Policies and rights in protection.py determine who may insert and read.
ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_batch ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- A partition does not inherit statement triggers and row security from its parent: it needs its own.
CREATE FUNCTION audit_protect_partition(partition regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s
       FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()', partition);
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', partition);
  -- A backup reads each partition by itself, and a restore fills it.
  EXECUTE format('GRANT SELECT, INSERT ON %s TO saathi_maintenance', partition);
END $$;
REVOKE ALL ON FUNCTION audit_protect_partition(regclass) FROM PUBLIC;

-- An insert never fails for lack of a partition.
CREATE TABLE audit_entry_default PARTITION OF audit_entry DEFAULT;
SELECT audit_protect_partition('audit_entry_default');

-- Creates missing monthly partitions and returns how many. SECURITY DEFINER, so that the sealer can keep
-- ahead of the calendar without owning the table; it cannot do anything else to it.
CREATE FUNCTION audit_ensure_partitions(months_ahead integer DEFAULT 3) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '2s' SET timezone = 'UTC' AS $$
DECLARE
  month timestamptz;
  name text;
  made integer := 0;
BEGIN
  FOR ahead IN 0 .. least(greatest(months_ahead, 0), 24) LOOP
    month := date_trunc('month', now()) + make_interval(months => ahead);
    name := 'audit_entry_' || to_char(month, 'YYYY_MM');
    CONTINUE WHEN to_regclass('public.' || name) IS NOT NULL;
    BEGIN
      -- Attached rather than created in place: inserts into the parent go on meanwhile.
      EXECUTE format('CREATE TABLE public.%I (LIKE public.audit_entry INCLUDING ALL)', name);
      EXECUTE format(
        'ALTER TABLE public.audit_entry ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
        name, month, month + interval '1 month');
      PERFORM public.audit_protect_partition(to_regclass('public.' || name));
      made := made + 1;
    EXCEPTION WHEN check_violation THEN
      -- The default partition already holds entries of that month: they stay there.
      NULL;
    END;
  END LOOP;
  RETURN made;
END $$;
REVOKE ALL ON FUNCTION audit_ensure_partitions(integer) FROM PUBLIC;

SELECT audit_ensure_partitions(3);
