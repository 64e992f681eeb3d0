"""A missing child without a file: a photo with the family's consent, while the search goes on."""

import datetime as dt
import io
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.urls import reverse
from PIL import Image

from saathi.agencies import access
from saathi.agencies.models import Grant, Staff
from saathi.infra import clock
from saathi.people.models import Child
from saathi.protection.identification.missing import photo_expiry, rules
from saathi.protection.identification.missing.actions.searching import MissingReportNotChangeable
from saathi.protection.identification.missing.models import MissingReport, SearchPhoto
from saathi.vault import accepted_media, attachments
from saathi.vault.errors import UploadRefused
from saathi.vault.models import StoredFile
from tests import filled
from tests.counting import at_most
from tests.desk import cast
from tests.factories import agencies, missing
from tests.protection.casework.documents import papers
from tests.protection.identification.missing import search_photos
from tests.reading import read, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
OPEN, ERASE = "missing:open_search_photo", "missing:erase_search_photo"
LIST, NEW = "missing:list_search_photos", "missing:add_search_photo"


@pytest.fixture
def report(worker: Staff) -> MissingReport:
    return missing.report(worker)


def path_of(name: str, photo: SearchPhoto) -> str:
    return reverse(name, args=[photo.report_id, photo.pk])


def is_stored(stored_id: UUID) -> bool:
    with role("maintenance"):
        return StoredFile.objects.filter(pk=stored_id).exists()


# --- who may not ----------------------------------------------------------------------------------


def test_strangers_find_no_photo(worker: Staff, report: MissingReport) -> None:
    photo = search_photos.add(report, worker)
    for stranger in (agencies.staff(), agencies.staff("case_worker", worker.office)):
        client = signed_in(stranger)
        for path in (
            reverse(LIST, args=[report.pk]),
            reverse(NEW, args=[report.pk]),
            path_of(OPEN, photo),
            path_of(ERASE, photo),
        ):
            assert client.get(path).status_code == 404
        assert client.post(path_of(ERASE, photo), {"reason": "found"}).status_code == 404
        with acting(stranger):
            assert not SearchPhoto.objects.exists()
            assert not StoredFile.objects.exists()
    assert is_stored(photo.picture)
    assert cast.entries(kind="file_opened") == []


@pytest.mark.parametrize("kind", ["glass", "referral", "share"])
def test_photo_is_closed_to_emergency_access_and_other_agencies(
    worker: Staff, report: MissingReport, kind: str
) -> None:
    photo = search_photos.add(report, worker)
    person, now = agencies.staff(), clock.now()
    with role("maintenance"):
        Grant.objects.create(
            file_id=report.file_id, principal=person.pk, kind=kind, reads=4095, given_by=worker.pk,
            starts_at=now - dt.timedelta(hours=1), ends_at=now + dt.timedelta(hours=1),
        )  # fmt: skip
    with acting(person):
        assert not access.visible(person, SearchPhoto).exists()
        assert not SearchPhoto.objects.exists()
        assert not StoredFile.objects.exists()
    assert signed_in(person).get(path_of(OPEN, photo)).status_code == 404


# --- the consent ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"consent_by": "neighbour"}, "consent_by"),
        ({"consent_by": "police"}, "consent_by"),
        ({"consent_on": dt.date(2999, 1, 1)}, "consent_on"),
        ({"until": dt.date(2020, 1, 1)}, "until"),
        ({"has_read": False}, "has_read"),
    ],
)
def test_photo_needs_the_consent_that_a_notice_needs(
    worker: Staff, report: MissingReport, fields: dict[str, Any], place: str
) -> None:
    with pytest.raises(MissingReportNotChangeable) as refused:
        search_photos.add(report, worker, **fields)
    assert place in {reason.code for reason in refused.value.reasons}
    with role("maintenance"):
        assert not StoredFile.objects.exists()


def test_consent_lasts_ninety_days_at_most(worker: Staff, report: MissingReport) -> None:
    today = worker.office.today()
    search_photos.add(report, worker, until=today + dt.timedelta(days=rules.MAX_NOTICE_DAYS))
    with pytest.raises(MissingReportNotChangeable, match="until"):
        search_photos.add(
            report, worker, until=today + dt.timedelta(days=rules.MAX_NOTICE_DAYS + 1)
        )


