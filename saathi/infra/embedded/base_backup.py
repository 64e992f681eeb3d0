"""Takes a base backup of the running server with PostgreSQL's own program, and removes old ones."""

import datetime as dt
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from saathi.infra import clock, roles
from saathi.infra.embedded import wal_archive
from saathi.infra.embedded.errors import EmbeddedServerError
from saathi.infra.embedded.server import EmbeddedServer
from saathi.infra.embedded.server_paths import data_account
from saathi.infra.embedded.wal_archive import ABOUT_FILE, MANIFEST, BaseBackup, WalArchive

MAX_SECONDS = 86_400


@dataclass(frozen=True)
class BaseBackupResult:
    """A new base backup, its size, and what was removed."""

    backup: BaseBackup
    size: int
    removed: list[Path]


def take_base_backup(
    server: EmbeddedServer, archive: WalArchive, *, keep_days: int
) -> BaseBackupResult:
    """Takes a base backup into the archive and removes expired ones."""
    account, programs = data_account(server.places), server.binaries
    running = server.status()
    if not archive.wal.is_dir():
        raise EmbeddedServerError(
            f"{archive.wal} is not there. Mount the archive, then start Saathi again."
        )
    began = clock.now().astimezone(dt.UTC)
    final = archive.base / began.strftime(wal_archive.TIME_FORMAT)
    half = final.with_suffix(".half")
    for left in archive.base.glob("*.half"):  # from interrupted runs
        shutil.rmtree(left)
    _copy(server, running.sockets, half, label=final.name)
    ended = clock.now().astimezone(dt.UTC)
    span = json.loads((half / MANIFEST).read_text(encoding="utf-8"))["WAL-Ranges"][0]
    backup = BaseBackup(
        final,
        began,
        ended,
        programs.major,
        int(span["Timeline"]),
        wal_archive.wal_segment_at(int(span["Timeline"]), span["Start-LSN"]),
    )
    description = {
        "began_at": began.isoformat(),
        "ended_at": ended.isoformat(),
        "version": backup.version,
        "timeline": backup.timeline,
        "first_segment": backup.first_segment,
    }
    account.write_file(half / ABOUT_FILE, f"{json.dumps(description)}\n")
    half.rename(final)
    size = sum(path.stat().st_size for path in final.iterdir())
    removed = archive.remove_expired(ended - dt.timedelta(days=keep_days))
    return BaseBackupResult(backup, size, removed)


def _copy(server: EmbeddedServer, sockets: Path, folder: Path, *, label: str) -> None:
    """Copies the server's files into a new folder, which is removed on failure."""
    account, programs = data_account(server.places), server.binaries
    output = account.run_program(
        programs["pg_basebackup"],
        f"--pgdata={folder}",
        "--format=tar",
        "--compress=client-gzip:1",
        "--wal-method=stream",  # includes the log it needs: usable even if the archive has a gap
        "--checkpoint=fast",
        "--no-password",
        f"--label=saathi {label}",
        environment={
            "PGHOST": str(sockets),
            "PGPORT": str(server.port),
            "PGUSER": roles.REPLICATOR.name,
            "PGPASSWORD": server.places.password(roles.REPLICATOR.name),
        },
        seconds=MAX_SECONDS,
    )
    if output.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise EmbeddedServerError(f"No base backup was made: {output.stderr.strip()[-500:]}")
