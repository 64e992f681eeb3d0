"""Agreements between authorities: permissions, the second person, sharing, refusal, end."""

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
from saathi.evidence.sharing.models import Sharing, SharingAgreement
from tests.factories import agencies, releases
from tests.reading import send
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LIST, NEW = "/releases/sharing/", "/releases/sharing/new/"
TO = "Head of the statistics desk, by hand"


@pytest.fixture
def release(preparer: Staff, second: Staff) -> Release:
    return releases.published(preparer, second)


def agreement_values(release: Release, actor: Staff) -> dict[str, Any]:
    today = actor.office.today()
    return {
        "partner": "Department of Women and Children", "partner_kind": "welfare", "country": "NPL",
        "number": "IS/7", "purpose": "services", "what": "Children in care, each year.",
        "keeping": "Two persons of one desk", "indicators": [release.family.indicator],
        "by": ["sex", "age"], "agreed_on": today, "until": today + dt.timedelta(days=200),
    }  # fmt: skip


def make_agreement(release: Release, actor: Staff, /, **changes: Any) -> SharingAgreement:
    with acting(actor):
        return actions.create_agreement(
            agreement=SharingAgreement(**agreement_values(release, actor) | changes),
            today=actor.office.today(),
            actor=actor,
        )


def make_approved_agreement(
    release: Release, actor: Staff, second: Staff, /, **changes: Any
) -> SharingAgreement:
    made = make_agreement(release, actor, **changes)
    with acting(second):
        today = actor.office.today()
        actions.approve_agreement(agreement=made, version=made.version, today=today, actor=second)
    return made


def page_of(row: SharingAgreement) -> str:
    return reverse("sharing:show_agreement", args=[row.pk])


def share_of(row: SharingAgreement) -> str:
    return reverse("sharing:share_tables", args=[row.pk])


def step_url(row: SharingAgreement, action: str) -> str:
    return reverse("sharing:confirm_agreement_step", args=[row.pk, action])


def post_sharing(client: Client, row: SharingAgreement, release: Release) -> Any:
    return client.post(share_of(row), {"release": str(release.pk), "to": TO})


def list_sharings() -> list[Sharing]:
    with role("maintenance"):
        return list(Sharing.objects.order_by("made_at"))


def test_agreements_need_permission(preparer: Staff, second: Staff, release: Release) -> None:
    row = make_approved_agreement(release, preparer, second)
    strangers = [
        agencies.staff("case_worker", preparer.office), agencies.staff("administrator", preparer.office),
        agencies.staff("data_officer", preparer.office), agencies.staff("rapporteur"),
    ]  # fmt: skip
    for stranger in strangers:
        client = signed_in(stranger)
        for path in (page_of(row), share_of(row), step_url(row, "approve"), step_url(row, "end")):
            assert client.get(path).status_code == 404, (stranger.role_kind, path)
        assert post_sharing(client, row, release).status_code == 404
    assert Client().get(page_of(row)).status_code == 302
    second_client = signed_in(second)
    assert (
        second_client.get(share_of(row)).status_code == 404
    )  # the person who approves shares nothing
    assert second_client.get(NEW).status_code == 404
    assert list_sharings() == []


@pytest.mark.requirement("DAT-011")
def test_tables_go_to_another_authority_as_agreed_and_approved_by_a_second_person(
    preparer: Staff, second: Staff, release: Release
) -> None:
    client, second_client = signed_in(preparer), signed_in(second)
    today = preparer.office.today()
    typed = agreement_values(release, preparer) | {
        "agreed_on": today.isoformat(), "until": (today + dt.timedelta(days=100)).isoformat(),
    }  # fmt: skip
    assert send(client, NEW, **typed).status_code == 302
    with role("maintenance"):
        row = SharingAgreement.objects.get()
    # Nothing before the second person, who is never the first.
    assert post_sharing(client, row, release).status_code == 302
    assert client.get(step_url(row, "approve")).status_code == 302
    assert list_sharings() == []
    assert send(second_client, step_url(row, "approve")).status_code == 302

    answer = post_sharing(client, row, release)
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        terms = archive.read("TERMS.txt").decode()
        tables = [n for n in archive.namelist() if re.fullmatch(r"[a-z-]+\.csv", n)]
        head = archive.read(tables[0]).decode().splitlines()[0]
    for words in ("IS/7", "Department of Women and Children", TO, "to plan services",
                  "not passed on", "no estimate"):  # fmt: skip
        assert words in terms
    assert head == "year,sex,age,value,status,lowest,highest"
    (done,) = list_sharings()
    assert (done.outcome, done.against, done.made_by) == ("given", [], preparer.id)
    page = client.get(page_of(row)).content.decode()
    for words in ("Children with a case", "Two persons of one desk", "Given", TO, preparer.name):
        assert words in page
    with role("maintenance"):
        assert AuditEntry.objects.filter(kind="exported", objects_seen__contains=[row.pk]).exists()


