"""Photos of a child: with consent alone, on request alone, gone with the consent."""

import datetime as dt
import io
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse
from PIL import Image

from saathi.agencies import access, records
from saathi.agencies.models import Grant, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.consent import actions as consents
from saathi.infra import clock
from saathi.people.models import Child
from saathi.protection.identification.missing.models import MissingReport
from saathi.protection.identification.portraits import actions
from saathi.protection.identification.portraits.models import Portrait
from saathi.vault import accepted_media, attachments, keys
from saathi.vault.errors import FileKeyMissing
from saathi.vault.models import StoredFile, WrappedKey
from tests import filled
from tests.counting import at_most
from tests.desk import cast
from tests.factories import agencies, missing, rights, teams
from tests.protection.casework.documents import papers
from tests.protection.identification.portraits import photos
from tests.reading import address, read, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
LIST, NEW = "portraits:list_portraits", "portraits:add_portrait"


def picture(portrait: Portrait) -> str:
    return reverse("portraits:open_picture", args=[portrait.file_id, portrait.pk])


def is_stored(stored_id: UUID) -> bool:
    with role("maintenance"):
        return StoredFile.objects.filter(pk=stored_id).exists()


# --- who may not ----------------------------------------------------------------------------------


def test_strangers_find_no_photo(child: Child, worker: Staff) -> None:
    portrait = photos.add(child, worker)
    erase = reverse("portraits:erase_portrait", args=[child.file_id, portrait.pk])
    for stranger in (agencies.staff(), agencies.staff("case_worker", worker.office)):
        client = signed_in(stranger)
        for path in (address(LIST, child), address(NEW, child), picture(portrait), erase):
            assert client.get(path).status_code == 404
        assert client.post(erase, {"reason": "asked"}).status_code == 404
        with acting(stranger):
            assert not Portrait.objects.exists()
            assert not StoredFile.objects.exists()
    assert is_stored(portrait.picture)


@pytest.mark.parametrize("kind", ["glass", "referral", "share"])
def test_photo_is_closed_to_emergency_access_and_other_agencies(
    child: Child, worker: Staff, kind: str
) -> None:
    portrait = photos.add(child, worker)
    person, now = agencies.staff(), clock.now()
    with role("maintenance"):
        Grant.objects.create(
            file_id=child.file_id, principal=person.pk, kind=kind, reads=4095, given_by=worker.pk,
            starts_at=now - dt.timedelta(hours=1), ends_at=now + dt.timedelta(hours=1),
        )  # fmt: skip
    with acting(person):
        assert Child.objects.exists()
        assert not Portrait.objects.exists()
        assert not access.visible(person, Portrait).exists()
        assert not StoredFile.objects.exists()
    assert signed_in(person).get(picture(portrait)).status_code in {302, 404}
    assert cast.entries(kind="file_opened") == []


def test_without_consent_to_a_picture_no_photo_is_kept(child: Child, worker: Staff) -> None:
    with acting(worker):
        other = rights.consent(child, worker, scopes=("health",))
    with pytest.raises(access.NotAllowed):
        photos.add(child, worker, other)
    duty = photos.consent(child, worker, basis="duty", reason="The law", answer="not_asked")
    with pytest.raises(actions.PortraitRefused, match="consent"):
        photos.add(child, worker, duty)
    ended = photos.consent(child, worker, ends_on=photos.DAY + dt.timedelta(days=1))
    with pytest.raises(actions.PortraitRefused, match="consent"):
        photos.add(child, worker, ended)
    with role("maintenance"):
        assert not Portrait.objects.exists()
        assert not StoredFile.objects.exists()


# --- on request -----------------------------------------------------------------------------------


def test_photo_is_added_by_its_form_without_metadata(child: Child, worker: Staff) -> None:
    client, path = signed_in(worker), address(NEW, child)
    assert "There is no consent to a picture yet." in words(client.get(path).content)
    consent = photos.consent(child, worker)
    form = client.get(path).content.decode()
    assert "What must not be uploaded" in form
    begun = filled.form(form)
    assert {begun.get(name, [""])[0] for name in ("consent", "purposes", "has_read")} == {""}
    typed = {
        "consent": consent.pk, "purposes": ["recognise", "missing"], "taken_by": "Rina Thapa",
        "taken_on_0": 1, "taken_on_1": 3, "taken_on_2": 2026,
    }  # fmt: skip
    refused = client.post(
        path, filled.form(form, **typed) | {"photo": papers.sent("a.jpg", papers.photo())}
    )
    assert "Read above what must not be uploaded" in words(refused.content)
    sent = filled.form(client.get(path).content.decode(), **typed, has_read="on")
    pdf = client.post(path, sent | {"photo": papers.sent("a.pdf", papers.PDF)})
    assert "Upload a photograph" in words(pdf.content)
    photo = papers.sent("sunita.jpg", papers.photo(size=(3000, 1500)))
    sent = filled.form(client.get(path).content.decode(), **typed, has_read="on")
    answer = client.post(path, sent | {"photo": photo})
    assert answer.status_code == 302, words(answer.content)
    with role("maintenance"):
        portrait = Portrait.objects.get()
    shown = client.get(picture(portrait))
    opened = Image.open(io.BytesIO(shown.content))
    assert opened.size == (1200, 600)
    assert not opened.getexif().get_ifd(papers.GPS)
    assert papers.SECRET not in shown.content
    assert "no-store" in shown.headers["Cache-Control"]
    assert shown.headers["Content-Disposition"] == "inline"
    assert "sandbox" in shown.headers["Content-Security-Policy"]


