"""Makes a backup. Runs as the maintenance role, while pages are served."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from saathi import __version__, audit
from saathi.audit.sealer import heads_path
from saathi.config.backups import keys, tables
from saathi.config.backups.archives import ABOUT, Archive, Kind, Made, write
from saathi.config.home import SECRETS
from saathi.infra import clock
from saathi.vault.actions import JOURNAL, export_erasures
from saathi.vault.root_keys import sync_folder

STAMP = "%Y%m%dT%H%M%SZ"
ERASURES = "saathi-erasures.sealed"


@dataclass(frozen=True)
class Backup:
    """What one backup wrote."""

    data: Made
    keys: Made
    manifest: Path
    new_keys: list[Path]
    removed: list[Path]
    rows: int


def make(address: str, home: Path, folder: Path, *, keep_keys_days: int) -> Backup:
    """A whole backup in the folder, of one moment; older key archives than allowed are removed."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    new_keys = keys.make_missing(home)
    export_erasures()
    moment = clock.now().astimezone(dt.UTC)
    stamp = moment.strftime(STAMP)
    data_key, keys_key = (keys.read(keys.path_of(home, kind)) for kind in (Kind.DATA, Kind.KEYS))
    # The heads before the snapshot: what the file lacks the sealer adds, what the database lacks
    # would have to be given up.
    heads = _text(heads_path(home))
    with psycopg.connect(address) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute("SET LOCAL row_security = off")  # raise rather than leave rows out
        about = _about(connection, moment)
        rows: list[int] = []
        fill = partial(_fill_data, connection, about, heads, home, rows)
        data = write(
            folder / f"saathi-data-{stamp}.sealed",
            data_key,
            kind=Kind.DATA,
            made_at=moment.isoformat(),
            fill=fill,
        )
        # The key folder after the snapshot: it then holds every erasure that the snapshot knows.
        kept = write(
            folder / f"saathi-keys-{stamp}.sealed",
            keys_key,
            kind=Kind.KEYS,
            made_at=moment.isoformat(),
            fill=partial(_fill_keys, connection, about, home),
        )
    _write_journal(folder / ERASURES, keys_key, moment, home)
    removed = _remove_old_keys(folder, moment - dt.timedelta(days=keep_keys_days))
    manifest = _manifest(folder / f"saathi-manifest-{stamp}.json", moment, (data, kept))
    audit.record(audit.Kind.BACKED_UP, by=None, agency=None, detail={"count": len(about["tables"])})
    return Backup(data, kept, manifest, new_keys, removed, sum(rows))


def _write_journal(path: Path, key: bytes, moment: dt.datetime, home: Path) -> None:
    journal = _text(home / "keys" / JOURNAL)
    write(
        path,
        key,
        kind=Kind.ERASURES,
        made_at=moment.isoformat(),
        fill=lambda archive: archive.add(JOURNAL, journal),
    )


def _about(connection: psycopg.Connection[Any], moment: dt.datetime) -> dict[str, Any]:
    return {
        "made_at": moment.isoformat(),
        "saathi": __version__,
        "postgresql": connection.info.server_version,
        "migrations": tables.migrations(connection),
        "tables": tables.described(tables.tables(connection)),
        "key_backups_end_after_days": settings.SAATHI_KEY_BACKUP_DAYS,
    }


def _fill_data(  # noqa: PLR0913, PLR0917 - the parts of one archive, in their order
    connection: psycopg.Connection[Any],
    about: dict[str, Any],
    heads: bytes,
    home: Path,
    rows: list[int],
    archive: Archive,
) -> None:
    archive.add(ABOUT, json.dumps(about).encode())
    data = tables.of_the_data(tables.tables(connection))
    rows.extend(_add_table(connection, table, archive) for table in data)
    archive.add("home/audit/heads.jsonl", heads)
    for public in sorted((home / "audit").glob("audit-*.pub")):
        archive.add_file(f"home/audit/{public.name}", public)
    for stored in sorted((home / "files").rglob("*")):
        if stored.is_file() and stored.suffix != ".part":
            archive.add_file(f"home/{stored.relative_to(home).as_posix()}", stored)


def _fill_keys(
    connection: psycopg.Connection[Any], about: dict[str, Any], home: Path, archive: Archive
) -> None:
    archive.add(ABOUT, json.dumps(about).encode())
    for path in _key_files(home):
        archive.add_file(f"home/{path.relative_to(home).as_posix()}", path)
    for table in tables.of_the_keys(tables.tables(connection)):
        _add_table(connection, table, archive)


def _key_files(home: Path) -> Iterable[Path]:
    """Keys and secrets; not the backup's own keys, nor passwords of one server's roles."""
    own = set(keys.FILES.values())
    for path in sorted((home / "keys").rglob("*")):
        if path.is_file() and path.name not in own and not path.name.startswith("."):
            yield path
    yield from (home / "secrets" / name for name in SECRETS)


def _add_table(connection: psycopg.Connection[Any], table: tables.Table, archive: Archive) -> int:
    lines = 0
    for number, piece in enumerate(tables.rows_of(connection, table), start=1):
        archive.add(f"tables/{table.name}/{number:06}", piece)
        lines += piece.count(b"\n")
    return lines


def _remove_old_keys(folder: Path, before: dt.datetime) -> list[Path]:
    """The key archives older than that, which are gone now: an erasure is whole only then."""
    gone = []
    for path in sorted(folder.glob("saathi-keys-*.sealed")):
        text = path.name.removeprefix("saathi-keys-").removesuffix(".sealed")
        try:
            made = dt.datetime.strptime(text, STAMP).replace(tzinfo=dt.UTC)
        except ValueError:
            continue
        if made < before:
            path.unlink()
            gone.append(path)
    return gone


def _manifest(path: Path, moment: dt.datetime, archives: Iterable[Made]) -> Path:
    listed = [asdict(made) | {"path": made.path.name} for made in archives]
    text = json.dumps({"made_at": moment.isoformat(), "archives": listed}, indent=2)
    path.write_text(f"{text}\n", encoding="ascii")
    sync_folder(path.parent)
    return path


def _text(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""