@pytest.mark.requirement("DAT-011")
@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"indicators": ["reports_received"]}, "indicator", "does not name this indicator"),
        ({"by": ["sex"]}, "detail", "by more dimensions than the agreement allows"),
    ],
)
def test_sharing_outside_of_the_agreement_is_refused_and_logged(
    preparer: Staff, second: Staff, release: Release, changes: dict[str, Any], code: str, words: str
) -> None:
    row = make_approved_agreement(release, preparer, second, **changes)
    client = signed_in(preparer)
    answer = post_sharing(client, row, release)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/html")
    assert words in answer.content.decode()
    assert TO in answer.content.decode()  # the input is kept
    (done,) = list_sharings()
    assert (done.outcome, done.against, done.sha256) == ("refused", [code], "")
    page = client.get(page_of(row)).content.decode()
    assert "Rejected: outside the agreement" in page
    assert words in page
    with role("maintenance"):
        entries = AuditEntry.objects.filter(objects_seen__contains=[row.pk])
        assert not entries.filter(kind="exported").exists()


@pytest.mark.requirement("DAT-011")
def test_database_enforces_indicator_end_date_and_second_person(
    preparer: Staff, second: Staff, release: Release
) -> None:
    """Whatever the web process sends: sharing outside of the agreement cannot be recorded as given."""
    outside = make_approved_agreement(release, preparer, second, indicators=["reports_received"])
    over = make_approved_agreement(release, preparer, second)
    with role("maintenance"):
        past = preparer.office.today() - dt.timedelta(days=3)
        SharingAgreement.objects.filter(pk=over.pk).update(
            until=past, agreed_on=past - dt.timedelta(days=9)
        )
    waiting = make_agreement(release, preparer)
    for row in (outside, over, waiting):
        with acting(preparer), pytest.raises(ProgrammingError), transaction.atomic():
            Sharing(
                agreement=row,
                release=release,
                outcome="given",
                to=TO,
                sha256="a" * 64,
                made_by=preparer.id,
            ).save(force_insert=True)
    with acting(preparer):
        agreements = SharingAgreement.objects.filter(pk=waiting.pk)
        try:
            with transaction.atomic():
                assert not agreements.update(
                    state="approved", decided_by=preparer.id, decided_at=waiting.made_at
                )
        except ProgrammingError:
            pass
    with role("maintenance"):
        assert SharingAgreement.objects.get(pk=waiting.pk).state == "asked"
    page = signed_in(preparer).get(page_of(over)).content.decode()
    assert "The agreement has expired" in page
    assert signed_in(preparer).get(share_of(over)).status_code == 302


def test_refused_and_ended_agreements_share_nothing(
    preparer: Staff, second: Staff, release: Release
) -> None:
    client, second_client = signed_in(preparer), signed_in(second)
    refused = make_agreement(release, preparer)
    assert send(second_client, step_url(refused, "refuse"), why="Too detailed.").status_code == 302
    assert b"Too detailed." in client.get(page_of(refused)).content
    assert second_client.get(step_url(refused, "approve")).status_code == 302
    assert post_sharing(client, refused, release).status_code == 302
    ended = make_approved_agreement(release, preparer, second)
    assert (
        client.post(step_url(ended, "end"), {}).status_code == 200
    )  # the reason is required first
    assert send(client, step_url(ended, "end"), why="Destroyed on 3 May.").status_code == 302
    assert b"Destroyed on 3 May." in client.get(page_of(ended)).content
    assert post_sharing(client, ended, release).status_code == 302
    assert client.get(step_url(ended, "burn")).status_code == 404
    assert list_sharings() == []


def test_sharing_refuses_a_table_with_unprotected_content(
    preparer: Staff, second: Staff, release: Release
) -> None:
    row = make_approved_agreement(release, preparer, second)
    with role("maintenance"):
        Part.objects.filter(release=release, kind="table").update(
            body=b"child,year,value,status\r\n1,2024,1,exact\r\n"
        )
    assert post_sharing(signed_in(preparer), row, release).status_code == 200
    assert [sharing.against for sharing in list_sharings()] == [["content"]]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("until", "2020-01-01", "Enter an end date in the future"),
        ("until", "2060-01-01", "Enter an end date within 2 years"),
        ("agreed_on", "2060-01-01", "Enter the date of signature"),
        ("indicators", [], "This field is required"),
        ("by", ["purposes"], "is not one of the available choices"),
        ("keeping", "", "This field is required"),
    ],
)
def test_agreement_form_shows_errors_and_keeps_the_input(
    preparer: Staff, release: Release, field: str, value: object, words: str
) -> None:
    today = preparer.office.today()
    typed = agreement_values(release, preparer) | {
        "agreed_on": today.isoformat(), "until": (today + dt.timedelta(days=9)).isoformat(),
    }  # fmt: skip
    answer = send(signed_in(preparer), NEW, **(typed | {field: value}))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page
    assert "Department of Women and Children" in page
    with role("maintenance"):
        assert not SharingAgreement.objects.exists()


def test_agreement_search_and_number_of_queries(
    preparer: Staff, second: Staff, release: Release
) -> None:
    row = make_approved_agreement(release, preparer, second)
    client = signed_in(preparer)
    assert b"IS/7" in client.get(f"{LIST}?asked=women+IS/7").content
    assert b"No agreements match your search" in client.get(f"{LIST}?asked=police").content
    post_sharing(client, row, release)
    for path in (LIST, NEW, page_of(row), share_of(row)):
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        assert len(captured) <= 20, path
