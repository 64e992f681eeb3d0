"""A photo of the child on paper: for a reason that the consent covers, with a log entry, else not at all."""

import io
from collections.abc import Collection

import pytest
from django.urls import reverse
from pypdf import PdfReader

from saathi.protection.identification.missing.models import MissingReport
from saathi.protection.identification.portraits.models import Portrait
from tests.desk import cast
from tests.desk.cast import NAME, ChildFileCast, entries
from tests.desk.test_printing import text_of
from tests.factories import missing
from tests.protection.casework.documents import papers
from tests.protection.identification.portraits import photos
from tests.roles import role
from tests.signing import just_confirmed, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def paper(portrait: Portrait) -> str:
    return reverse("desk:print_photo", args=[portrait.file_id, portrait.pk])


def linked(around: ChildFileCast, **fields: object) -> MissingReport:
    report = missing.report(around.worker)
    with role("maintenance"):
        MissingReport.objects.filter(pk=report.pk).update(child_file=around.case.file_id, **fields)
    return report


def offered(page: bytes) -> set[str]:
    """The reasons that the form offers."""
    codes = ("for_the_child", "team", "authority", "referral", "no_screen", "searchers")
    return {code for code in codes if f'value="{code}"' in page.decode()}


def test_strangers_and_who_has_not_confirmed_print_no_photo(around: ChildFileCast) -> None:
    portrait = photos.add(around.case.child, around.worker, purposes=["recognise", "missing"])
    report = linked(around)
    for path, sent in (
        (paper(portrait), {"reason": "team"}),
        (reverse("desk:print_missing_photo", args=[report.pk]), {"reason": "searchers"}),
    ):
        for person in (around.stranger, around.outsider):
            assert just_confirmed(person).get(path).status_code == 404
            assert just_confirmed(person).post(path, sent).status_code == 404
        assert signed_in(around.worker).post(path, sent).status_code == 302  # to confirm who it is
    assert entries(kind="printed") == []


def test_photo_is_printed_for_a_reason_that_is_logged(around: ChildFileCast) -> None:
    child = around.case.child
    portrait = photos.add(child, around.worker, data=papers.photo(size=(900, 600)))
    client = just_confirmed(around.worker)
    page = client.get(paper(portrait)).content
    assert offered(page) == {"for_the_child", "team", "no_screen"}
    assert b"checked" not in page
    for sent in ({}, {"reason": "authority"}, {"reason": "searchers"}):
        assert client.post(paper(portrait), sent).headers["Content-Type"].startswith("text/html")
    assert entries(kind="printed") == []
    answer = client.post(paper(portrait), {"reason": "team"})
    text = text_of(answer)
    assert "Photo taken on 1 March 2026" in text
    assert child.code in text
    assert NAME not in text
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="photo.pdf"'
    [picture] = PdfReader(io.BytesIO(answer.content)).pages[0].images
    assert picture.image is not None
    assert picture.image.size == (900, 600)
    assert papers.SECRET not in answer.content
    [entry] = entries(kind="printed")
    assert entry.file_id == child.file_id
    assert entry.objects_seen == [child.pk, portrait.pk]
    assert entry.detail == {"section": 1, "reason": "team", "format": "pdf"}
    assert NAME in text_of(client.post(paper(portrait), {"reason": "team", "with_name": "on"}))


def test_page_of_the_photo_leads_to_its_print(around: ChildFileCast) -> None:
    portrait = photos.add(around.case.child, around.worker)
    page = reverse("portraits:list_portraits", args=[portrait.file_id])
    assert paper(portrait) in signed_in(around.worker).get(page).content.decode()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_photo_of_another_kind_is_printed(around: ChildFileCast, kind: str) -> None:
    portrait = photos.add(around.case.child, around.worker, data=papers.photo(kind))
    answer = just_confirmed(around.worker).post(paper(portrait), {"reason": "no_screen"})
    [_picture] = PdfReader(io.BytesIO(answer.content)).pages[0].images


@pytest.mark.parametrize(
    ("purposes", "fields", "status"),
    [
        (["missing"], {}, 200),
        (["recognise"], {}, 404),
        (["missing"], {"state": "closed", "closed_on": "2026-03-01", "why_closed": "settled"}, 404),
    ],
)
def test_photo_of_a_missing_child_is_printed_for_the_search(
    around: ChildFileCast, purposes: Collection[str], fields: dict[str, object], status: int
) -> None:
    portrait = photos.add(around.case.child, around.worker, purposes=list(purposes))
    report = linked(around, **fields)
    path = reverse("desk:print_missing_photo", args=[report.pk])
    client = just_confirmed(around.worker)
    page = client.get(path)
    assert page.status_code == status
    assert client.post(path, {"reason": "searchers"}).status_code == status
    report_page = client.get(reverse("missing:show_missing", args=[report.pk])).content.decode()
    assert (path in report_page) is (status == 200)
    if status == 200:
        assert offered(page.content) == {"searchers", "no_screen"}
        assert reverse("missing:show_missing", args=[report.pk]) in page.content.decode()
        [entry] = entries(kind="printed")
        assert (entry.objects_seen[-1], entry.detail["reason"]) == (portrait.pk, "searchers")
    else:
        assert entries(kind="printed") == []


def test_photo_that_the_child_allowed_for_the_search_alone_is_not_printed_from_the_file(
    around: ChildFileCast,
) -> None:
    portrait = photos.add(around.case.child, around.worker, purposes=["missing"])
    client = just_confirmed(around.worker)
    assert client.post(paper(portrait), {"reason": "team"}).status_code == 404
    assert entries(kind="printed") == []


def test_report_without_a_file_leads_to_photos_of_the_search(around: ChildFileCast) -> None:
    client = signed_in(around.worker)
    alone = missing.report(around.worker)
    link = reverse("missing:list_search_photos", args=[alone.pk])
    assert link in client.get(reverse("missing:show_missing", args=[alone.pk])).content.decode()
    path = reverse("desk:print_missing_photo", args=[alone.pk])
    assert just_confirmed(around.worker).get(path).status_code == 404
    report = linked(around)
    page = client.get(reverse("missing:show_missing", args=[report.pk])).content.decode()
    assert reverse("missing:list_search_photos", args=[report.pk]) not in page