def test_photo_is_shown_on_request_alone_and_logged(child: Child, worker: Staff) -> None:
    portrait = photos.add(child, worker)
    client = signed_in(worker)
    with at_most(14):
        page = client.get(address(LIST, child)).content.decode()
    assert "<img" not in page
    assert cast.entries(kind="file_opened") == []
    for asked in (str(portrait.pk), "current"):
        assert (
            picture(portrait) in client.get(f"{address(LIST, child)}?show={asked}").content.decode()
        )
    assert client.get(picture(portrait)).status_code == 200
    [entry] = cast.entries(kind="file_opened", file_id=child.file_id)
    assert entry.detail == {"section": 1, "format": "photo", "reason": "recognise"}
    head = client.get(f"/child/{child.file_id}/").content.decode()
    assert f"{address(LIST, child)}?show=current" in head
    assert picture(portrait) not in head


def test_discreet_view_has_neither_photo_nor_link(child: Child, worker: Staff) -> None:
    portrait = photos.add(child, worker)
    client = signed_in(worker)
    for path in (f"{address(LIST, child)}?show=current", f"/child/{child.file_id}/"):
        page = client.get(path, HTTP_USER_AGENT=cast.PHONE).content.decode()
        assert picture(portrait) not in page
        assert f'<a href="{address(LIST, child)}?show=' not in page
        assert f'href="{address(LIST, child)}?show=current"' not in page
        assert "<img" not in page


