"""The server's configuration: who may connect, how much memory, what the log may contain."""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from saathi.infra import roles
from saathi.infra.embedded.wal_archive import WalArchive

SUPERUSER = "saathi_superuser"
PORT = 5432  # only a part of the socket's name, as long as TCP is off
FILE = "saathi.conf"
# Last in the data folder's postgresql.conf; local.conf is for the office's own administrator.
INCLUDES = f"\ninclude '{FILE}'\ninclude_if_exists 'local.conf'\n"

ACCESS_RULES = f"""\
# Written by Saathi at every start. Everyone shows a password; the superuser has none and no way in.
local  all  {SUPERUSER}                reject
host   all  {SUPERUSER}  all           reject
local  all  all                        scram-sha-256
host   all  all          127.0.0.1/32  scram-sha-256
host   all  all          ::1/128       scram-sha-256
"""

# Added if the log is archived: base backups are taken through it, on the socket only.
REPLICATION_ACCESS_RULES = f"""\
local  replication  {roles.REPLICATOR.name}  scram-sha-256
"""

# Only while an upgrade transfers the data: the superuser, on the socket, and no one else.
UPGRADE_ACCESS_RULES = f"""\
local  all  {SUPERUSER}  scram-sha-256
"""

MB = 1024 * 1024


@dataclass(frozen=True)
class ListenAddresses:
    """Where the server listens: always a socket, and TCP on this machine if a port is given."""

    sockets: Path
    tcp_port: int | None = None
    is_shared: bool = False  # other users sign in through the socket, each with a password

    @property
    def port(self) -> int:
        """The port, which also names the socket."""
        return self.tcp_port or PORT


def settings_text(  # noqa: PLR0913 - what the text depends on
    listening: ListenAddresses,
    *,
    memory: int,
    cores: int,
    packing: str = "on",
    for_tests: bool,
    archive: WalArchive | None = None,
) -> str:
    """The text of saathi.conf.

    `packing`: the compression of the write-ahead log, the fastest these programs support.
    """
    values = {
        "listen_addresses": "127.0.0.1" if listening.tcp_port else "",
        "port": listening.port,
        "unix_socket_directories": listening.sockets,
        "unix_socket_permissions": "0777" if listening.is_shared else "0700",
        "password_encryption": "scram-sha-256",
        "max_connections": 100,
        **_log_level(archive),
        "wal_compression": packing,
        "timezone": "UTC",
        "log_timezone": "UTC",
        **_tuning(memory, cores),
        **_logging(for_tests=for_tests),
    }
    if for_tests:  # test data may be lost with the machine, but not with a killed process
        values |= {"fsync": "off", "full_page_writes": "off"}
        # Autovacuum and a test that applies rights in one transaction can wait for each other.
        values["autovacuum"] = "off"
        values["shared_buffers"] = "256MB"  # all buffers are scanned for each truncated table
        values["plan_cache_mode"] = "force_generic_plan"  # planned once: the tables have few rows
    lines = [f"{name} = '{value}'" for name, value in values.items()]
    return "\n".join(
        ("# Written by Saathi at every start; own settings go to local.conf.", *lines, "")
    )


def _log_level(archive: WalArchive | None) -> dict[str, object]:
    if archive is None:
        return {
            "max_wal_senders": 0,  # no replication: a smaller attack surface
            "wal_level": "minimal",  # otherwise each new index is written twice for no benefit
        }
    # Two connections for a base backup (files and log), and as many for an interrupted one.
    return {"max_wal_senders": 4, "wal_level": "replica", **archive.settings()}


def _tuning(memory: int, cores: int) -> dict[str, object]:
    """Settings for a share of the machine, leaving room for the web processes beside the server."""
    return {
        # A fifth: with a register of a million children, 350 blocks per request were outside two
        # gigabytes and 55 outside five (counted by PostgreSQL under the load of
        # `bench/arrivals.py`).
        "shared_buffers": f"{_clamp(64, memory // MB // 5, 8192)}MB",
        "effective_cache_size": f"{_clamp(256, memory // MB // 2, 16_384)}MB",
        "work_mem": f"{_clamp(4, memory // MB // 512, 32)}MB",
        "maintenance_work_mem": f"{_clamp(64, memory // MB // 16, 512)}MB",
        "max_wal_size": "4GB",  # the first change of a block after a checkpoint logs the whole block
        "random_page_cost": 1.1,  # spinning disks are no longer assumed
        "jit": "off",  # compiling our short queries costs more than running them
        "max_worker_processes": max(8, cores),
        "max_parallel_workers": cores,
        "max_parallel_workers_per_gather": min(2, cores // 2),
    }


def _logging(*, for_tests: bool) -> dict[str, object]:
    """Settings for a week of logs without personal values (statement, parameter, detail, error).

    An error's text may repeat a value that was sent ("invalid input syntax: ..."), so errors of
    statements are left out; the application receives them and logs what is permitted.
    """
    return {
        "logging_collector": "off" if for_tests else "on",
        "log_directory": "log",
        "log_filename": "postgresql-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": 0,
        "log_file_mode": "0600",
        "log_line_prefix": "%m [%p] %u@%d ",
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_statement": "none",
        "log_min_duration_statement": -1,
        "log_parameter_max_length": 0,
        "log_parameter_max_length_on_error": 0,
        "log_checkpoints": "off",
    }


def machine_memory() -> int:
    """The bytes of memory of this machine, or of our share of it."""
    limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for file in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        with contextlib.suppress(OSError, ValueError):  # ValueError: the word "max" means no limit
            limits.append(int(Path(file).read_text(encoding="ascii")))
    return min(limits)


def _clamp(low: int, value: int, high: int) -> int:
    return max(low, min(value, high))
