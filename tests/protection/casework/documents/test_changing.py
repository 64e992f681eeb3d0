"""Reminders of documents that end; changing, replacing and removing documents."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from saathi.agencies import access, definer_functions
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.documents import actions, pages, queries, rules
from saathi.protection.casework.documents.models import Document, DocumentFile
from saathi.protection.casework.documents.vocabulary import RemovalReason
from saathi.vault import attachments
from saathi.vault import store as vault
from saathi.vault.models import OldSealedValue, StoredFile
from tests import filled
from tests.desk import cast
from tests.factories import agencies, teams
from tests.protection.casework.documents import papers
from tests.reading import address, read, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
LIST = "documents:list_documents"
NEW = "documents:add_document"


def open_reminders(child: Child) -> list[dt.date]:
    with role("maintenance"):
        dues = Due.objects.filter(file_id=child.file_id, duty="document", done_on=None)
        return list(dues.values_list("due_on", flat=True))


def in_days(actor: Staff, days: int) -> dt.date:
    return actor.office.today() + dt.timedelta(days=days)


def page_of(document: Document) -> str:
    return reverse("documents:show_document", args=[document.file_id, document.pk])


# --- reminders ------------------------------------------------------------------------------------


def test_reminder_is_due_before_the_end_and_moves_with_it(
    case: Case, child: Child, worker: Staff
) -> None:
    document = papers.add(child, worker, valid_until=in_days(worker, 100))
    assert open_reminders(child) == [in_days(worker, 70)]
    with acting(worker):
        changes = {"valid_until": in_days(worker, 200)}
        actions.change_document(document=document, columns=changes, version=1, actor=worker)
    assert open_reminders(child) == [in_days(worker, 170)]
    with acting(worker):
        changes = {"valid_until": None}
        actions.change_document(document=document, columns=changes, version=2, actor=worker)
    assert open_reminders(child) == []
    assert case.file_id == child.file_id


def test_document_that_needs_no_renewal_ends_its_reminder(child: Child, worker: Staff) -> None:
    document = papers.add(child, worker, valid_until=in_days(worker, 10))
    client = signed_in(worker)
    assert "No renewal needed" in words(client.get(page_of(document)).content)
    path = reverse("documents:end_document_reminder", args=[child.file_id, document.pk])
    for stranger in (agencies.staff(), agencies.staff("case_worker", worker.office)):
        assert signed_in(stranger).post(path, {"version": 1}).status_code == 404
    form = client.get(page_of(document)).content.decode()
    assert client.post(path, filled.form(form, to=path)).status_code == 302
    assert open_reminders(child) == []
    assert "No renewal needed" not in words(client.get(page_of(document)).content)


def test_reminder_is_shown_to_those_who_read_documents_of_every_type(
    case: Case, child: Child, worker: Staff
) -> None:
    mother, leader = (
        agencies.staff(role_kind, worker.office) for role_kind in ("house_mother", "supervisor")
    )
    counsellor = agencies.staff("counsellor", worker.office)
    teams.join(child.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    teams.join(child.file_id, counsellor, TeamRole.COUNSELLOR)
    papers.add(child, worker, kind="court_order", valid_until=in_days(worker, 3))
    for person, is_shown in ((worker, True), (leader, True), (mother, False), (counsellor, True)):
        with acting(person), connection.cursor() as cursor:
            shown = access.visible(person, Due).filter(duty="document")
            assert shown.exists() is is_shown, person.role_kind
            assert access.visible(person, Due).exclude(duty="document").exists()
            cursor.execute("SELECT count(*) FROM cases_due WHERE duty = 'document'")
            assert cursor.fetchone() == (int(is_shown),), person.role_kind
        assert ("Document to renew" in read(person, address("dues:list_dues", child))) is is_shown
    assert case.worker_id == worker.pk


def test_reminder_of_a_document_that_the_worker_may_not_see_is_its_recorders(
    case: Case, child: Child, worker: Staff
) -> None:
    leader, colleague = (
        agencies.staff("supervisor", worker.office),
        agencies.staff("case_worker", worker.office),
    )
    teams.join(child.file_id, colleague, TeamRole.COUNSELLOR)
    for audience, readers, owner in (
        ("recorder", [], leader),
        ("named", [colleague.pk], leader),
        ("named", [worker.pk], worker),
        ("team", [], worker),
    ):
        document = papers.add(
            child, leader, audience=audience, readers=readers, valid_until=in_days(leader, 90)
        )
        with role("maintenance"):
            assert Due.objects.get(pk=document.due).worker_id == owner.pk, audience
    assert case.worker_id == worker.pk


# --- change, replace, remove ----------------------------------------------------------------------


def test_changed_texts_keep_the_earlier_wording(child: Child, worker: Staff) -> None:
    document = papers.add(child, worker)
    client = signed_in(worker)
    path = reverse("documents:change_document", args=[child.file_id, document.pk])
    sent = filled.form(client.get(path).content.decode(), title="Certificate of birth")
    answer = client.post(path, sent)
    assert answer.status_code == 302, words(answer.content)
    page = words(client.get(answer.url).content)
    assert "Certificate of birth" in page
    assert "Texts changed" in page


def test_whoever_may_not_read_a_type_makes_no_document_of_it(child: Child, worker: Staff) -> None:
    document = papers.add(child, worker)
    with role("maintenance"):
        from saathi.agencies.models import Grant

        Grant.objects.filter(file_id=child.file_id, principal=worker.pk).update(reads=1, writes=1)
    with acting(worker), pytest.raises(access.NotAllowed):
        actions.change_document(
            document=document, columns={"kind": "medical"}, version=1, actor=worker
        )


def test_renewed_document_replaces_the_earlier_one(child: Child, worker: Staff) -> None:
    first = papers.add(child, worker, title="Old passport", valid_until=in_days(worker, 5))
    client = signed_in(worker)
    path = reverse("documents:replace_document", args=[child.file_id, first.pk])
    form = client.get(path).content.decode()
    assert "Nothing is copied from it" in form
    sent = filled.form(form, **papers.typed(title="New passport"))
    answer = client.post(path, sent)
    assert answer.status_code == 302, words(answer.content)
    assert "an earlier document" in words(client.get(answer.url).content)
    assert "the newer document" in words(client.get(page_of(first)).content)
    listed = read(worker, address(LIST, child))
    assert listed.index("New passport") < listed.index("Replaced and removed documents")
    assert listed.index("Replaced and removed documents") < listed.index("Old passport")
    assert open_reminders(child) == []
    assert client.get(path).status_code == 404


def test_document_changed_meanwhile_is_not_replaced(child: Child, worker: Staff) -> None:
    first = papers.add(child, worker)
    client = signed_in(worker)
    path = reverse("documents:replace_document", args=[child.file_id, first.pk])
    sent = filled.form(client.get(path).content.decode(), **papers.typed(title="New"))
    with acting(worker):
        actions.change_document(document=first, columns={}, version=1, actor=worker)
    assert client.post(path, sent).status_code == 409
    with role("maintenance"):
        assert Document.objects.count() == 1


def test_removed_file_is_erased_at_once_and_its_removal_logged(
    child: Child, worker: Staff, django_capture_on_commit_callbacks: object
) -> None:
    document = papers.add(child, worker, papers.photo(), papers.PDF)
    with role("maintenance"):
        file = document.files.get(number=1)
    stored = [file.original, file.shown, file.thumbnail]
    path = reverse("documents:remove_document_file", args=[child.file_id, document.pk, file.pk])
    client = signed_in(worker)
    form = client.get(path).content.decode()
    assert filled.form(form).get("reason", [""]) == [""]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        answer = client.post(path, filled.form(form, reason="mistake"))
    assert answer.status_code == 302, words(answer.content)
    with role("maintenance"):
        assert not StoredFile.objects.filter(pk__in=stored).exists()
        assert StoredFile.objects.count() == 1  # the PDF
    storage = attachments.open_storage()
    for stored_id in stored:
        with pytest.raises(Exception, match="is missing"):
            list(storage.read(stored_id))
    page = words(client.get(page_of(document)).content)
    assert "Uploaded by mistake" in page
    [entry] = cast.entries(kind="file_removed", file_id=child.file_id)
    assert entry.detail == {"reason": "mistake", "model": "documents.documentfile", "count": 3}
    assert (
        client.get(
            reverse("documents:open_file", args=[child.file_id, document.pk, file.pk])
        ).status_code
        == 404
    )
    again = client.post(path, filled.form(client.get(path).content.decode(), reason="mistake"))
    assert "This file was already removed." in words(again.content)


def test_removed_document_has_no_file_left_and_no_reminder(child: Child, worker: Staff) -> None:
    document = papers.add(child, worker, papers.photo(), papers.PDF, valid_until=in_days(worker, 9))
    client = signed_in(worker)
    path = reverse("documents:remove_document", args=[child.file_id, document.pk])
    answer = client.post(path, filled.form(client.get(path).content.decode(), reason="asked"))
    assert answer.status_code == 302, words(answer.content)
    with role("maintenance"):
        assert not StoredFile.objects.exists()
        document.refresh_from_db()
    assert (document.state, document.removed_because) == ("removed", RemovalReason.ASKED)
    assert open_reminders(child) == []
    page = words(client.get(page_of(document)).content)
    assert "Edit" not in page
    assert "A document was removed" in read(worker, f"/child/{child.file_id}/timeline/")
    with acting(worker), pytest.raises(actions.DocumentRefused):
        actions.change_document(document=document, columns={}, version=2, actor=worker)


def test_files_are_added_up_to_ten(child: Child, worker: Staff) -> None:
    document = papers.add(child, worker, *[papers.PDF] * 9)
    client = signed_in(worker)
    path = reverse("documents:add_document_files", args=[child.file_id, document.pk])
    sent = filled.form(client.get(path).content.decode(), has_read="on")
    none = client.post(path, sent)
    assert "Choose a file." in words(none.content)
    sent = filled.form(client.get(path).content.decode(), has_read="on")
    assert client.post(path, sent | {"uploads": [papers.sent("j", papers.PDF)]}).status_code == 302
    sent = filled.form(client.get(path).content.decode(), has_read="on")
    many = client.post(path, sent | {"uploads": [papers.sent("k", papers.PDF)]})
    assert "A document can have at most 10 files" in words(many.content)


def texts_kept(file_id: object) -> list[dict[str, object]]:
    """What the database keeps of the texts of documents and their files, now and before."""
    with role("maintenance"):
        kept = [vault.open_old_value(old) for old in OldSealedValue.objects.filter(file_id=file_id)]
        for model in (Document, DocumentFile):
            kept += [vault.open(record) for record in model.objects.filter(file_id=file_id)]
    return kept


@pytest.mark.parametrize("reason", list(RemovalReason))
def test_texts_go_with_a_document_that_must_not_stay(
    child: Child, worker: Staff, reason: RemovalReason
) -> None:
    document = papers.add(child, worker, papers.photo())
    with acting(worker):
        document.note = "Number P-5512 of Rekha"
        actions.change_document(document=document, columns={}, version=1, actor=worker)
        document.number = ""
        actions.change_document(document=document, columns={}, version=2, actor=worker)
        actions.remove_document(document=document, reason=reason, version=3, actor=worker)
    is_gone = reason in rules.REASONS_TO_ERASE_TEXTS
    kept = str(texts_kept(child.file_id))
    for text in (papers.TITLE, papers.NUMBER, "P-5512", "sunita-birth.jpg", "sha256"):
        assert (text not in kept) is is_gone, text
    page = words(signed_in(worker).get(page_of(document)).content)
    assert (papers.TITLE not in page) is is_gone
    assert "Birth registration" in page
    assert f"Removed: {reason.label}" in page
    assert (papers.TITLE in read(worker, address(LIST, child))) is not is_gone


def test_texts_of_a_file_removed_earlier_go_with_its_document(child: Child, worker: Staff) -> None:
    document = papers.add(child, worker, papers.photo(), papers.PDF)
    with acting(worker):
        first, _second = queries.list_files(worker, document)
        actions.remove_file(
            document_file=first, reason=RemovalReason.MISTAKE, version=1, actor=worker
        )
        assert "sunita-birth.jpg" in str(texts_kept(child.file_id))
        actions.remove_document(
            document=document, reason=RemovalReason.ASKED, version=1, actor=worker
        )
        first.refresh_from_db()
    assert "sunita-birth.jpg" not in str(texts_kept(child.file_id))
    assert first.removed_because == RemovalReason.MISTAKE


def test_name_of_a_removed_file_goes_and_the_document_stays(child: Child, worker: Staff) -> None:
    document = papers.add(child, worker, papers.photo())
    with acting(worker):
        [file] = queries.list_files(worker, document)
        actions.remove_file(
            document_file=file, reason=RemovalReason.OTHER_CHILD, version=1, actor=worker
        )
    kept = str(texts_kept(child.file_id))
    assert "sunita-birth.jpg" not in kept
    assert papers.NUMBER in kept
    assert papers.TITLE in words(signed_in(worker).get(page_of(document)).content)


def test_wordings_of_a_document_in_use_are_not_removed(child: Child, worker: Staff) -> None:
    document = papers.add(child, worker)
    with acting(worker):
        document.number = ""
        actions.change_document(document=document, columns={}, version=1, actor=worker)
        assert (
            definer_functions.make_change("document_wordings_remove", [document.pk], by=worker.pk)
            == 0
        )
    assert papers.NUMBER in str(texts_kept(child.file_id))


def test_history_has_replacement_and_removal(child: Child, worker: Staff) -> None:
    first = papers.add(child, worker)
    replaced = actions.ReplacedDocument(first, 1)
    second = Document(
        file_id=child.file_id, child=child, kind="birth", original_with="family", source="family",
        received_on=papers.DAY, purpose="identity", audience="team",
    )  # fmt: skip
    second.title = "A new copy"
    with acting(worker):
        actions.add_document(
            document=second, sent=actions.SentFiles(), actor=worker, replaced=replaced
        )
        earlier = [str(item.text) for item in pages.document_history(first, worker)]
        actions.remove_document(
            document=first, reason=RemovalReason.NOT_NEEDED, version=2, actor=worker
        )
        later = [str(item.text) for item in pages.document_history(first, worker)]
    assert earlier == ["Replaced", "Added"]
    assert later == ["Removed: It is no longer needed", "Replaced", "Added"]


def test_search_and_order_look_at_all_documents(
    child: Child, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MAX_LISTED", 3)
    first = papers.add(child, worker, title="The oldest", received_on=papers.DAY)
    for number in range(4):
        later = papers.DAY + dt.timedelta(days=1)
        other = papers.add(child, worker, title=f"Letter {number}", received_on=later)
        with acting(worker):
            actions.remove_document(
                document=other, reason=RemovalReason.NOT_NEEDED, version=1, actor=worker
            )
    with acting(worker):
        listed = queries.list_documents(worker, child)
        found = queries.list_documents(worker, child, text="OLDEST")
        many = queries.list_documents(worker, child, text="letter")
    assert listed[0].pk == first.pk  # in use first, though it is the oldest
    assert len(listed) == 3
    assert [document.pk for document in found] == [first.pk]
    assert len(many) == 3
