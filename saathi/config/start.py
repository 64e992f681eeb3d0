"""Starts a process of Saathi in its role: home, database, Django."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

import django
import psycopg
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.backends.signals import connection_created
from psycopg.conninfo import conninfo_to_dict

from saathi.config import env, schema_check
from saathi.config import home as homes
from saathi.config.schema_check import SchemaNeeds
from saathi.infra.embedded import EmbeddedServer, EmbeddedServerError, WalArchive
from saathi.infra.roles import login_roles

PREFIX = "SAATHI_DATABASE_URL"
# The nice value of background work: about a tenth of a processor that pages also need.
BEHIND_PAGES = 10
_may_make_home: ContextVar[bool] = ContextVar("may_make_home", default=True)
WAS_MIGRATED = "SELECT to_regclass('public.django_migrations') IS NOT NULL"


def setting(role: str) -> str:
    """The name of the setting with the database address of a role, such as `app` or `worker`."""
    return PREFIX if role == "app" else f"{PREFIX}_{role.upper()}"


@contextmanager
def only_existing_home() -> Iterator[None]:
    """Inside this context, `home` creates no new installation."""
    mark = _may_make_home.set(False)
    try:
        yield
    finally:
        _may_make_home.reset(mark)


def home() -> Path:
    """The home of this installation with its folders; `require_secrets` creates its secrets.

    `SettingError` in `only_existing_home` if there is no installation.
    """
    folder = env.path("SAATHI_HOME", Path(".saathi"))
    if not _may_make_home.get() and not homes.home_exists(folder):
        raise env.SettingError(
            f"There is no installation in {folder}. Run this command where one is, or set SAATHI_HOME to "
            "its folder."
        )
    homes.make_folders(folder)
    os.environ["SAATHI_HOME"] = str(folder)
    return folder


def uses_embedded() -> bool:
    """Whether no database is configured, so that the embedded server is used."""
    return not any(
        name == PREFIX or name.startswith(f"{PREFIX}_")
        for name, value in os.environ.items()
        if value
    )


def set_database_addresses(server: EmbeddedServer) -> None:
    """Sets each role's address on the embedded server in this process's settings."""
    for role in login_roles():
        os.environ[setting(role.removeprefix("saathi_"))] = server.url(role)
    os.environ.setdefault("SAATHI_PREPARED_STATEMENTS", "yes")  # no pooler in between


def wal_archive_folder() -> WalArchive | None:
    """Where the embedded server archives its write-ahead log; None if not set."""
    if not env.text("SAATHI_WAL_ARCHIVE", ""):
        return None
    return WalArchive(env.path("SAATHI_WAL_ARCHIVE"))


@contextmanager
def database() -> Iterator[Callable[[], None]]:
    """Runs the block with a database that answers: the configured or the embedded one.

    Yields a function that restarts the embedded server if it was killed. Does not set up Django, so
    it suits commands that only start other processes.
    """
    folder = home()
    if not uses_embedded():
        yield lambda: None
        return
    with EmbeddedServer(folder, archive=wal_archive_folder()) as server:
        set_database_addresses(server)

        def heal() -> None:
            if not server.is_running():
                print("saathi: the database fell; it is started again.", file=sys.stderr)
                try:
                    server.start()
                except EmbeddedServerError as error:  # retried in the next round
                    print(f"saathi: {error}", file=sys.stderr)

        yield heal


@contextmanager
def process(
    kind: str, needs: SchemaNeeds = SchemaNeeds.CURRENT, *, may_be_new: bool = False
) -> Iterator[None]:
    """Runs the block as a process of this kind, with Django set up.

    `SettingError` if the schema is not what the block needs. With `may_be_new`, creates the secrets
    that a new installation lacks.
    """
    os.environ["SAATHI_PROCESS"] = kind
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saathi.config.settings")
    with database():
        require_secrets(kind, Path(os.environ["SAATHI_HOME"]), may_be_new=may_be_new)
        set_up_django()
        try:
            schema_check.require_schema(needs)
            _ship_erasures()
            yield
        finally:  # the embedded server waits two seconds for open connections when it stops
            connections.close_all()


def require_secrets(kind: str, folder: Path, *, may_be_new: bool = False) -> None:
    """Raises `SettingError`, with what to do, if this kind of process lacks a secret it needs.

    With `may_be_new`, creates missing secrets; if the database has data, only those that can be
    replaced.
    """
    missing_names = homes.list_missing_secrets(folder, os.environ)
    if not may_be_new:
        missing_names = [name for name in missing_names if kind in homes.READERS[name]]
    if not missing_names:
        return
    required = set(missing_names)
    has_data = database_is_migrated(_any_address(kind))
    if not has_data and not may_be_new:
        raise env.SettingError(schema_check.NEVER)
    if may_be_new:
        required = required - homes.REPLACEABLE if has_data else set()
        homes.make_secrets(folder, [name for name in missing_names if name not in required])
    if required:
        sentences = [
            ". ".join(homes.missing_secret_problem(folder, name)) for name in sorted(required)
        ]
        raise env.SettingError("\n".join(sentences))


def _any_address(kind: str) -> str:
    """A database address known to this process: that of its own role, else the owner's."""
    own_setting = setting("app" if kind == "web" else kind)
    return env.text(own_setting, "") or env.text(setting("owner"), "") or env.text(PREFIX)


