"""Transfers the data to another major version of PostgreSQL: a dump is made before any change.

The old data folder is kept beside the new one.
"""

import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from saathi.infra import roles
from saathi.infra.embedded import binaries, processes
from saathi.infra.embedded.cluster import DatabaseCluster
from saathi.infra.embedded.configuration import PORT, SUPERUSER, UPGRADE_ACCESS_RULES
from saathi.infra.embedded.errors import EmbeddedServerError
from saathi.infra.embedded.locks import exclusive_lock
from saathi.infra.embedded.server import EmbeddedServer


def upgrade_data(server: EmbeddedServer, *, old_binaries: Path | None = None) -> Path | None:
    """The dump through which the data was upgraded to the version of `server`; None if not needed.

    After any failure the old data folder is in its place and the new one is gone.
    """
    places = server.places
    places.make_server_folder()
    with exclusive_lock(places.lock):
        new = server.cluster()
        if not (new.data / "PG_VERSION").exists():
            return None
        written = int((new.data / "PG_VERSION").read_text(encoding="ascii").split(".")[0])
        if written == new.binaries.major:
            return None
        _check_may_change(server, written, new)
        old_programs = binaries.find_binaries_of_major(
            written, places.binaries, new.account, old_binaries
        )
        processes.clean_up_after_crash(new.data, places.sockets)
        stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
        places.dumps.mkdir(mode=0o700, exist_ok=True)
        dump = places.dumps / f"before-{new.binaries.major}-from-{written}-{stamp}.dump"
        with _served_to_superuser(replace(new, binaries=old_programs), server) as access:
            _check_only_ours(new, access)
            _dump(replace(new, binaries=old_programs), access, dump)
        making = replace(new, data=new.data.with_name("data.new"))
        try:
            making.create_in_place()
            with _served_to_superuser(making, server) as access:
                _restore(making, access, dump)
        except BaseException:
            shutil.rmtree(making.data, ignore_errors=True)
            raise
        kept_folder = new.data.with_name(f"data-before-{new.binaries.major}-{stamp}")
        new.data.rename(kept_folder)
        making.data.rename(new.data)
        return dump


def _check_may_change(server: EmbeddedServer, written: int, new: DatabaseCluster) -> None:
    if processes.find_postmaster(new.data) is not None or server.status().is_in_use:
        raise EmbeddedServerError(
            "The server is running. Stop everything that uses it, then upgrade."
        )
    if written > new.binaries.major:
        raise EmbeddedServerError(
            f"The data were written by PostgreSQL {written}, newer than {new.binaries.version}. "
            f"There is no way back: install a Saathi with PostgreSQL {written} or newer."
        )


@contextmanager
def _served_to_superuser(
    cluster: DatabaseCluster, server: EmbeddedServer
) -> Iterator[dict[str, str]]:
    """Runs the server for the superuser only; yields the environment with which programs reach it.

    The superuser gets a temporary password, on a socket that no one else can enter.
    """
    places = server.places
    password = secrets.token_urlsafe(32)
    word = roles.scram_verifier(password)
    cluster.run_as_superuser("template1", [f"ALTER ROLE {SUPERUSER} PASSWORD '{word}'"])
    places.make_sockets(cluster.account)
    access_file = cluster.data / "saathi_upgrade_hba.conf"
    cluster.account.write_file(access_file, UPGRADE_ACCESS_RULES)
    try:
        cluster.launch(
            f"hba_file={access_file}",
            f"unix_socket_directories={places.sockets}",
            "listen_addresses=",
            f"port={PORT}",
        )
        yield {
            "PGHOST": str(places.sockets),
            "PGPORT": str(PORT),
            "PGUSER": SUPERUSER,
            "PGPASSWORD": password,
            "PGDATABASE": roles.DATABASE,
        }
    finally:
        if processes.find_postmaster(cluster.data) is not None:
            cluster.stop()
        processes.clean_up_after_crash(cluster.data, places.sockets)
        access_file.unlink(missing_ok=True)
        cluster.run_as_superuser("template1", [f"ALTER ROLE {SUPERUSER} PASSWORD NULL"])
        shutil.rmtree(places.sockets, ignore_errors=True)


def _check_only_ours(cluster: DatabaseCluster, access: dict[str, str]) -> None:
    query = (
        "SELECT string_agg(datname, ', ') FROM pg_database WHERE datallowconn "
        "AND datname NOT IN (current_database(), 'postgres', 'template1')"
    )
    command = (cluster.binaries["psql"], "-XAtc", query)
    output = cluster.account.run_program(*command, environment=access)
    if output.returncode or output.stdout.strip():
        raise EmbeddedServerError(
            "The server holds other databases than Saathi's, which an upgrade would lose: "
            f"{output.stdout.strip() or output.stderr.strip()}. Move them away first."
        )


def _dump(old: DatabaseCluster, access: dict[str, str], dump: Path) -> None:
    """Writes the dump, readable only by us; it is complete when it has its final name."""
    passing = dump.with_suffix(".half")
    with passing.open("wb") as stream:
        passing.chmod(0o600)
        program = old.binaries["pg_dump"]
        command = (program, "--format=custom")
        dumped = old.account.run_program(
            *command, environment=access, output=stream, seconds=86_400
        )
    if dumped.returncode:
        passing.unlink()
        raise EmbeddedServerError(
            f"The dump failed, so nothing was changed: {dumped.stderr.strip()}"
        )
    passing.replace(dump)


def _restore(new: DatabaseCluster, access: dict[str, str], dump: Path) -> None:
    # Rights on PostgreSQL's own functions are left out: a newer version lacks some of them, and the
    # new server has set its own (`roles`, `restricted_functions`).
    command = (
        *(new.binaries["pg_restore"], "--exit-on-error", "--exclude-schema=pg_catalog"),
        f"--dbname={roles.DATABASE}",
    )
    with dump.open("rb") as stream:  # passed as an open file: the server's account may not read it
        restored = new.account.run_program(
            *command, source=stream, environment=access, seconds=86_400
        )
    if restored.returncode:
        raise EmbeddedServerError(
            f"PostgreSQL {new.binaries.version} did not take the dump; the old data stay in use: "
            f"{restored.stderr.strip()}. The dump is kept in {dump}."
        )
    analysed = (new.binaries["vacuumdb"], "--analyze-only", "--quiet", roles.DATABASE)
    new.account.run_program(*analysed, environment=access, seconds=86_400)