@pytest.mark.parametrize(
    "change",
    [
        "state = 'closed', why_closed = 'withdrawn', closed_on = '2026-03-09'",
        "child_file_id = (SELECT id FROM people_child LIMIT 1)",
    ],
)
def test_photo_is_refused_when_the_search_ends_meanwhile(
    child: Child,
    worker: Staff,
    report: MissingReport,
    change: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check = accepted_media.check_picture

    def check_slowly(data: bytes, longest: int) -> Any:
        with role("maintenance"), connection.cursor() as cursor:
            cursor.execute(f"UPDATE missing_missingreport SET {change}")
        return check(data, longest)

    monkeypatch.setattr(accepted_media, "check_picture", check_slowly)
    with pytest.raises(MissingReportNotChangeable, match="state"):
        search_photos.add(report, worker)
    with role("maintenance"):
        assert not SearchPhoto.objects.exists()
        assert not StoredFile.objects.exists()


def test_database_keeps_no_photo_on_the_word_of_anyone_else(
    worker: Staff, report: MissingReport
) -> None:
    search_photos.add(report, worker)
    with (
        role("maintenance"),
        connection.cursor() as cursor,
        pytest.raises(IntegrityError, match="missing_photo_by_family"),
        transaction.atomic(),
    ):
        cursor.execute("UPDATE missing_searchphoto SET consent_by = 'neighbour'")


@pytest.mark.parametrize("data", [papers.PDF, b"RIFF0000WAVEfmt ", b"<html>"])
def test_what_is_no_photo_is_refused(worker: Staff, report: MissingReport, data: bytes) -> None:
    with pytest.raises(UploadRefused):
        search_photos.add(report, worker, data=data)


# --- on request -----------------------------------------------------------------------------------


def test_photo_is_added_by_its_form_and_shown_on_request_alone(
    worker: Staff, report: MissingReport
) -> None:
    client, page_of = signed_in(worker), reverse(LIST, args=[report.pk])
    shown = client.get(reverse("missing:show_missing", args=[report.pk])).content.decode()
    assert page_of in shown
    form = client.get(reverse(NEW, args=[report.pk])).content.decode()
    assert "What must not be uploaded" in form
    assert filled.form(form).get("consent_by", [""])[0] == ""
    until = worker.office.today() + dt.timedelta(days=20)
    typed = filled.form(
        form, consent_by="mother", consent_note=search_photos.NOTE, has_read="on",
        consent_on_0=3, consent_on_1=2, consent_on_2=2026,
        until_0=until.day, until_1=until.month, until_2=until.year,
    )  # fmt: skip
    upload = papers.sent("sunita.jpg", papers.photo(size=(3000, 1500)))
    answer = client.post(reverse(NEW, args=[report.pk]), typed | {"photo": upload})
    assert answer.status_code == 302, words(answer.content)
    with role("maintenance"):
        photo = SearchPhoto.objects.get()
    with at_most(20):
        page = client.get(page_of).content.decode()
    assert search_photos.NOTE in page
    assert "<img" not in page
    shown = client.get(f"{page_of}?show={photo.pk}").content.decode()
    assert f'src="{path_of(OPEN, photo)}"' in shown
    assert cast.entries(kind="file_opened") == []
    picture = client.get(path_of(OPEN, photo))
    opened = Image.open(io.BytesIO(picture.content))
    assert opened.size == (1200, 600)
    assert not opened.getexif().get_ifd(papers.GPS)
    assert papers.SECRET not in picture.content
    assert "no-store" in picture.headers["Cache-Control"]
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    [entry] = cast.entries(kind="file_opened", file_id=report.file_id)
    assert entry.detail == {"section": 1, "format": "photo", "reason": "missing"}


def test_list_of_missing_children_and_a_notice_have_no_photo(
    worker: Staff, report: MissingReport
) -> None:
    photo = search_photos.add(report, worker)
    client = signed_in(worker)
    for path in (
        reverse("missing:list_missing"),
        reverse("missing:show_missing", args=[report.pk]),
        "/",
    ):
        page = client.get(path).content.decode()
        assert "<img" not in page
        assert str(photo.pk) not in page


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"until": dt.date(2026, 2, 4)}, id="the consent ended"),
        pytest.param({"state": "closed", "closed_on": "2026-03-01", "why_closed": "settled"}, id="closed"),
    ],
)  # fmt: skip
def test_photo_is_hidden_once_consent_or_search_ends(
    worker: Staff, report: MissingReport, change: dict[str, Any]
) -> None:
    photo = search_photos.add(report, worker)
    model = SearchPhoto if "until" in change else MissingReport
    with role("maintenance"):
        model.objects.update(**change)
    client = signed_in(worker)
    assert client.get(path_of(OPEN, photo)).status_code == 404
    page = client.get(f"{reverse(LIST, args=[report.pk])}?show={photo.pk}").content.decode()
    assert "Not shown: the search or the consent has ended" in page
    assert "<img" not in page
    assert client.get(path_of(ERASE, photo)).status_code == 200  # it can still be erased