def test_no_list_has_a_photo(child: Child, worker: Staff) -> None:
    portrait = photos.add(child, worker)
    client = signed_in(worker)
    for path in ("/", "/cases/", f"/child/{child.file_id}/timeline/"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert str(portrait.pk) not in answer.content.decode()
    assert "A photo was added" in read(worker, f"/child/{child.file_id}/timeline/")


# --- one current, gone with the consent -----------------------------------------------------------


def test_new_photo_makes_the_current_one_an_earlier_one(child: Child, worker: Staff) -> None:
    consent = photos.consent(child, worker)
    first, second = photos.add(child, worker, consent), photos.add(child, worker, consent)
    with role("maintenance"):
        states = dict(Portrait.objects.values_list("pk", "state"))
    assert states == {first.pk: "earlier", second.pk: "current"}


def test_withdrawn_consent_erases_the_photos_that_it_allowed(
    child: Child, worker: Staff, django_capture_on_commit_callbacks: Any
) -> None:
    consent = photos.consent(child, worker)
    photo, other = photos.add(child, worker, consent), photos.add(child, worker)
    with acting(worker), django_capture_on_commit_callbacks(execute=True):
        records.open_texts(consent)
        stopped = consents.withdraw_consent(consent=consent, version=1, actor=worker)
    assert [text for text in stopped if "Photo of the child" in text]
    assert not is_stored(photo.picture)
    assert is_stored(other.picture)
    with pytest.raises(Exception, match="is missing"):
        list(attachments.open_storage().read(photo.picture))
    client = signed_in(worker)
    assert client.get(picture(photo)).status_code == 404
    assert client.get(picture(other)).status_code == 200
    assert "Erased: consent withdrawn" in read(worker, address(LIST, child))
    [entry] = cast.entries(kind="file_removed", file_id=child.file_id)
    assert entry.detail["reason"] == "withdrawn"


def test_photo_is_refused_when_its_consent_is_withdrawn_meanwhile(
    child: Child, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    consent, check = photos.consent(child, worker), accepted_media.check_picture

    def check_slowly(data: bytes, longest: int) -> Any:
        with role("maintenance"), connection.cursor() as cursor:
            cursor.execute("UPDATE consent_consent SET withdrawn_on = '2026-03-09'")
        return check(data, longest)

    monkeypatch.setattr(accepted_media, "check_picture", check_slowly)
    with pytest.raises(actions.PortraitRefused, match="consent"):
        photos.add(child, worker, consent)
    with role("maintenance"):
        assert not Portrait.objects.exists()
        assert not StoredFile.objects.filter(field_id="portraits.picture").exists()


def test_no_photo_is_stored_in_a_file_that_is_erased_meanwhile(child: Child, worker: Staff) -> None:
    consent = photos.consent(child, worker)
    with keys.open_keyring():
        with role("maintenance"):
            keys.get_file_key(child.file_id)
            WrappedKey.objects.filter(file_id=child.file_id).delete()
        with pytest.raises(FileKeyMissing, match="was erased"):
            photos.add(child, worker, consent)
    with role("maintenance"):
        assert not StoredFile.objects.exists()


def test_consent_is_withdrawn_once(child: Child, worker: Staff) -> None:
    consent = photos.consent(child, worker)
    path, client = address("consent:withdraw_consent", child, consent.pk), signed_in(worker)
    page = client.get(path).content.decode()
    assert client.post(path, filled.form(page)).status_code == 302
    page = client.get(path).content.decode()
    answer = client.post(path, filled.form(page))
    assert answer.status_code == 200
    assert "This consent has already been withdrawn." in words(answer.content)


def test_database_erases_the_photo_whatever_withdraws_the_consent(
    child: Child, worker: Staff
) -> None:
    portrait = photos.add(child, worker)
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("UPDATE consent_consent SET withdrawn_on = '2026-03-09'")
    assert not is_stored(portrait.picture)
    with role("maintenance"):
        portrait.refresh_from_db()
    assert portrait.state == "withdrawn"


def test_photo_is_hidden_when_the_consent_ends(child: Child, worker: Staff) -> None:
    today = worker.office.today()
    consent = photos.consent(child, worker, ends_on=today)
    portrait = photos.add(child, worker, consent)
    client = signed_in(worker)
    assert client.get(picture(portrait)).status_code == 200
    with role("maintenance"):
        Portrait.objects.update(shown_until=today - dt.timedelta(days=1))
    assert client.get(picture(portrait)).status_code == 404
    page = read(worker, f"{address(LIST, child)}?show=current")
    assert "Not shown: consent does not cover the photo now." in page


def test_erased_photo_leaves_its_day_and_reason(
    child: Child, worker: Staff, django_capture_on_commit_callbacks: Any
) -> None:
    portrait = photos.add(child, worker)
    path = reverse("portraits:erase_portrait", args=[child.file_id, portrait.pk])
    client = signed_in(worker)
    sent = filled.form(client.get(path).content.decode(), reason="outdated")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(path, sent).status_code == 302
    assert not is_stored(portrait.picture)
    with pytest.raises(Exception, match="is missing"):
        list(attachments.open_storage().read(portrait.picture))
    page = read(worker, address(LIST, child))
    assert "Erased" in page
    assert "Show photo" not in page
    [entry] = cast.entries(kind="file_removed", file_id=child.file_id)
    assert entry.detail["reason"] == "outdated"


# --- missing children and duplicates --------------------------------------------------------------


def linked(child: Child, worker: Staff, **fields: Any) -> MissingReport:
    report = missing.report(worker)
    with role("maintenance"):
        MissingReport.objects.filter(pk=report.pk).update(child_file=child.file_id, **fields)
    return report


@pytest.mark.parametrize(
    ("purposes", "fields", "status"),
    [
        (["missing"], {}, 200),
        (["recognise"], {}, 404),  # the child did not agree to this
        (["missing"], {"state": "closed", "closed_on": "2026-03-01", "why_closed": "settled"}, 404),
    ],
)
def test_report_of_a_missing_child_shows_a_photo_with_that_consent(
    child: Child, worker: Staff, purposes: list[str], fields: dict[str, object], status: int
) -> None:
    photos.add(child, worker, purposes=purposes)
    report = linked(child, worker, **fields)
    client = signed_in(worker)
    path = reverse("missing:show_photo", args=[report.pk])
    assert client.get(path).status_code == status
    page = client.get(reverse("missing:show_missing", args=[report.pk])).content.decode()
    assert (path in page) is (status == 200)
    assert signed_in(agencies.staff()).get(path).status_code == 404


def test_reader_of_the_report_alone_sees_no_photo(child: Child, worker: Staff) -> None:
    colleague = agencies.staff("case_worker", worker.office)
    photos.add(child, worker, purposes=["missing"])
    with role("maintenance"):
        Grant.objects.filter(file_id=child.file_id, principal=colleague.pk).delete()
    report = missing.report(colleague)
    with role("maintenance"):
        MissingReport.objects.filter(pk=report.pk).update(child_file=child.file_id)
    client = signed_in(colleague)
    assert client.get(reverse("missing:show_photo", args=[report.pk])).status_code == 404
    page = client.get(reverse("missing:show_missing", args=[report.pk])).content.decode()
    assert "/photo/" not in page


def test_supervisor_of_another_office_opens_no_photo(child: Child, worker: Staff) -> None:
    portrait = photos.add(child, worker)
    leader = agencies.staff("supervisor")
    assert signed_in(leader).get(picture(portrait)).status_code == 404
    mother = agencies.staff("house_mother", worker.office)
    teams.join(child.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    assert signed_in(mother).get(picture(portrait)).status_code == 200


def test_header_offers_the_photo_only_where_there_is_one(child: Child, worker: Staff) -> None:
    overview = reverse("desk:child_file", args=[child.file_id])
    assert (
        f"{address(LIST, child)}?show=current"
        not in signed_in(worker).get(overview).content.decode()
    )
    portrait = photos.add(child, worker)
    assert (
        f"{address(LIST, child)}?show=current" in signed_in(worker).get(overview).content.decode()
    )
    with role("maintenance"):
        Portrait.objects.filter(pk=portrait.pk).update(state="earlier")
    assert (
        f"{address(LIST, child)}?show=current"
        not in signed_in(worker).get(overview).content.decode()
    )
