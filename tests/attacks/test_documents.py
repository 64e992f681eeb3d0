"""Statements injected into the web role against the documents of a child."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from saathi.agencies import definer_functions, writing
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.people.models import Child
from saathi.protection.casework.documents.models import Document, DocumentFile
from saathi.vault.models import StoredFile
from tests.attacks.test_guarded_columns import NO_PROOF, child, refuses, worker
from tests.factories import agencies, children, teams
from tests.protection.casework.documents import papers
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
__all__ = ("child", "worker")  # fixtures
NOT_YOURS = "not yours to remove"


@pytest.fixture
def document(child: Child, worker: Staff) -> Document:
    return papers.add(child, worker, papers.photo(), kind="medical", audience="recorder")


def stored_ids() -> list[UUID]:
    with role("maintenance"):
        return list(StoredFile.objects.values_list("pk", flat=True))


def count_read(person: Staff, statement: str, values: Sequence[object] = ()) -> int:
    with acting(person), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.fetchone()[0])


def test_stranger_and_colleague_read_no_row_by_id(
    child: Child, worker: Staff, document: Document
) -> None:
    file = papers.file_of(document)
    colleague = agencies.staff("case_worker", worker.office)
    teams.join(child.file_id, colleague, TeamRole.CASE_WORKER)
    questions: list[tuple[str, list[object]]] = [
        ("SELECT count(*) FROM documents_document WHERE id = %s", [document.pk]),
        ("SELECT count(*) FROM documents_documentfile WHERE id = %s", [file.pk]),
        ("SELECT count(*) FROM vault_stored_file WHERE id = ANY (%s)", [[file.original, file.shown, file.thumbnail]]),
    ]  # fmt: skip
    for person, reads in ((agencies.staff(), False), (colleague, False), (worker, True)):
        for statement, values in questions:
            assert bool(count_read(person, statement, values)) is reads, (
                person.role_kind,
                statement,
            )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE documents_document SET audience = 'team'",
        "UPDATE documents_document SET kind = 'birth'",
        "UPDATE documents_document SET readers = array_append(readers, access_staff())",
        "UPDATE documents_document SET state = 'replaced'",
        "UPDATE documents_document SET received_on = '2020-01-01', valid_until = '2030-01-01'",
        "UPDATE documents_documentfile SET shown = original",
        "UPDATE documents_documentfile SET sealed = '\\x00'",
        "UPDATE documents_documentfile SET original = NULL",
    ],
)
def test_no_statement_changes_a_document_or_its_files(
    worker: Staff, document: Document, change: str
) -> None:
    refuses(worker, change, NO_PROOF)


def test_no_statement_plants_a_file_on_a_document(worker: Staff, document: Document) -> None:
    refuses(
        worker,
        "INSERT INTO documents_documentfile (id, file_id, recorded_at, recorded_by, version, document_id, "
        "number, media_type, original, removed_because, sealed) SELECT gen_random_uuid(), file_id, now(), "
        "recorded_by, 1, document_id, 9, 'image/jpeg', original, '', sealed FROM documents_documentfile",
        NO_PROOF,
    )


def test_no_statement_removes_a_stored_file(worker: Staff, document: Document) -> None:
    before = stored_ids()
    refuses(worker, "DELETE FROM vault_stored_file", "permission denied")
    refuses(
        worker,
        f"SELECT stored_files_remove('{document.file_id}', ARRAY(SELECT id FROM vault_stored_file))",
        "permission denied",
    )
    refuses(
        worker,
        f"SELECT change_make('stored_files_remove', '[\"{document.file_id}\", \"{{}}\"]', '9|0|0')",
        NO_PROOF,
    )
    assert sorted(stored_ids()) == sorted(before)


def test_even_with_a_proof_no_one_removes_files_of_others(
    child: Child, worker: Staff, document: Document
) -> None:
    before = stored_ids()
    reader = agencies.staff("house_mother", worker.office)
    teams.join(
        child.file_id, reader, TeamRole.RESIDENTIAL_WORKER
    )  # reads the section, writes it not
    stranger = agencies.staff()
    other = papers.add(_child_of(stranger), stranger, papers.PDF)
    for person, file_id in (
        (reader, document.file_id),
        (stranger, document.file_id),
        (stranger, other.file_id),  # ids of another file below one's own
    ):
        with (
            acting(person),
            pytest.raises(ProgrammingError, match=NOT_YOURS),
            transaction.atomic(),
        ):
            definer_functions.make_change("stored_files_remove", [file_id, before], by=person.id)
    assert set(before) <= set(stored_ids())


def _child_of(actor: Staff) -> Child:
    return children.child(actor, "Rokeya")


def test_document_of_another_file_takes_no_file(child: Child, worker: Staff) -> None:
    document = papers.add(child, worker)
    stranger = agencies.staff()
    own = _child_of(stranger)
    record = DocumentFile(
        file_id=own.file_id, document=document, number=1, media_type="image/jpeg", original=own.pk,
    )  # fmt: skip
    with acting(stranger), pytest.raises(ProgrammingError, match="row-level security"):
        writing.add(record, actor=stranger, payload={"name": "a.jpg"})


def test_wordings_of_a_removed_document_are_removed_by_its_writers_alone(
    child: Child, worker: Staff
) -> None:
    document = papers.add(child, worker)
    with role("maintenance"):
        Document.objects.filter(pk=document.pk).update(
            state="removed", removed_because="other_child", removed_on=papers.DAY
        )
    stranger = agencies.staff("case_worker", worker.office)
    with acting(stranger), pytest.raises(ProgrammingError, match=NOT_YOURS), transaction.atomic():
        definer_functions.make_change("document_wordings_remove", [document.pk], by=stranger.pk)
    with (
        acting(worker),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT document_wordings_remove(%s)", [document.pk])
