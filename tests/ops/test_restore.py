"""Backup, erasure, restore: with real servers in separate homes."""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from saathi.config.backups import keys
from saathi.config.backups.archives import ArchiveKind
from saathi.infra.embedded import EmbeddedServer
from tests.ops.homes import migrated, python, saathi

pytestmark = pytest.mark.slow

RECORD = """
from django.db import transaction
from saathi.agencies import context
from tests.factories import agencies, children
with transaction.atomic():
    staff = agencies.staff()
with transaction.atomic():
    context.enter_staff_context(staff=staff.id, agency=staff.agency_id)
    print(staff.email, *[children.child(staff, name).code for name in ("Sunita", "Rokeya", "Mina")])
"""
KEEP = """
import uuid
from saathi.people.models import Child
from saathi.vault import attachments
from saathi.vault.accepted_media import MediaType
child = Child.objects.get(code="CODE")
attachments.store_data(file_id=child.file_id, field_id="tests.kept", section=1, data=b"1", media_type=MediaType.DATA, by=uuid.uuid4())
"""
READ = """
import json
from saathi.engines.matching import names
from saathi.people import search_tokens as found_by
from saathi.people.models import Child
from saathi.vault import store as vault, tokens
read = {}
for child in Child.objects.all():
    try:
        read[child.code] = vault.open(child)["names"][0]["text"]
    except vault.FileKeyMissing:
        read[child.code] = None
found = {}
for name in ("Sunita", "Rokeya", "Mina"):
    facts = tokens.TokenFacts(names=list(names.name_keys(name)), bands=[], districts=["NP-DHA"])
    hits = found_by.find_files_everywhere(facts, (tokens.TokenKind.DISTRICT,), using="default").hits
    found[name] = sorted(Child.objects.filter(file_id__in=hits).values_list("code", flat=True))
print(json.dumps([read, found]))
"""


WAYS = """
import json
from saathi.agencies.models import CollectionStart, RecordCollectionMethod
from saathi.people.models import Child
ways = {}
for child in Child.objects.all():
    kept = RecordCollectionMethod.objects.filter(file_id=child.file_id)
    ways[child.code] = sorted([str(one.record_id), one.method] for one in kept)
print(json.dumps([ways, CollectionStart.objects.get().since.isoformat()]))
"""


