"""Reporting persons, confidentiality, paper forms, and the list of contacts."""

import datetime as dt
import uuid

import pytest
from django.db import connection

from saathi.agencies import access
from saathi.agencies.models import File
from saathi.infra import clock
from saathi.protection.identification.intake.models import Contact, Report
from saathi.protection.identification.intake.vocabulary import (
    ReportingPersonKind,
)
from tests.counting import at_most
from tests.desk.test_open_file import form as opening
from tests.factories import agencies, children
from tests.protection.identification.intake.contact_forms import (
    LIST,
    NEW,
    PAPER,
    TOLD,
    contact,
    form,
    member,
    paper,
    report_form,
)
from tests.reading import whole
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


# --- the reporting person, and who may know -------------------------------------------------------


@pytest.mark.requirement("IDN-001")
@pytest.mark.requirement("IDN-002")
@pytest.mark.requirement("IDN-004")
def test_every_reporting_person_uses_the_same_procedure() -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    for kind in ReportingPersonKind:
        sent = client.post("/reports/new/", report_form(reporter_kind=kind))
        assert sent.status_code == 302, kind
        assert str(kind.label) in whole(client.get(sent.url).content)


@pytest.mark.requirement("DEF-032")
@pytest.mark.requirement("IDN-001")
@pytest.mark.parametrize("concerns", [["sexual_abuse", "on_the_move"], ["sexual_abuse"]])
def test_abuse_without_trafficking_leads_to_a_case_in_the_same_way(concerns: list[str]) -> None:
    worker = agencies.staff("case_worker")
    client = signed_in(worker)
    sent = client.post("/reports/new/", report_form(concerns=concerns, what="Abused by a driver"))
    report_id = sent.url.split("/")[-2]
    opened = client.post(f"/find/report/{report_id}/open/", opening())
    assert client.get(opened.url).status_code == 200
    with acting(worker):  # nothing in the case asks whether the child was trafficked
        assert Report.objects.get().outcome == "case_opened"


@pytest.mark.requirement("IDN-021")
@pytest.mark.parametrize(
    ("choice", "is_shown"),
    [("", False), ("not_asked", False), ("never", False), ("careful", True), ("safe", True)],
)
def test_contact_back_is_shown_only_if_stated_safe(choice: str, *, is_shown: bool) -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    told = report_form(reporter_kind="child", reporter_contact="98-1234", contact_back=choice)
    sent = client.post("/reports/new/", told)
    page = client.get(sent.url).content.decode()
    assert ("Do not call or visit the reporting person" in page) is (bool(choice) and not is_shown)
    assert ("Permission to call or visit is not recorded" in page) is (not choice)
    assert "The person they fear" not in page  # the report names none
    assert "chose not to say" not in page
    assert ("98-1234" in page) is is_shown
    with acting(officer):
        assert b"98-1234" not in bytes(access.visible(officer, Report).get().sealed)


@pytest.mark.requirement("IDN-015")
@pytest.mark.requirement("IDN-016")
@pytest.mark.requirement("IDN-017")
@pytest.mark.parametrize("who", ["organisation", "community", "committee_member", "another_child"])
def test_suspected_recruiter_can_be_reported_before_harm(who: str) -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    told = report_form(
        what="A man offers work", concerns=["trafficking"], reporter_kind=who, timing="feared",
        suspect="A man called Raju, red motorcycle", known_from="suspects",
    )  # fmt: skip
    page = whole(client.get(client.post("/reports/new/", told).url).content)
    assert "Feared, has not happened yet" in page
    assert "This is an allegation, not a finding." in page
    with acting(officer):
        kept = access.visible(officer, Report).get()
        assert kept.has_suspect
        assert b"Raju" not in bytes(kept.sealed)


@pytest.mark.requirement("IDN-017")
def test_committee_member_sees_own_reports_but_no_child_file() -> None:
    """Story 13: early detection, a livelihood referral at the same time, no child file exposed."""
    worker = agencies.staff("case_worker")
    committee_member, other = member(worker), agencies.staff("intake_officer", worker.office)
    child = children.child(worker)
    foreign_contact = contact(other)
    client = signed_in(committee_member)
    sent = client.post(NEW, form(kind="concern", channel="committee", what=TOLD, report="yes"))
    assert sent.url.endswith("/report/")
    made = client.post(sent.url, report_form(channel="committee", reporter_kind="committee_member"))
    contact_id = sent.url.split("/")[-3]
    told = {"kind": "livelihood", "to": "Cooperative", "state": "agreed"} | key()
    assert client.post(f"{LIST}{contact_id}/refer/", told).status_code == 302

    assert client.get(made.url).status_code == 200
    assert len(client.get(LIST).context["page"].table.rows) == 1
    for closed in (f"{LIST}{foreign_contact.pk}/", "/find/", f"/child/{child.file_id}/"):
        assert client.get(closed).status_code == 404, closed
    leader = signed_in(agencies.staff("supervisor", worker.office))
    assert len(leader.get(LIST).context["page"].table.rows) == 2
    report_id = uuid.UUID(made.url.split("/")[-2])
    with role("maintenance"):
        File.objects.get(pk=child.file_id)
        Report.objects.filter(pk=report_id).update(
            child_file=child.file_id, outcome="case_opened", outcome_at=clock.now()
        )
    page = client.get(
        made.url
    ).content.decode()  # the member learns that the report was of use, and no more
    assert "Followed up in a case" in page
    assert str(child.file_id) not in page