def test_photo_and_consent_of_a_linked_file_count_instead(
    worker: Staff, report: MissingReport, child: Child
) -> None:
    photo = search_photos.add(report, worker)
    with role("maintenance"):
        MissingReport.objects.update(child_file=child.file_id)
        report.refresh_from_db()
    assert signed_in(worker).get(path_of(OPEN, photo)).status_code == 404
    with pytest.raises(MissingReportNotChangeable, match="state"):
        search_photos.add(report, worker)


# --- one current, erased at any time --------------------------------------------------------------


def test_new_photo_makes_the_current_one_an_earlier_one(
    worker: Staff, report: MissingReport
) -> None:
    first, second = search_photos.add(report, worker), search_photos.add(report, worker)
    with role("maintenance"):
        states = dict(SearchPhoto.objects.values_list("pk", "state"))
    assert states == {first.pk: "earlier", second.pk: "kept"}


def test_family_that_no_longer_agrees_has_the_photo_erased(
    worker: Staff, report: MissingReport, django_capture_on_commit_callbacks: Any
) -> None:
    photo = search_photos.add(report, worker)
    client, path = signed_in(worker), path_of(ERASE, photo)
    form = filled.form(client.get(path).content.decode(), reason="withdrawn")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(path, form).status_code == 302
    assert not is_stored(photo.picture)
    with pytest.raises(Exception, match="is missing"):
        list(attachments.open_storage().read(photo.picture))
    assert client.get(path_of(OPEN, photo)).status_code == 404
    assert client.get(path).status_code == 404
    assert "No photo." in read(worker, reverse(LIST, args=[report.pk]))
    [entry] = cast.entries(kind="file_removed", file_id=report.file_id)
    assert entry.detail["reason"] == "withdrawn"


def test_rows_hold_nothing_in_clear(worker: Staff, report: MissingReport) -> None:
    search_photos.add(report, worker)
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT p::text FROM missing_searchphoto p")
        dumped = str(cursor.fetchall())
    assert search_photos.NOTE not in dumped
    assert search_photos.NOTE.encode().hex() not in dumped


# --- the end of what it was given for -------------------------------------------------------------


def close(report: MissingReport, worker: Staff, why: str) -> str:
    """Closes the report as a worker does; gives the page of the report."""
    page = reverse("missing:show_missing", args=[report.pk])
    client = signed_in(worker)
    address = reverse("missing:close_missing_report", args=[report.pk])
    sent = filled.form(client.get(address).content.decode(), why=why)
    assert client.post(address, sent).status_code == 302
    return client.get(page).content.decode()


def test_photos_are_erased_when_the_search_is_withdrawn(
    worker: Staff, report: MissingReport
) -> None:
    photos = [search_photos.add(report, worker) for _number in range(2)]
    page = close(report, worker, "withdrawn")
    for photo in photos:
        assert not is_stored(photo.picture)
    with role("maintenance"):
        kept = SearchPhoto.objects.filter(report=report.pk)
        assert {(each.state, each.erased_on) for each in kept} == {
            ("erased", worker.office.today())
        }
    assert {entry.detail["reason"] for entry in cast.entries(kind="file_removed")} == {"withdrawn"}
    assert reverse(LIST, args=[report.pk]) not in page


def test_link_to_the_photos_stays_while_one_is_kept(worker: Staff, report: MissingReport) -> None:
    photo = search_photos.add(report, worker)
    page = close(report, worker, "same")
    assert is_stored(photo.picture)
    assert reverse(LIST, args=[report.pk]) in page
    client = signed_in(worker)
    erase = path_of(ERASE, photo)
    sent = filled.form(client.get(erase).content.decode(), reason="found")
    assert client.post(erase, sent).status_code == 302
    page = client.get(reverse("missing:show_missing", args=[report.pk])).content.decode()
    assert reverse(LIST, args=[report.pk]) not in page


def test_photo_is_erased_in_the_night_after_its_last_day(
    worker: Staff, report: MissingReport
) -> None:
    office = worker.office
    photo = search_photos.add(report, worker, until=office.today())
    later = search_photos.add(missing.report(worker), worker)
    next_day = office.start_of(office.today() + dt.timedelta(days=1))
    erased = []
    for moment in (next_day - dt.timedelta(minutes=1), next_day, next_day):
        with clock.fixed_time(moment), role("worker"):
            erased.append(photo_expiry.erase_expired_photos())
    assert erased == [0, 1, 0]
    assert not is_stored(photo.picture)
    assert is_stored(later.picture)
    with role("maintenance"):
        state = SearchPhoto.objects.values_list("state", "erased_on").get(pk=photo.pk)
    assert state == ("erased", office.date_of(next_day))
    (entry,) = [each for each in cast.entries(kind="wrote") if (each.detail or {}).get("job")]
    assert entry.detail["action"] == "expired"
    assert entry.file_id == report.file_id