@pytest.fixture
def homes(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    places = (tmp_path / "first", tmp_path / "second")
    yield places
    for place in places:
        if place.exists():
            EmbeddedServer(place).remove()


def recorded(home: Path) -> tuple[str, dict[str, str]]:
    migrated(home)
    by, *codes = python(home, "maintenance", RECORD).split()
    return by, dict(zip(("Sunita", "Rokeya", "Mina"), codes, strict=True))


def only(folder: Path, kind: str) -> Path:
    return min(folder.glob(f"saathi-{kind}-*.sealed"))


def give_backup_keys(home: Path, to: Path) -> list[str | Path]:
    """The copies that the operator kept elsewhere, as arguments."""
    to.mkdir()
    for kind in keys.FILES:
        shutil.copy2(keys.backup_key_path(home, kind), to)
    folder = to / keys.FILES[ArchiveKind.DATA], to / keys.FILES[ArchiveKind.KEYS]
    return ["--data-key", folder[0], "--keys-key", folder[1]]


@pytest.mark.deploy
def test_an_erased_child_stays_erased_after_a_restore_elsewhere(
    homes: tuple[Path, Path], tmp_path: Path
) -> None:
    first, second = homes
    by, codes = recorded(first)
    out = tmp_path / "out"
    saathi(first, "backup", "--to", out)
    data, key_archive = only(out, "data"), only(out, "keys")
    kept = give_backup_keys(first, tmp_path / "safe")

    ways, since = json.loads(python(first, "maintenance", WAYS))
    assert all(ways[code] for code in codes.values())
    saathi(first, "erase", codes["Rokeya"], "--reason", "asked", "--by", by, "--yes")
    saathi(first, "backup", "--to", out)  # brings the journal of erasures up to date, and only that
    output = saathi(second, "restore", data, key_archive, *kept)

    assert "1 keys of erased files were destroyed again" in output
    read, found = json.loads(python(second, "maintenance", READ))
    assert read == {
        codes["Sunita"]: "Sunita",
        codes["Rokeya"]: None,
        codes["Mina"]: "Mina",
    }
    assert found == {"Sunita": [codes["Sunita"]], "Rokeya": [], "Mina": [codes["Mina"]]}
    # How the records were collected came along, but for the erased child: the backup still had it.
    restored = json.loads(python(second, "maintenance", WAYS))
    assert restored == [ways | {codes["Rokeya"]: []}, since]
    saathi(second, "audit", "verify")
    assert "overwrites" in saathi(second, "restore", data, key_archive, *kept, good=False)


def test_a_restore_into_the_same_home_declares_what_the_backup_lacks(
    homes: tuple[Path, Path], tmp_path: Path
) -> None:
    home, _ = homes
    by, codes = recorded(home)
    python(home, "maintenance", KEEP.replace("CODE", codes["Sunita"]))
    saathi(home, "backup", "--to", tmp_path / "out")
    [picture] = (home / "files").glob("??/*")
    os.utime(picture, (0, 0))
    saathi(home, "erase", codes["Mina"], "--reason", "court", "--by", by, "--yes")
    seal_once(home)
    saathi(home, "audit", "verify")
    kept = home.with_name("kept")
    give_backup_keys(home, kept)
    lose_the_database(home)

    data, key_archive = only(tmp_path / "out", "data"), only(tmp_path / "out", "keys")
    output = saathi(home, "restore", data, key_archive)

    assert "1 keys of erased files were destroyed again" in output
    read, _found = json.loads(python(home, "maintenance", READ))
    assert read[codes["Mina"]] is None
    assert read[codes["Sunita"]] == "Sunita"
    assert "A restore was declared" in saathi(home, "audit", "verify")
    # The file was there; a sweep that runs before its row is back takes it for one just written.
    assert picture.stat().st_mtime > time.time() - 600


@pytest.mark.deploy
def test_a_wrong_key_or_a_cut_archive_writes_nothing(
    homes: tuple[Path, Path], tmp_path: Path
) -> None:
    first, second = homes
    recorded(first)
    out = tmp_path / "out"
    saathi(first, "backup", "--to", out)
    data, key_archive = only(out, "data"), only(out, "keys")
    manifest = json.loads(next(out.glob("saathi-manifest-*.json")).read_text())
    assert [entry["sha256"] for entry in manifest["archives"]] == [
        sha256(path.read_bytes()).hexdigest() for path in (data, key_archive)
    ]
    for name in (b"Sunita", b"Rokeya"):
        assert name not in data.read_bytes()
    kept = give_backup_keys(first, tmp_path / "safe")
    crossed = [kept[0], kept[3], kept[2], kept[1]]

    output = saathi(second, "restore", data, key_archive, *crossed, good=False)
    assert "does not open" in output
    cut = tmp_path / "cut.sealed"
    cut.write_bytes(data.read_bytes()[:-100])
    assert "cut off" in saathi(second, "restore", cut, key_archive, *kept, good=False)
    assert "Name the archive of the data" in saathi(
        second, "restore", key_archive, data, *crossed, good=False
    )

    assert not list((second / "keys").iterdir())
    checked = saathi(second, "restore", data, key_archive, *kept, "--check")
    assert "The audit log is sound. The scratch database is removed." in checked
    assert "3 children opened" in checked
    assert not list((second / "keys").iterdir())
    assert not list((second / "scratch").iterdir())


def seal_once(home: Path) -> None:
    python(
        home,
        "sealer",
        """
import os, pathlib, psycopg
from saathi.audit import sealer, signing_keys
from saathi.audit.heads import HeadsFileSink
place = pathlib.Path(os.environ["SAATHI_HOME"])
with psycopg.connect(os.environ["SAATHI_DATABASE_URL_SEALER"]) as connection:
    sealer.LogSealer(connection, signing_keys.create_signing_key(place), HeadsFileSink(sealer.heads_path(place))).seal_round()
""",
    )


def lose_the_database(home: Path) -> None:
    """The disk of the database is gone; keys, secrets and the heads of the log are on another."""
    EmbeddedServer(home).remove()


# --- Backups of other versions --------------------------------------------------------------------

# A schema of before: services had no states and translations, lists no saved views. Their migrations
# are taken back. A real archive of that time: test_previous_version.py.
OLDER = """
from django.core.management import call_command
from django.db import connection, transaction
from saathi.agencies.row_security import _drop_facts, drop_triggers
from saathi.infra import fast_migrations
# Policies, triggers and views of later versions name columns that did not exist.
drop_triggers()
with transaction.atomic(), connection.cursor() as cursor:
    _drop_facts(cursor)
    cursor.execute("RESET ROLE")
    cursor.execute("SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public'")
    for policy, table in cursor.fetchall():
        cursor.execute(f'DROP POLICY "{policy}" ON "{table}"')
    cursor.execute(
        "SELECT t.tgname, t.tgrelid::regclass::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace AND t.tgparentid = 0"
    )
    for trigger, table in cursor.fetchall():
        cursor.execute(f'DROP TRIGGER "{trigger}" ON {table}')
with fast_migrations.limit_model_rendering():
    for app, to in (("services", "0001"), ("agencies", "0001")):
        call_command("migrate", app, to, verbosity=0)
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT app || '.' || name FROM django_migrations")
    print(*sorted(name for (name,) in cursor.fetchall()))
"""
NEWER = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('people', '0999_of_next_year', now())")
"""
HAS = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT app || '.' || name FROM django_migrations")
    print(*sorted(name for (name,) in cursor.fetchall()))
"""


@dataclass(frozen=True)
class Older:
    """A backup that an installation of then made, what opens it, and what it holds."""

    now: list[str]
    then: list[str]
    codes: dict[str, str]
    archives: tuple[Path, Path]
    kept: list[str | Path]


@pytest.fixture(scope="module")
def older() -> Iterator[Older]:
    with tempfile.TemporaryDirectory(prefix="saathi-older-") as folder:
        place = Path(folder)
        place.chmod(0o755)  # the database's account passes through
        home, out = place / "home", place / "out"
        _by, codes = recorded(home)
        now = python(home, "migrate", HAS).split()
        then = python(home, "migrate", OLDER).split()
        saathi(home, "backup", "--to", out)
        kept = give_backup_keys(home, place / "safe")
        yield Older(now, then, codes, (only(out, "data"), only(out, "keys")), kept)
        EmbeddedServer(home).remove()


@pytest.mark.deploy
@pytest.mark.xdist_group("an older backup")
def test_a_backup_of_an_older_version_is_loaded_as_it_was_and_migrated_forward(
    older: Older, homes: tuple[Path, Path]
) -> None:
    _, second = homes
    assert set(older.then) < set(older.now)

    output = saathi(second, "restore", *older.archives, *older.kept)

    assert "Migrated to the schema of this version" in output
    assert python(second, "migrate", HAS).split() == older.now
    read, found = json.loads(python(second, "maintenance", READ))
    assert read == {code: name for name, code in older.codes.items()}
    assert found == {name: [code] for name, code in older.codes.items()}
    saathi(second, "audit", "verify")
    wrong = [line for line in saathi(second, "doctor", good=False).splitlines() if "WRONG" in line]
    # No mail server, no proxy, no sealer and no second place for the heads belong to this home.
    unset = {"mail", "name and TLS", "sealing of the audit log", "copy of the audit log's heads"}
    # Jobs of the older installation wait until something is served.
    unset |= {"separate users", "queue", "last backup", "last drill"}
    assert {line.split(":")[0].removeprefix("WRONG ") for line in wrong} <= unset


@pytest.mark.deploy
@pytest.mark.xdist_group("an older backup")
def test_an_older_backup_does_not_go_into_a_database_that_is_ahead_of_it(
    older: Older, homes: tuple[Path, Path]
) -> None:
    _, second = homes
    migrated(second)

    output = saathi(second, "restore", *older.archives, *older.kept, good=False)

    assert "the database is migrated further already" in output
    assert python(second, "maintenance", READ) == '[{}, {"Sunita": [], "Rokeya": [], "Mina": []}]'


@pytest.mark.deploy
def test_a_backup_of_a_newer_version_is_refused_before_anything_is_written(
    homes: tuple[Path, Path], tmp_path: Path
) -> None:
    first, second = homes
    recorded(first)
    python(first, "migrate", NEWER)
    out = tmp_path / "out"
    saathi(first, "backup", "--to", out)
    kept = give_backup_keys(first, tmp_path / "safe")
    both = (only(out, "data"), only(out, "keys"))

    for more in ([], ["--check"]):
        output = saathi(second, "restore", *both, *kept, *more, good=False)
        assert "was made by a newer Saathi" in output
        assert "people.0999_of_next_year" in output
    assert not list((second / "keys").iterdir())
    tables = "from django.db import connection\nprint(connection.introspection.table_names())"
    assert python(second, "maintenance", tables, "NONE") == "[]"
