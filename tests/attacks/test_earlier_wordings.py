"""Earlier wordings: a statement puts none back, replaces none and keeps none from being kept (A8)."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from saathi.agencies import guarded_columns, row_proofs, sealed_history, writing
from saathi.agencies.models import Staff
from saathi.agencies.row_security import scoped_models
from saathi.people.models import Child
from saathi.vault import store as vault
from saathi.vault.models import OldSealedValue
from tests.factories import agencies, children, helps
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Staff:
    return agencies.staff()


@pytest.fixture
def child(worker: Staff) -> Child:
    """A child whose sealed words were changed once."""
    found = children.child(worker)
    with acting(worker):
        rename(found, "Asha", worker)
    return found


def rename(child: Child, called: str, actor: Staff) -> None:
    writing.change(child, actor=actor, payload=vault.open(child) | {"called": called})


def execute(statement: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


EARLIER = "SELECT o.sealed FROM vault_old_value o WHERE o.row_id = people_child.id"


@pytest.mark.parametrize(
    "change",
    [
        f"sealed = ({EARLIER})",
        f"sealed = ({EARLIER}), version = version + 1",
        "sealed = '\\x01'",
        "sealed = '\\x01', version = version + 1",
    ],
)
def test_no_statement_changes_the_wording(child: Child, worker: Staff, change: str) -> None:
    with acting(worker):
        with pytest.raises((ProgrammingError, IntegrityError), match="no valid proof"):
            execute(f"UPDATE people_child SET {change}")
        assert vault.open(Child.objects.get())["called"] == "Asha"


def test_wording_changes_with_a_new_version_alone(child: Child, worker: Staff) -> None:
    """Also where the application proved it, so that each wording stays in the history."""
    with acting(worker):
        vault.seal(child, {"called": "Uma"})
        row_proofs.prove_rows([(child, {"sealed": child.sealed})], by=worker.pk)
        with pytest.raises(IntegrityError, match="is a new version"), transaction.atomic():
            Child.objects.update(sealed=child.sealed)


def test_no_statement_adds_an_earlier_wording(child: Child, worker: Staff) -> None:
    columns = "field_id, row_id, file_id, section, version, sealed, replaced_at, replaced_by"
    with acting(worker), pytest.raises(ProgrammingError, match="permission denied"):
        execute(
            f"INSERT INTO vault_old_value (id, {columns}) SELECT gen_random_uuid(), 'people.child', "
            "id, file_id, 1, version, '\\x01', now(), access_staff() FROM people_child"
        )


def test_each_wording_is_kept_by_the_database(child: Child, worker: Staff) -> None:
    with acting(worker):
        rename(child, "Uma", worker)
        kept = OldSealedValue.objects.filter(row_id=child.pk).order_by("version")
        assert [result.version for result in kept] == [1, 2]
        assert {entry.replaced_by for entry in kept} == {worker.pk}
        assert {(item.section, item.file_id) for item in kept} == {
            (int(Child.section), child.file_id)
        }
        assert vault.open_old_value(kept[1])["called"] == "Asha"
        assert vault.open(Child.objects.get())["called"] == "Uma"


def test_change_that_is_too_late_keeps_nothing(child: Child, worker: Staff) -> None:
    with acting(worker):
        before = OldSealedValue.objects.count()
        stale = Child.objects.get()
        rename(child, "Uma", worker)
        with pytest.raises(writing.ChangedMeanwhile), transaction.atomic():
            rename(stale, "Rupa", worker)
        assert OldSealedValue.objects.count() == before + 1


def test_first_wording_of_a_record_keeps_nothing(child: Child, worker: Staff) -> None:
    with acting(worker):
        session = helps.session(child, worker)
        assert session.sealed is None
        writing.change(session, actor=worker, payload={"who": "A teacher"})
        assert not OldSealedValue.objects.filter(row_id=session.pk).exists()


def test_planted_wording_gives_way_to_the_real_one(child: Child, worker: Staff) -> None:
    """One that a statement added before the database kept them."""
    with role("maintenance"):
        OldSealedValue.objects.create(
            field_id=Child.SEALED_FIELD_ID, row_id=child.pk, file_id=child.file_id, section=1,
            version=child.version, sealed=b"planted", replaced_by=worker.pk,
        )  # fmt: skip
    with acting(worker):
        rename(child, "Uma", worker)
        kept = OldSealedValue.objects.get(row_id=child.pk, version=child.version - 1)
        assert vault.open_old_value(kept)["called"] == "Asha"


def test_every_sealed_record_keeps_its_wordings() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname = ANY (%s)",
            [list(sealed_history.TRIGGER_NAMES)],
        )
        found = set(cursor.fetchall())
    sealed = [model for model in scoped_models() if hasattr(model, "SEALED_FIELD_ID")]
    assert len(sealed) > 50
    for model in sealed:
        assert {(model._meta.db_table, name) for name in sealed_history.TRIGGER_NAMES} <= found
        if not model.written_by_functions:
            assert "sealed" in guarded_columns.guarded_columns(model)