# --- paper ----------------------------------------------------------------------------------------


@pytest.mark.requirement("IDN-006")
def test_paper_forms_are_entered_in_sequence_with_both_times() -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    with at_most(17):  # one keeps the message for the next page
        first = client.post(PAPER, paper(received_time="१०:१५", concerns=["child_labour"]))
    assert first.status_code == 302
    assert "2026-03-02" in first.url
    page = client.get(first.url)
    shown = page.content.decode()
    assert 'value="2026"' in shown  # the day is kept
    assert TOLD not in shown  # and nothing else of the previous form
    second = client.post(PAPER, paper(kind="information", what="", reporter_kind="parent"))
    third = client.post(PAPER, paper(kind="joke", what="", urgency="not_known"))
    assert second.status_code == third.status_code == 302
    lines = client.get(third.url).context["lines"]
    assert [line.kind for line in lines] == [
        "Prank or test", "Request for information", "Concern about a child or family",
    ]  # fmt: skip
    with acting(officer):
        contact_of_concern = access.visible(officer, Contact).get(kind="concern")
        assert contact_of_concern.report is not None
        assert contact_of_concern.report.is_from_paper
        assert contact_of_concern.happened_at == contact_of_concern.report.received_at
        assert contact_of_concern.happened_at == dt.datetime(2026, 3, 2, 4, 30, tzinfo=dt.UTC)
        assert contact_of_concern.recorded_at - contact_of_concern.happened_at > dt.timedelta(
            days=30
        )


def test_paper_form_with_invalid_day_keeps_typed_text() -> None:
    client = signed_in(agencies.staff("intake_officer"))
    for day, told in (({"received_on_0": "", "received_on_1": "", "received_on_2": ""}, "required"),
                      ({"received_on_2": "2090"}, "Enter a date and time that are not in the future.")):  # fmt: skip
        page = client.post(PAPER, paper(**day)).content.decode()
        assert told in page
        assert TOLD in page
    page = client.post(PAPER, paper(kind="silent")).content.decode()
    assert "Choose another type to keep the text" in page


def test_incomplete_paper_form_saves_nothing() -> None:
    officer = agencies.staff("intake_officer")
    page = signed_in(officer).post(PAPER, paper(what="", concerns=["neglect"])).content.decode()
    assert "Enter the details of the report, or say why there are none." in page
    with acting(officer):
        assert not access.visible(officer, Contact).exists()
        assert not access.visible(officer, Report).exists()


# --- the list -------------------------------------------------------------------------------------


def test_contact_list_is_paged_by_keys_and_filtered() -> None:
    officer = agencies.staff("intake_officer")
    start = clock.now() - dt.timedelta(days=3)
    for minute in range(53):
        kind = "silent" if minute % 2 else "joke"
        contact(officer, kind=kind, texts={}, happened_at=start + dt.timedelta(minutes=minute))
    client = signed_in(officer)
    with at_most(12):
        first = client.get(LIST)
    page = first.context["page"]
    assert len(page.table.rows) == 50
    second = client.get(LIST, {"before": page.pager["before"]}).context["page"]
    assert len(second.table.rows) == 3
    assert len(client.get(LIST, {"kind": "silent"}).context["page"].table.rows) == 26
    earlier = {"day": (start - dt.timedelta(days=2)).date().isoformat()}
    assert client.get(LIST, earlier).context["page"].empty is not None
    assert client.get(LIST, {"day": "nonsense"}).status_code == 200


def test_contact_facts_hold_no_texts_and_count_silent_contacts() -> None:
    officer = agencies.staff("intake_officer")
    contact(officer)
    contact(officer, kind="silent", texts={})
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT kind, is_reported, days_late FROM facts_contact ORDER BY kind")
        assert cursor.fetchall() == [("concern", False, 0), ("silent", False, 0)]
        cursor.execute("SELECT * FROM facts_contact")
        assert TOLD not in str(cursor.fetchall())
