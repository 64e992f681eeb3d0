"""Agreements between authorities: who may not, a second person, what is shared, refused, ended."""

import datetime as dt
import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.audit.models import AuditEntry
from saathi.evidence.releases.models import Part, Release
from saathi.evidence.sharing import actions
from saathi.evidence.sharing.actions import AgreementInput
from saathi.evidence.sharing.models import Sharing, SharingAgreement
from tests.factories import agencies, releases
from tests.reading import send
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LIST, NEW = "/releases/sharing/", "/releases/sharing/new/"
TO = "Head of the statistics desk, by hand"


@pytest.fixture
def release(by: Staff, second: Staff) -> Release:
    return releases.published(by, second)


def make_agreement_input(release: Release, actor: Staff, /, **other: Any) -> AgreementInput:
    today = actor.office.today()
    given = {
        "partner": "Department of Women and Children", "partner_kind": "welfare", "country": "NPL",
        "number": "IS/7", "purpose": "services", "what": "Children in care, each year.",
        "keeping": "Two persons of one desk", "indicators": [release.family.indicator],
        "by": ["sex", "age"], "agreed_on": today, "until": today + dt.timedelta(days=200),
    }  # fmt: skip
    return AgreementInput(**(given | other))


def make_agreement(release: Release, actor: Staff, /, **other: Any) -> SharingAgreement:
    with acting(actor):
        return actions.create_agreement(
            agreement_input=make_agreement_input(release, actor, **other),
            today=actor.office.today(),
            actor=actor,
        )


def make_approved_agreement(
    release: Release, actor: Staff, second: Staff, /, **other: Any
) -> SharingAgreement:
    made = make_agreement(release, actor, **other)
    with acting(second):
        today = actor.office.today()
        actions.approve_agreement(agreement=made, version=made.version, today=today, actor=second)
    return made


def page_of(row: SharingAgreement) -> str:
    return reverse("sharing:show_agreement", args=[row.pk])


def share_of(row: SharingAgreement) -> str:
    return reverse("sharing:share_tables", args=[row.pk])


def step_url(row: SharingAgreement, action: str) -> str:
    return reverse("sharing:act", args=[row.pk, action])


def post_sharing(client: Client, row: SharingAgreement, release: Release) -> Any:
    return client.post(share_of(row), {"release": str(release.pk), "to": TO})


def list_sharings() -> list[Sharing]:
    with role("maintenance"):
        return list(Sharing.objects.order_by("made_at"))


def test_strangers_find_nothing_and_share_nothing(
    by: Staff, second: Staff, release: Release
) -> None:
    row = make_approved_agreement(release, by, second)
    strangers = [
        agencies.staff("case_worker", by.office), agencies.staff("administrator", by.office),
        agencies.staff("data_officer", by.office), agencies.staff("rapporteur"),
    ]  # fmt: skip
    for stranger in strangers:
        client = signed_in(stranger)
        for path in (page_of(row), share_of(row), step_url(row, "approve"), step_url(row, "end")):
            assert client.get(path).status_code == 404, (stranger.bundle, path)
        assert post_sharing(client, row, release).status_code == 404
    assert Client().get(page_of(row)).status_code == 302
    other = signed_in(second)
    assert other.get(share_of(row)).status_code == 404  # who approves shares nothing
    assert other.get(NEW).status_code == 404
    assert list_sharings() == []


@pytest.mark.requirement("DAT-011")
def test_tables_go_to_another_authority_as_agreed_and_approved_by_a_second_person(
    by: Staff, second: Staff, release: Release
) -> None:
    client, other = signed_in(by), signed_in(second)
    today = by.office.today()
    typed = vars(make_agreement_input(release, by)) | {
        "agreed_on": today.isoformat(), "until": (today + dt.timedelta(days=100)).isoformat(),
    }  # fmt: skip
    assert send(client, NEW, **typed).status_code == 302
    with role("maintenance"):
        row = SharingAgreement.objects.get()
    # Nothing before the second person, who is never the first.
    assert post_sharing(client, row, release).status_code == 302
    assert client.get(step_url(row, "approve")).status_code == 302
    assert list_sharings() == []
    assert send(other, step_url(row, "approve")).status_code == 302

    answer = post_sharing(client, row, release)
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        terms = archive.read("TERMS.txt").decode()
        tables = [n for n in archive.namelist() if re.fullmatch(r"[a-z-]+\.csv", n)]
        head = archive.read(tables[0]).decode().splitlines()[0]
    for words in ("IS/7", "Department of Women and Children", TO, "to plan services",
                  "not passed on", "no estimate"):  # fmt: skip
        assert words in terms
    assert head == "year,sex,age,value,status"
    (done,) = list_sharings()
    assert (done.outcome, done.against, done.made_by) == ("given", [], by.id)
    page = client.get(page_of(row)).content.decode()
    for words in ("Children with a case", "Two persons of one desk", "Given", TO, by.name):
        assert words in page
    with role("maintenance"):
        assert AuditEntry.objects.filter(kind="exported", objects_seen__contains=[row.pk]).exists()


