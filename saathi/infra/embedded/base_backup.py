"""Takes a base backup of the running server with PostgreSQL's own program, and removes old ones."""

import datetime as dt
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from saathi.infra import clock, roles
from saathi.infra.embedded import archiving
from saathi.infra.embedded.archiving import ABOUT, MANIFEST, Archive, BaseBackup
from saathi.infra.embedded.errors import EmbeddedServerError
from saathi.infra.embedded.places import data_account
from saathi.infra.embedded.server import EmbeddedServer

LONGEST_SECONDS = 86_400


@dataclass(frozen=True)
class Taken:
    """A new base backup, its size, and what was removed."""

    backup: BaseBackup
    size: int
    removed: list[Path]


def take(server: EmbeddedServer, archive: Archive, *, keep_days: int) -> Taken:
    """A new base backup in the archive; then those older than allowed are removed."""
    account, programs = data_account(server.places), server.binaries
    running = server.status()
    if not archive.wal.is_dir():
        raise EmbeddedServerError(
            f"{archive.wal} is not there. Mount the archive, then start Saathi again."
        )
    began = clock.now().astimezone(dt.UTC)
    final = archive.base / began.strftime(archiving.STAMP)
    half = final.with_suffix(".half")
    for left in archive.base.glob("*.half"):  # of runs that were cut off
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
        archiving.segment_of(int(span["Timeline"]), span["Start-LSN"]),
    )
    about = {
        "began_at": began.isoformat(),
        "ended_at": ended.isoformat(),
        "version": backup.version,
        "timeline": backup.timeline,
        "first_segment": backup.first_segment,
    }
    account.write(half / ABOUT, f"{json.dumps(about)}\n")
    half.rename(final)
    size = sum(path.stat().st_size for path in final.iterdir())
    removed = archive.expire(ended - dt.timedelta(days=keep_days))
    return Taken(backup, size, removed)


def _copy(server: EmbeddedServer, sockets: Path, folder: Path, *, label: str) -> None:
    """Copies the server's files into a new folder; nothing is left there where that fails."""
    account, programs = data_account(server.places), server.binaries
    done = account.run(
        programs["pg_basebackup"],
        f"--pgdata={folder}",
        "--format=tar",
        "--compress=client-gzip:1",
        "--wal-method=stream",  # with the log it needs: usable even where the archive has a gap
        "--checkpoint=fast",
        "--no-password",
        f"--label=saathi {label}",
        environment={
            "PGHOST": str(sockets),
            "PGPORT": str(server.port),
            "PGUSER": roles.REPLICATOR.name,
            "PGPASSWORD": server.places.password(roles.REPLICATOR.name),
        },
        seconds=LONGEST_SECONDS,
    )
    if done.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise EmbeddedServerError(f"No base backup was made: {done.stderr.strip()[-500:]}")