def database_is_migrated(address: str) -> bool:
    """Whether this database was ever migrated; `SettingError` if it does not answer."""
    try:
        with psycopg.connect(address, connect_timeout=env.CONNECT_SECONDS) as connection:
            return connection.execute(WAS_MIGRATED).fetchone() == (True,)
    except psycopg.OperationalError as error:
        where = conninfo_to_dict(address)
        place = schema_check.describe_database_location(where.get("host"), where.get("port"))
        raise env.SettingError(schema_check.unreachable_database_at(place, error)) from None


def set_up_without_database() -> None:
    """Sets up Django for a command that uses no database of this installation."""
    os.environ["SAATHI_PROCESS"] = "tools"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saathi.config.settings")
    set_up_django()


def set_up_django() -> None:
    """Sets up Django without the garbage collector: what is loaded stays, so it need not be scanned.

    Commands start and end in three fifths of the time that they took otherwise.
    """
    gc.disable()
    try:
        django.setup()
    finally:
        gc.enable()
    gc.freeze()


def _ship_erasures() -> None:
    from saathi.config.recovery import journal_copy  # its models need Django set up

    journal_copy.copy_on_each_erasure()


def lower_priority() -> None:
    """Lowers the priority of this process: matching must never delay a page.

    Also lowers that of its backend process in the embedded server. Backends of other servers are
    not ours to change.
    """
    os.nice(BEHIND_PAGES)
    connection_created.connect(_lower_server_priority)


def _lower_server_priority(*, connection: DatabaseWrapper, **_: object) -> None:
    sockets = EmbeddedServer(Path(os.environ["SAATHI_HOME"])).places.sockets
    if connection.settings_dict["HOST"] == str(
        sockets
    ):  # no pooler in between: the pid is the server's
        with suppress(OSError):
            pid = connection.connection.info.backend_pid
            os.setpriority(os.PRIO_PROCESS, pid, os.getpriority(os.PRIO_PROCESS, 0))


def run_command(*words: str) -> None:
    """Runs another `saathi` command as a separate process; `SettingError` if it fails.

    It ends with this process, even if this one is killed.
    """
    reading, writing = os.pipe()  # the writing end closes when this process ends, however it does
    try:
        done = subprocess.run(
            [sys.executable, "-m", "saathi.config.dependent_process", str(reading), *words],
            check=False,
            pass_fds=[reading],
        )
    finally:
        os.close(reading)
        os.close(writing)
    if done.returncode:
        raise env.SettingError(f"`saathi {words[0]}` did not succeed; see above.")
