"""Upgrade and rollback between two versions, with archives that earlier versions made."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from saathi.config.backups import archives, keys
from saathi.config.backups.archives import ABOUT, COUNTS, ArchiveKind
from saathi.infra.embedded import EmbeddedServer
from tests.ops.homes import python, saathi

pytestmark = [pytest.mark.slow, pytest.mark.deploy]
FIXTURES = Path(__file__).parent / "fixtures"
# Made by the first migrations of version 0.2 (README.md there), and by a version from before them.
BASELINE, VERSION_0_1 = "baseline", "c23b228"
CHILDREN = {
    "NP-6NRE-FT": "रवि पंडित",
    "NP-FVNQ-DC": "अंजली",
    "NP-J8YT-JR": "अनिता शेर्पा",
    "NP-VEV5-HA": None,  # erased after the backup
}
READ = """
import json
from django.db import connection
from saathi.people.models import Child
from saathi.vault import store as vault
read = {}
for child in Child.objects.all():
    try:
        read[child.code] = vault.open(child)["names"][0]["text"]
    except vault.FileKeyMissing:
        read[child.code] = None
with connection.cursor() as cursor:
    cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs WHERE worker_id IS NULL GROUP BY 1")
    jobs = dict(cursor.fetchall())
    cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE worker_id IS NOT NULL")
    print(json.dumps([read, jobs, cursor.fetchone()[0]]))
"""


@pytest.fixture
def homes(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    places = (tmp_path / "first", tmp_path / "second")
    yield places
    for place in places:
        EmbeddedServer(place).remove()


def copy_archive(name: str, tmp_path: Path) -> Path:
    """A folder with the archives of an earlier version, its keys closed to others."""
    folder = tmp_path / "archive"
    shutil.copytree(FIXTURES / name, folder)
    for key in folder.glob("*.key"):
        key.chmod(0o600)
    return folder


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return copy_archive(BASELINE, tmp_path)


def words(folder: Path) -> list[str | Path]:
    opened_with = [
        "--data-key",
        folder / "backup-data.key",
        "--keys-key",
        folder / "backup-keys.key",
    ]
    erasures = ["--erasures", folder / "erasures.sealed"]
    return [folder / "data.sealed", folder / "keys.sealed", *opened_with, *erasures]


WAYS = """
import json
from saathi.agencies import collection_methods
from saathi.people.models import Child
told = [collection_methods.collection_methods_of_file(one.file_id, {one.pk: one.recorded_at}) for one in Child.objects.all()]
print(json.dumps([way for ways in told for way in ways.values()]))
"""


def require_upgraded(home: Path) -> None:
    read, jobs, with_worker = json.loads(python(home, "maintenance", READ).splitlines()[-1])
    assert read == CHILDREN
    assert with_worker == 0
    assert "doing" not in jobs
    assert jobs["todo"] >= 2  # the one that waited, and the one that was being done
    # No one knows how records of a version that did not keep it were collected.
    told = json.loads(python(home, "maintenance", WAYS).splitlines()[-1])
    assert told == [None] * len(CHILDREN)
    saathi(home, "audit", "verify")
    doctor = saathi(home, "doctor", good=False)
    wrong = {line.split(":")[0] for line in doctor.splitlines() if line.startswith("WRONG")}
    assert (
        wrong
        <= {
            *("WRONG mail", "WRONG name and TLS"),
            *("WRONG last backup", "WRONG last drill", "WRONG separate users"),
            "WRONG copy of the audit log's heads",
            "WRONG queue",  # no worker runs here, and what the archive had to do was due on days that pass
        }
    )


def test_archive_of_an_earlier_version_is_restored_upgraded_and_backed_up(
    archive: Path, homes: tuple[Path, Path], tmp_path: Path
) -> None:
    """The whole way of an upgrade, on a machine of its own."""
    first, second = homes
    saathi(first, "restore", *words(archive))
    require_upgraded(first)

    # A backup by this version, with more in it: it is restored too, and knows of the erasure.
    out = tmp_path / "out"
    saathi(first, "backup", "--to", out)
    [data], [of_keys] = out.glob("saathi-data-*"), out.glob("saathi-keys-*")
    opened_with = [
        *("--data-key", keys.backup_key_path(first, ArchiveKind.DATA)),
        *("--keys-key", keys.backup_key_path(first, ArchiveKind.KEYS)),
    ]
    saathi(second, "restore", data, of_keys, *opened_with)
    require_upgraded(second)


def test_archive_of_an_earlier_version_passes_the_check(
    archive: Path, homes: tuple[Path, Path]
) -> None:
    """Before an upgrade: the archive to go back to is one that can be restored."""
    output = saathi(homes[0], "restore", *words(archive), "--check")
    assert "The audit log is sound. The scratch database is removed." in output


def test_archive_of_version_0_1_is_refused_before_anything_is_written(
    homes: tuple[Path, Path], tmp_path: Path
) -> None:
    """Its tables were made by migrations that this version does not have."""
    archive = copy_archive(VERSION_0_1, tmp_path)
    for more in ([], ["--check"]):
        output = saathi(homes[0], "restore", *words(archive), *more, good=False)
        assert "This backup was made before version 0.2 of Saathi (0.1.0; this is" in output
        assert "Restore it with version 0.1" in output
    assert not list((homes[0] / "keys").iterdir())


def test_archive_of_a_later_version_is_refused_before_anything_is_written(
    archive: Path, homes: tuple[Path, Path]
) -> None:
    """A return to an older version uses the archive from before the upgrade, never a newer one."""
    add_a_migration(archive)
    output = saathi(homes[0], "restore", *words(archive), good=False)
    assert "was made by a newer Saathi" in output
    assert "people.0999_of_next_year" in output
    assert not list((homes[0] / "keys").iterdir())


def add_a_migration(folder: Path) -> None:
    """Writes both archives again, as if a version had made them that has one more migration."""
    for name, kind in (("data", ArchiveKind.DATA), ("keys", ArchiveKind.KEYS)):
        path, key = folder / f"{name}.sealed", keys.read_backup_key(folder / f"backup-{name}.key")
        members: dict[str, bytes] = {}
        with archives.open_members(path, key, kind) as found:
            members = {member: content.read() for member, content in found}
        about = json.loads(members[ABOUT])
        about["migrations"].append("people.0999_of_next_year")
        members[ABOUT] = json.dumps(about).encode()

        def fill(archive: archives.ArchiveBuilder, members: dict[str, bytes] = members) -> None:
            for member, data in members.items():
                archive.add(member, data)

        path.unlink()
        archives.write_archive(path, key, kind=kind, made_at=about["made_at"], fill=fill)


def test_archive_lacks_migrations_and_holds_a_job_that_waits_and_one_being_done(
    archive: Path,
) -> None:
    """Else the tests above would prove nothing about an upgrade of a running installation."""
    key = keys.read_backup_key(archive / "backup-data.key")
    with archives.open_members(archive / "data.sealed", key, ArchiveKind.DATA) as members:
        found = {name: content.read() for name, content in members}
    about = json.loads(found[ABOUT])
    assert "agencies.0001_initial" in about["migrations"]
    assert not {"agencies.0002_saved_views", "services.0002_register_states"} & {
        *about["migrations"]
    }
    columns = about["tables"]["procrastinate_jobs"]
    jobs = [
        dict(zip(columns, line.split("\t"), strict=True))
        for line in found["tables/procrastinate_jobs/000001"].decode().splitlines()
    ]
    assert {"todo", "doing", "succeeded"} <= {job["status"] for job in jobs}
    assert json.loads(found[COUNTS])["people_child"] == len(CHILDREN)