@pytest.mark.requirement("DAT-011")
@pytest.mark.parametrize(
    ("other", "code", "words"),
    [
        ({"indicators": ["reports_received"]}, "indicator", "does not name this indicator"),
        ({"by": ["sex"]}, "detail", "by more than the agreement names"),
    ],
)
def test_what_lies_outside_of_the_agreement_is_refused_and_that_is_on_record(
    by: Staff, second: Staff, release: Release, other: dict[str, Any], code: str, words: str
) -> None:
    row = make_approved_agreement(release, by, second, **other)
    client = signed_in(by)
    answer = post_sharing(client, row, release)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/html")
    assert words in answer.content.decode()
    assert TO in answer.content.decode()  # what was typed is kept
    (done,) = list_sharings()
    assert (done.outcome, done.against, done.sha256) == ("refused", [code], "")
    page = client.get(page_of(row)).content.decode()
    assert "Not given: outside of the agreement" in page
    assert words in page
    with role("maintenance"):
        found = AuditEntry.objects.filter(objects_seen__contains=[row.pk])
        assert not found.filter(kind="exported").exists()


@pytest.mark.requirement("DAT-011")
def test_the_database_itself_holds_to_indicator_end_and_second_person(
    by: Staff, second: Staff, release: Release
) -> None:
    """Whatever the web process says: what is not covered cannot be written down as given."""
    outside = make_approved_agreement(release, by, second, indicators=["reports_received"])
    over = make_approved_agreement(release, by, second)
    with role("maintenance"):
        past = by.office.today() - dt.timedelta(days=3)
        SharingAgreement.objects.filter(pk=over.pk).update(
            until=past, agreed_on=past - dt.timedelta(days=9)
        )
    waiting = make_agreement(release, by)
    for row in (outside, over, waiting):
        with acting(by), pytest.raises(ProgrammingError), transaction.atomic():
            Sharing(
                agreement=row,
                release=release,
                outcome="given",
                to=TO,
                sha256="a" * 64,
                made_by=by.id,
            ).save(force_insert=True)
    with acting(by):
        found = SharingAgreement.objects.filter(pk=waiting.pk)
        try:
            with transaction.atomic():
                assert not found.update(
                    state="approved", decided_by=by.id, decided_at=waiting.made_at
                )
        except ProgrammingError:
            pass
    with role("maintenance"):
        assert SharingAgreement.objects.get(pk=waiting.pk).state == "asked"
    page = signed_in(by).get(page_of(over)).content.decode()
    assert "The agreement has run out" in page
    assert signed_in(by).get(share_of(over)).status_code == 302


def test_a_refused_one_and_an_ended_one_share_nothing(
    by: Staff, second: Staff, release: Release
) -> None:
    client, other = signed_in(by), signed_in(second)
    refused = make_agreement(release, by)
    assert send(other, step_url(refused, "refuse"), why="Too detailed.").status_code == 302
    assert b"Too detailed." in client.get(page_of(refused)).content
    assert other.get(step_url(refused, "approve")).status_code == 302
    assert post_sharing(client, refused, release).status_code == 302
    ended = make_approved_agreement(release, by, second)
    assert client.post(step_url(ended, "end"), {}).status_code == 200  # it asks for the words first
    assert send(client, step_url(ended, "end"), why="Destroyed on 3 May.").status_code == 302
    assert b"Destroyed on 3 May." in client.get(page_of(ended)).content
    assert post_sharing(client, ended, release).status_code == 302
    assert client.get(step_url(ended, "burn")).status_code == 404
    assert list_sharings() == []


def test_a_table_that_holds_something_else_is_not_given(
    by: Staff, second: Staff, release: Release
) -> None:
    row = make_approved_agreement(release, by, second)
    with role("maintenance"):
        Part.objects.filter(release=release, kind="table").update(
            body=b"child,year,value,status\r\n1,2024,1,exact\r\n"
        )
    assert post_sharing(signed_in(by), row, release).status_code == 200
    assert [one.against for one in list_sharings()] == [["content"]]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("until", "2020-01-01", "must lie ahead"),
        ("until", "2060-01-01", "Two years are the most"),
        ("agreed_on", "2060-01-01", "no agreement"),
        ("indicators", [], "This field is required"),
        ("by", ["purposes"], "is not one of the available choices"),
        ("keeping", "", "This field is required"),
    ],
)
def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(
    by: Staff, release: Release, field: str, value: object, words: str
) -> None:
    today = by.office.today()
    typed = vars(make_agreement_input(release, by)) | {
        "agreed_on": today.isoformat(), "until": (today + dt.timedelta(days=9)).isoformat(),
    }  # fmt: skip
    answer = send(signed_in(by), NEW, **(typed | {field: value}))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page
    assert "Department of Women and Children" in page
    with role("maintenance"):
        assert not SharingAgreement.objects.exists()


def test_the_list_finds_by_words_and_pages_ask_little(
    by: Staff, second: Staff, release: Release
) -> None:
    row = make_approved_agreement(release, by, second)
    client = signed_in(by)
    assert b"IS/7" in client.get(f"{LIST}?asked=women+IS/7").content
    assert b"No agreement has these words" in client.get(f"{LIST}?asked=police").content
    post_sharing(client, row, release)
    for path in (LIST, NEW, page_of(row), share_of(row)):
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        assert len(found) <= 20, path
