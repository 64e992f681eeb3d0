-- Whether this is the server for which the database was declared. PostgreSQL starts a new timeline with each
-- recovery from an archive and each promotion of a replica; a restored dump has another system identifier.
-- Until `saathi recover` has destroyed erased keys again and declared the server, no one can sign in and no
-- signed context is accepted. The owner, not the warden, owns the constant `recovery_declared()`.

-- The server as system identifier and timeline; 'replica' on a replica.
CREATE OR REPLACE FUNCTION recovery_server() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF pg_is_in_recovery() THEN
        RETURN 'replica';
    END IF;
    RETURN (SELECT system_identifier::text FROM pg_control_system())
        || '/' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8);
END $$;

CREATE OR REPLACE FUNCTION recovery_is_declared() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ BEGIN RETURN public.recovery_server() = public.recovery_declared(); END $$;

-- Refuses new sessions until the server is declared. 57P03 is PostgreSQL's code for a server that does not
-- accept work yet.
CREATE OR REPLACE FUNCTION recovery_refuse() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT public.recovery_is_declared() THEN
        RAISE EXCEPTION 'the database was recovered and not declared' USING ERRCODE = '57P03';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER recovery_refuse BEFORE INSERT OR UPDATE ON django_session
    FOR EACH STATEMENT EXECUTE FUNCTION recovery_refuse();
