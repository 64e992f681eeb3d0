"""Adding, reading and finding documents."""

import datetime as dt

import pytest
from django.urls import reverse

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.people.models import Child
from saathi.protection.casework.documents import actions
from saathi.protection.casework.documents.models import Document, DocumentFile
from saathi.protection.casework.documents.vocabulary import DocumentKind
from saathi.vault.models import StoredFile
from tests import filled
from tests.broken_log import full_audit_log
from tests.counting import at_most
from tests.desk import cast
from tests.factories import agencies, teams
from tests.protection.casework.documents import papers
from tests.reading import address, read, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
LIST = "documents:list_documents"
NEW = "documents:add_document"


def in_days(actor: Staff, days: int) -> dt.date:
    return actor.office.today() + dt.timedelta(days=days)


def page_of(document: Document) -> str:
    return reverse("documents:show_document", args=[document.file_id, document.pk])


# --- who may not ----------------------------------------------------------------------------------


def test_strangers_find_no_documents(child: Child, worker: Staff) -> None:
    document = papers.add(child, worker, papers.photo())
    for stranger in (agencies.staff("case_worker", worker.office), agencies.staff()):
        client = signed_in(stranger)
        for path in (address(LIST, child), address(NEW, child), page_of(document)):
            assert client.get(path).status_code == 404
        assert client.post(address(NEW, child), papers.typed()).status_code == 404
    with role("maintenance"):
        assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("seat", "read_kinds"),
    [
        (TeamRole.RESIDENTIAL_WORKER, {"birth", "identity_card", "passport", "school"}),
        (TeamRole.PHYSICIAN, {"birth", "identity_card", "passport", "school", "medical"}),
        (TeamRole.LEGAL_REPRESENTATIVE, {*DocumentKind.values} - {"medical"}),
        (TeamRole.COUNSELLOR, {*DocumentKind.values}),
    ],
)
def test_each_seat_reads_the_types_of_document_that_it_needs(
    child: Child, worker: Staff, seat: TeamRole, read_kinds: set[str]
) -> None:
    for kind in DocumentKind:
        papers.add(child, worker, kind=kind.value, title=kind.value)
    person = agencies.staff("counsellor", worker.office)
    teams.join(child.file_id, person, seat)
    with acting(person):
        assert set(access.visible(person, Document).values_list("kind", flat=True)) == read_kinds
        assert set(Document.objects.values_list("kind", flat=True)) == read_kinds


@pytest.mark.parametrize(
    ("audience", "reads"), [("team", True), ("named", True), ("recorder", False)]
)
def test_audience_limits_documents_and_their_files_in_both_locks(
    child: Child, worker: Staff, audience: str, reads: bool
) -> None:
    mother, other = (agencies.staff("house_mother", worker.office) for _ in range(2))
    for person in (mother, other):
        teams.join(child.file_id, person, TeamRole.RESIDENTIAL_WORKER)
    document = papers.add(
        child, worker, papers.photo(), audience=audience, readers=[mother.pk, agencies.staff().pk]
    )
    file = papers.file_of(document)
    named = [file.original, file.shown, file.thumbnail]
    for person, may in ((worker, True), (mother, reads), (other, audience == "team")):
        with acting(person):
            assert access.visible(person, Document).exists() is may
            assert Document.objects.exists() is may
            assert DocumentFile.objects.exists() is may
            assert StoredFile.objects.filter(pk__in=named).exists() is may
        assert signed_in(person).get(page_of(document)).status_code == (200 if may else 404)
        assert (papers.TITLE in read(person, address(LIST, child))) is may
    with role("maintenance"):
        document.refresh_from_db()
    assert document.readers == ([mother.pk] if audience == "named" else [])


def test_emergency_access_and_a_referral_read_no_document(child: Child, worker: Staff) -> None:
    papers.add(child, worker, papers.photo())
    for kind in ("glass", "referral", "share"):
        person = agencies.staff()
        with role("maintenance"):
            from saathi.agencies.models import Grant
            from saathi.infra import clock

            now = clock.now()
            Grant.objects.create(
                file_id=child.file_id, principal=person.pk, kind=kind, reads=4095,
                starts_at=now - dt.timedelta(hours=1), ends_at=now + dt.timedelta(hours=1),
                given_by=worker.pk,
            )  # fmt: skip
        with acting(person):
            assert Child.objects.exists()
            assert not Document.objects.exists()
            assert not access.visible(person, Document).exists()
            assert not StoredFile.objects.exists()


# --- adding and reading ---------------------------------------------------------------------------


