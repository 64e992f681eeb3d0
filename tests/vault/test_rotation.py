"""The root key changes while pages are served; the old one is retired when nothing depends on it."""

import uuid
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from saathi.vault import actions, installed_keys
from saathi.vault import store as vault
from saathi.vault.errors import VaultError
from saathi.vault.models import KeyCanary, WrappedKey
from tests.roles import role
from tests.vault.conftest import Note


@pytest.fixture
def notes(keys_folder: Path) -> list[Note]:
    made = [Note(uuid.uuid4()) for _ in range(7)]
    for number, record in enumerate(made):
        vault.seal(record, {"n": number})
    return made


def generations() -> set[str]:
    return set(WrappedKey.objects.values_list("kek_id", flat=True))


def test_rotation_moves_every_key_and_changes_no_record(notes: list[Note]) -> None:
    before = [record.sealed for record in notes]

    new = actions.rotate_root_key(batch=3)

    assert generations() == {new}
    assert [record.sealed for record in notes] == before
    assert [vault.open(record)["n"] for record in notes] == list(range(7))
    vault.check_root_key()


def test_records_can_be_opened_and_created_during_rotation(notes: list[Note]) -> None:
    seen = []

    def serve(done: int, everything: int) -> None:
        assert [vault.open(record)["n"] for record in notes] == list(range(7))
        late = Note(uuid.uuid4())
        vault.seal(late, {"n": -1})
        assert vault.open(late) == {"n": -1}
        seen.append((done, everything))

    new = actions.rotate_root_key(batch=3, progress=serve)

    assert seen == [(3, 7), (6, 7), (7, 7)]
    assert generations() == {new}


def test_a_rotation_broken_off_is_finished_with_the_same_key(notes: list[Note]) -> None:
    def fail(_done: int, _everything: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        actions.rotate_root_key(batch=3, progress=fail)
    assert len(generations()) == 2
    assert [vault.open(record)["n"] for record in notes] == list(range(7))

    new = actions.rotate_root_key(batch=3)

    assert generations() == {new}
    assert KeyCanary.objects.filter(purpose="root").count() == 2


def test_running_process_finds_newly_created_root_key(notes: list[Note]) -> None:
    installed_keys.get_root_key(next(iter(generations())))
    stale = dict(installed_keys._loaded)
    actions.rotate_root_key()
    installed_keys._loaded.clear()
    installed_keys._loaded.update(stale)

    assert vault.open(notes[0]) == {"n": 0}


def test_a_key_still_in_use_cannot_be_retired(notes: list[Note]) -> None:
    [old] = generations()
    with pytest.raises(VaultError, match="is the one in use"):
        actions.retire_root_key(kek_id=old)

    def fail(_done: int, _everything: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        actions.rotate_root_key(batch=3, progress=fail)
    with pytest.raises(VaultError, match="4 keys still depend on"):
        actions.retire_root_key(kek_id=old)


def test_a_retired_key_is_put_aside_and_can_no_longer_wrap(
    notes: list[Note], keys_folder: Path, django_capture_on_commit_callbacks: object
) -> None:
    [old] = generations()
    stale = installed_keys.get_root_key(old)
    actions.rotate_root_key()

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        kept = actions.retire_root_key(kek_id=old)

    assert kept.read_bytes()
    assert not (keys_folder / f"root-{old}.key").exists()
    vault.check_root_key()
    assert vault.open(notes[0]) == {"n": 0}
    # A process that still holds the retired key cannot store a key that could not be opened later.
    late = WrappedKey(file_id=uuid.uuid4(), wrapped=stale.wrap(uuid.uuid4(), b"x" * 32), kek_id=old)
    late.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.check_constraints()  # as the commit would
    late.delete()


def test_rotation_refuses_a_role_that_sees_only_some_keys(notes: list[Note]) -> None:
    with role("app"), pytest.raises(VaultError, match="maintenance role"):
        actions.rotate_root_key()
