"""Requests of researchers: permissions, the second person, the extract, its log, its end."""

import csv
import datetime as dt
import re
import zipfile
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.audit.models import AuditEntry
from saathi.evidence.releases.models import Part, Release
from saathi.evidence.research import actions
from saathi.evidence.research.models import ExtractHandout, ResearchRequest
from tests.factories import agencies, releases
from tests.reading import send, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LIST, NEW = "/releases/research/", "/releases/research/new/"


@pytest.fixture
def material(preparer: Staff, second: Staff) -> Release:
    return releases.published(preparer, second)


def new_request(release: Release, actor: Staff, **changes: Any) -> ResearchRequest:
    today = actor.office.today()
    values = {
        "release": release, "institute": "Institute of Public Health", "title": "Girls and help",
        "purpose": "study", "question": "Who waits longest?", "ethics": "Board, no. 7",
        "agreement": "2026/14", "agreed_on": today, "until": today + dt.timedelta(days=200),
    }  # fmt: skip
    return ResearchRequest(**(values | changes))


def make_request(release: Release, actor: Staff, **changes: Any) -> ResearchRequest:
    with acting(actor):
        return actions.create_request(
            request=new_request(release, actor, **changes),
            today=actor.office.today(),
            actor=actor,
        )


def make_approved_request(release: Release, actor: Staff, second: Staff) -> ResearchRequest:
    made = make_request(release, actor)
    with acting(second):
        actions.approve_request(
            request=made, version=made.version, today=actor.office.today(), actor=second
        )
    return made


def page_of(row: ResearchRequest) -> str:
    return reverse("research:show_request", args=[row.pk])


def step_url(row: ResearchRequest, action: str) -> str:
    return reverse("research:confirm_request_step", args=[row.pk, action])


def extract_of(row: ResearchRequest) -> str:
    return reverse("research:download_extract", args=[row.pk])


def test_research_requests_need_permission(
    preparer: Staff, second: Staff, material: Release
) -> None:
    row = make_approved_request(material, preparer, second)
    strangers = [
        agencies.staff("case_worker", preparer.office), agencies.staff("administrator", preparer.office),
        agencies.staff("data_officer", preparer.office), agencies.staff("rapporteur"),
    ]  # fmt: skip
    for stranger in strangers:
        client = signed_in(stranger)
        for path in (page_of(row), step_url(row, "approve"), step_url(row, "end")):
            assert client.get(path).status_code == 404, (stranger.role_kind, path)
        assert client.post(extract_of(row)).status_code == 404
    assert Client().get(page_of(row)).status_code == 302
    assert not Client().post(extract_of(row)).content
    with role("maintenance"):
        assert not ExtractHandout.objects.exists()


def test_oversight_staff_decide_but_cannot_download_extracts(
    preparer: Staff, second: Staff, material: Release
) -> None:
    row = make_approved_request(material, preparer, second)
    client = signed_in(second)
    assert b"Take the extract" not in client.get(page_of(row)).content
    assert client.post(extract_of(row)).status_code == 404
    assert client.get(NEW).status_code == 404