def test_document_is_added_with_its_files_and_logged(child: Child, worker: Staff) -> None:
    client, path = signed_in(worker), address(NEW, child)
    form = client.get(path).content.decode()
    assert "What must not be uploaded" in form
    assert "checked" not in form[form.index("has_read") :].split("</label>")[0]
    sent = filled.form(form, **papers.typed(has_read="on", number=papers.NUMBER))
    files = [papers.sent("a.jpg", papers.photo()), papers.sent("b.pdf", papers.PDF)]
    answer = client.post(
        path, sent | {"uploads": files, "photo": papers.sent("c", papers.photo("PNG"))}
    )
    assert answer.status_code == 302, words(answer.content)
    with role("maintenance"):
        document = Document.objects.get()
        kinds = list(document.files.order_by("number").values_list("media_type", flat=True))
    assert kinds == ["image/jpeg", "application/pdf", "image/png"]
    for text in (papers.TITLE, papers.NUMBER):
        assert text.encode() not in bytes(document.sealed)
    entries = [
        (entry.kind, entry.detail["model"])
        for entry in cast.entries(kind="wrote", file_id=child.file_id)
    ]
    assert ("wrote", "documents.document") in entries
    assert entries.count(("wrote", "documents.documentfile")) == 3
    with at_most(25):
        page = words(client.get(answer.url).content)
    for text in (
        papers.TITLE,
        papers.NUMBER,
        "With the family",
        "a.jpg · JPEG",
        "Download the original",
    ):
        assert text in page
    with at_most(15):
        listed = words(client.get(address(LIST, child)).content)
    assert papers.TITLE in listed
    assert "(3 files)" in listed
    assert "A document was received" in read(worker, f"/child/{child.file_id}/timeline/")


def test_document_without_a_scan_is_kept(child: Child, worker: Staff) -> None:
    client, path = signed_in(worker), address(NEW, child)
    sent = filled.form(client.get(path).content.decode(), **papers.typed(original_with="authority"))
    assert client.post(path, sent).status_code == 302
    with role("maintenance"):
        assert Document.objects.get().original_with == "authority"
        assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "typed", "said"),
    [
        ("a.jpg", papers.photo(), {}, "Read above what must not be uploaded, then confirm."),
        ("a.svg", b"<svg/>", {"has_read": "on"}, "This file type is not accepted"),
        ("a.jpg", b"\xff\xd8\xff\xe0 none", {"has_read": "on"}, "damaged and cannot be opened"),
        ("a.jpg", papers.photo(), {"has_read": "on", "audience": "named"}, "Choose the people"),
    ],
    ids=["not read", "svg", "damaged", "no reader"],
)
def test_refusal_is_said_in_words_and_what_was_typed_stays(
    child: Child, worker: Staff, name: str, data: bytes, typed: dict[str, object], said: str
) -> None:
    client, path = signed_in(worker), address(NEW, child)
    form = client.get(path).content.decode()
    sent = filled.form(form, **papers.typed(**typed), issuer="Ward office 4")
    answer = client.post(path, sent | {"uploads": [papers.sent(name, data)]})
    assert answer.status_code == 200
    assert said in words(answer.content)
    for text in (papers.TITLE, "Ward office 4"):
        assert text in answer.content.decode()
    with role("maintenance"):
        assert not Document.objects.exists()
        assert not StoredFile.objects.exists()


def test_second_of_two_files_is_named_when_it_is_refused(child: Child, worker: Staff) -> None:
    client, path = signed_in(worker), address(NEW, child)
    sent = filled.form(client.get(path).content.decode(), **papers.typed(has_read="on"))
    files = [papers.sent("a.jpg", papers.photo()), papers.sent("b.gif", b"GIF89a" + bytes(30))]
    answer = client.post(path, sent | {"uploads": files})
    assert "File 2: This file type is not accepted" in words(answer.content)
    with role("maintenance"):
        assert not StoredFile.objects.exists()


def test_no_choice_of_the_form_is_made_before(child: Child, worker: Staff) -> None:
    form = signed_in(worker).get(address(NEW, child)).content.decode()
    begun = filled.form(form)
    names = ("kind", "original_with", "source", "purpose", "audience", "received_on_0", "has_read")
    assert {name: begun.get(name, [""]) for name in names} == {name: [""] for name in names}


def test_nothing_is_stored_when_the_log_refuses(child: Child, worker: Staff) -> None:
    with full_audit_log():
        papers.add(child, worker, papers.photo())
    with role("maintenance"):
        assert not Document.objects.exists()
        assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("asked", "found"),
    [("BIRTH sunita", True), ("77310", True), ("ward", True), ("passport", False)],
)
def test_search_is_sent_and_finds_title_issuer_and_number(
    child: Child, worker: Staff, asked: str, found: bool
) -> None:
    document = papers.add(child, worker)
    with acting(worker):
        document.issuer = "Ward office 4"
        actions.change_document(document=document, columns={}, version=1, actor=worker)
    answer = signed_in(worker).post(address(LIST, child), {"text": asked})
    assert (papers.TITLE in words(answer.content)) is found
    assert answer.status_code == 200


def test_list_is_filtered_by_type_and_sorted_by_validity(child: Child, worker: Staff) -> None:
    days = {"Late": 400, "Soon": 20, "Over": -3, "Never": None}
    for title, left in days.items():
        until = None if left is None else in_days(worker, left)
        papers.add(child, worker, title=title, valid_until=until, kind="passport")
    papers.add(child, worker, title="School")
    page = read(worker, f"{address(LIST, child)}?kind=passport&sort=valid")
    assert sorted(days, key=page.index) == ["Over", "Soon", "Late", "Never"]
    assert "School (" not in page
    assert "20 days left" in page
    assert "expired on" in page