@pytest.mark.requirement("RES-007")
def test_a_researcher_gets_protected_tables_under_agreement_approved_by_a_second_person(
    preparer: Staff, second: Staff, material: Release
) -> None:
    client, second_client = signed_in(preparer), signed_in(second)
    today = preparer.office.today()
    typed = {
        "institute": "Institute of Public Health", "title": "Girls and help", "purpose": "study",
        "question": "Who waits longest?", "ethics": "Board, no. 7", "agreement": "2026/14",
        "agreed_on": today.isoformat(), "until": (today + dt.timedelta(days=100)).isoformat(),
        "release": str(material.pk),
    }  # fmt: skip
    assert send(client, NEW, **typed).status_code == 302
    with role("maintenance"):
        row = ResearchRequest.objects.get()
    # Nothing before the second person, who is never the first.
    assert client.post(extract_of(row)).status_code == 302
    assert client.get(step_url(row, "approve")).status_code == 302
    with role("maintenance"):
        assert not ExtractHandout.objects.exists()
    assert send(second_client, step_url(row, "approve")).status_code == 302

    answer = client.post(extract_of(row))
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        names = archive.namelist()
        terms = archive.read("TERMS.txt").decode()
        tables = {n: archive.read(n).decode() for n in names if re.fullmatch(r"[a-z-]+\.csv", n)}
    assert "2026/14" in terms
    assert "every copy is destroyed" in terms
    assert tables
    for body in tables.values():
        lines = list(csv.DictReader(StringIO(body)))
        assert set(lines[0]) == {"year", "sex", "age", "value", "status", "lowest", "highest"}
        assert all(int(line["lowest"]) < int(line["highest"]) for line in lines)
        assert {line["status"] for line in lines} <= {"rounded", "zero", "not applicable"}
        assert all(int(line["value"]) % 5 == 0 for line in lines)
    # Each download is on record, on the page and in the log.
    assert preparer.name.encode() in client.get(page_of(row)).content
    with role("maintenance"):
        assert ExtractHandout.objects.get().made_by == preparer.id
        assert AuditEntry.objects.filter(kind="exported", objects_seen__contains=[row.pk]).exists()
    assert client.post(extract_of(row)).content == answer.content


def test_an_extract_has_the_tables_in_variables_of_others_and_the_page_says_what_is_lost(
    preparer: Staff, second: Staff, material: Release
) -> None:
    row = make_approved_request(material, preparer, second)
    client = signed_in(preparer)
    page = words(client.get(page_of(row)).content)
    assert "Information lost in HTCDS 2.0" in page
    assert page.index("Information lost in") < page.index("Download the extract")
    with zipfile.ZipFile(BytesIO(client.post(extract_of(row)).content)) as archive:
        own_rows, theirs = (
            list(csv.DictReader(StringIO(archive.read(name).decode())))
            for name in ("sex-age.csv", "sex-age.htcds.csv")
        )
    gender_codes = {"girl": "Feminine", "boy": "Masculine", "other": "NonConforming", "Total": ""}
    assert [line.pop("prs_Gender") for line in theirs] == [
        gender_codes[line["sex"]] for line in own_rows
    ]
    assert (
        theirs == own_rows
    )  # the same rows with the same values: equally protected, and no more detailed


@pytest.mark.requirement("RES-007")
def test_after_its_end_an_extract_is_given_no_more(
    preparer: Staff, second: Staff, material: Release
) -> None:
    row = make_approved_request(material, preparer, second)
    with role("maintenance"):
        past = preparer.office.today() - dt.timedelta(days=3)
        ResearchRequest.objects.filter(pk=row.pk).update(
            until=past, agreed_on=past - dt.timedelta(days=9)
        )
    client = signed_in(preparer)
    page = client.get(page_of(row)).content.decode()
    assert "The agreement has expired" in page
    assert "Download the extract" not in page
    assert client.post(extract_of(row)).status_code == 302
    with acting(preparer), pytest.raises(ProgrammingError), transaction.atomic():
        ExtractHandout(request=row, sha256="a" * 64, made_by=preparer.id).save(force_insert=True)


def test_ended_request_records_the_statement_about_copies(
    preparer: Staff, second: Staff, material: Release
) -> None:
    row = make_approved_request(material, preparer, second)
    client = signed_in(preparer)
    assert client.post(step_url(row, "end"), {}).status_code == 200  # the reason is required first
    assert send(client, step_url(row, "end"), why="Destroyed on 3 May.").status_code == 302
    page = client.get(page_of(row)).content.decode()
    assert "Destroyed on 3 May." in page
    assert client.post(extract_of(row)).status_code == 302


def test_refused_request_shows_its_reason_and_stays_refused(
    preparer: Staff, second: Staff, material: Release
) -> None:
    row = make_request(material, preparer)
    second_client = signed_in(second)
    assert (
        send(second_client, step_url(row, "refuse"), why="No board looked at it.").status_code
        == 302
    )
    assert b"No board looked at it." in signed_in(preparer).get(page_of(row)).content
    assert second_client.get(step_url(row, "approve")).status_code == 302
    assert signed_in(preparer).post(extract_of(row)).status_code == 302


def test_withdrawn_or_changed_release_gives_no_extract(
    preparer: Staff, second: Staff, material: Release
) -> None:
    row = make_approved_request(material, preparer, second)
    with role("maintenance"):
        Release.objects.filter(pk=material.pk).update(tables_hash="b" * 64)
    assert signed_in(preparer).post(extract_of(row)).status_code == 302
    with role("maintenance"):
        Release.objects.filter(pk=material.pk).update(tables_hash=row.tables_hash)
        Release.objects.filter(pk=material.pk).update(state="withdrawn")
    page = signed_in(preparer).get(page_of(row)).content.decode()
    assert "that were not withdrawn are provided" in page


@pytest.mark.parametrize(
    "body",
    [
        b"child,year,value,status\r\n1,2024,1,exact\r\n",
        b"year,value,status\r\n2024,5,rounded,3\r\n",  # a cell without a column
        b"year,value,status,lowest,highest\r\n2024,5,rounded,3,3\r\n",  # exact all the same
    ],
)
def test_extract_refuses_a_table_with_unprotected_content(
    preparer: Staff, second: Staff, material: Release, body: bytes
) -> None:
    """The content of a part decides, not its name."""
    row = make_approved_request(material, preparer, second)
    with role("maintenance"):
        Part.objects.filter(release=material, kind="table").update(body=body)
    assert signed_in(preparer).post(extract_of(row)).status_code == 302
    with role("maintenance"):
        assert not ExtractHandout.objects.exists()


def test_unapproved_release_cannot_be_requested(preparer: Staff, second: Staff) -> None:
    waiting = releases.protected(preparer)
    with acting(preparer), pytest.raises(access.NotAllowed):
        actions.create_request(
            request=new_request(waiting, preparer),
            today=preparer.office.today(),
            actor=preparer,
        )
    assert b"no approved release for an extract yet" in signed_in(preparer).get(NEW).content


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("until", "2020-01-01", "Enter an end date in the future"),
        ("until", "2060-01-01", "Enter an end date within 2 years"),
        ("agreed_on", "2060-01-01", "Enter the date of signature"),
        ("agreement", "", "This field is required"),
        ("ethics", "", "This field is required"),
    ],
)
def test_research_form_shows_errors_and_keeps_the_input(
    preparer: Staff, second: Staff, material: Release, field: str, value: str, words: str
) -> None:
    today = preparer.office.today()
    typed = {
        "institute": "An institute", "title": "A project", "purpose": "study", "question": "What?",
        "ethics": "Board", "agreement": "1", "agreed_on": today.isoformat(),
        "until": (today + dt.timedelta(days=9)).isoformat(), "release": str(material.pk),
    }  # fmt: skip
    answer = send(signed_in(preparer), NEW, **(typed | {field: value}))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page
    assert "An institute" in page
    with role("maintenance"):
        assert not ResearchRequest.objects.exists()


def test_database_enforces_second_person_for_research_requests(
    preparer: Staff, second: Staff, material: Release
) -> None:
    row = make_request(material, preparer)
    with acting(preparer):
        requests = ResearchRequest.objects.filter(pk=row.pk)
        try:
            with transaction.atomic():
                assert not requests.update(
                    state="approved", decided_by=preparer.id, decided_at=row.made_at
                )
        except ProgrammingError:
            pass
    with role("maintenance"):
        assert ResearchRequest.objects.get().state == "asked"


def test_research_pages_need_few_queries(preparer: Staff, second: Staff, material: Release) -> None:
    row = make_approved_request(material, preparer, second)
    client = signed_in(preparer)
    for path in (LIST, NEW, page_of(row)):
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        assert len(captured) <= 20, path
