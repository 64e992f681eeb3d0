"""A report of a missing child in immediate danger is not closed by one person without others knowing."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from saathi.agencies import writing
from saathi.agencies.models import Notice, Staff
from saathi.infra import clock
from saathi.people.vocabulary import CONFIRMED_FROM_OUTSIDE, DeathSource
from saathi.protection.identification.missing import rules
from saathi.protection.identification.missing.actions import searching
from saathi.protection.identification.missing.danger import CLOSED_PERIOD, is_child_in_danger
from saathi.protection.identification.missing.models import MissingReport
from saathi.protection.identification.missing.vocabulary import (
    FoundCondition,
    FoundMethod,
    MissingCloseReason,
    MissingOutcome,
    MissingReportState,
)
from tests.factories import agencies, missing
from tests.roles import acting, role, slip_in
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
NOTE = "The police of Jessore called: a body was found."
ALERT = "The child may be in danger now"
UNCONFIRMED = sorted(set(DeathSource) - CONFIRMED_FROM_OUTSIDE - {DeathSource.NOT_ASKED})


@pytest.fixture
def leader() -> Staff:
    return agencies.staff("supervisor")


@pytest.fixture
def officer(leader: Staff) -> Staff:
    return agencies.staff("intake_officer", at=leader.office)


def urgent_report(officer: Staff, urgency: str = "now") -> MissingReport:
    return missing.report(officer, urgency=urgency)


def close(
    report: MissingReport, by: Staff, why: str = "died", source: str = "", note: str = NOTE
) -> MissingReport:
    with acting(by):
        now = MissingReport.objects.get(pk=report.pk)
        return searching.close_missing_report(
            report=now,
            data=searching.MissingClosingInput(MissingCloseReason(why), note, source),
            version=now.version,
            actor=by,
        )


def lines_of(person: Staff) -> list[Any]:
    urgent = signed_in(person).get("/").context["page"].waiting.urgent
    return [box for box in urgent if "missing child" in str(box.title)]


def in_danger(report: MissingReport, person: Staff) -> bool:
    with acting(person):
        return is_child_in_danger(MissingReport.objects.get(pk=report.pk))


def notice_kinds(person: Staff) -> list[str]:
    with role("maintenance"):
        return list(Notice.objects.filter(staff=person).values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("why", "source", "note", "codes"),
    [
        ("died", "", ".", ["death_source", "note"]),
        ("died", "told", ".", ["note"]),
        ("died", "", NOTE, ["death_source"]),
        ("died", "told", NOTE, []),
        ("withdrawn", "", "1234567890 1234567890", ["note"]),
        ("withdrawn", "told", NOTE, ["death_source"]),
    ],
)
def test_closing_in_danger_says_how_it_is_known(
    why: str, source: str, note: str, codes: list[str]
) -> None:
    reasons = rules.reasons_against_closing(
        MissingCloseReason(why), source, note, is_in_danger=True
    )
    assert [reason.code for reason in reasons] == codes


def test_closing_without_danger_asks_neither() -> None:
    assert not rules.reasons_against_closing(MissingCloseReason.DIED, "", ".", is_in_danger=False)


@pytest.mark.parametrize(
    ("state", "urgency", "life", "expected"),
    [
        ("open", "now", "", True),
        ("followed", "now", "", True),
        ("open", "today", "", False),
        ("found", "now", "alive", False),
        ("found", "now", "dead", True),
        ("found", "now", "not_known", True),
    ],
)
def test_danger_ends_when_the_child_is_found_alive(
    officer: Staff, state: str, urgency: str, life: str, expected: bool
) -> None:
    report = urgent_report(officer, urgency)
    with acting(officer):
        if state == "followed":
            searching.change_report_state(
                report=report, state=MissingReportState.FOLLOWED, version=report.version,
                actor=officer,
            )  # fmt: skip
        if life:
            found = searching.FoundChildInput(
                officer.office.today(), FoundMethod.POLICE, FoundCondition(life),
                MissingOutcome.UNKNOWN, note="The police of Jessore met the child today.",
            )  # fmt: skip
            searching.record_found(report=report, data=found, version=report.version, actor=officer)
    assert in_danger(report, officer) is expected


def test_urgent_report_is_in_act_now_of_who_registered_it_and_of_supervisors(
    officer: Staff, leader: Staff
) -> None:
    report = urgent_report(officer)
    urgent_report(officer, "today")
    for person in (officer, leader):
        (line,) = lines_of(person)
        assert line.kind == "danger"
        assert line.action.url == reverse("missing:show_missing", args=[report.pk])
    assert not lines_of(agencies.staff("supervisor"))


@pytest.mark.parametrize("source", UNCONFIRMED)
def test_unconfirmed_death_keeps_the_alert_until_a_supervisor_closes(
    officer: Staff, leader: Staff, source: str
) -> None:
    report = urgent_report(officer)
    close(report, officer, source=source)
    assert notice_kinds(leader).count("missing_closed_now") == 1
    assert in_danger(report, officer)
    (line,) = lines_of(leader)
    assert "closed and is not confirmed" in line.title
    page = read(signed_in(leader).get(line.action.url))[0]
    assert ALERT in page
    assert "Confirm the closing" in page
    close(report, leader, source=source, note="I spoke with the officer who found the child.")
    assert not in_danger(report, officer)
    assert not lines_of(leader)
    page = read(signed_in(leader).get(line.action.url))[0]
    assert ALERT not in page
    assert NOTE in page, "the note of the first closing stays readable"


@pytest.mark.parametrize("source", sorted(CONFIRMED_FROM_OUTSIDE))
def test_confirmed_death_ends_the_alert_and_supervisors_know(
    officer: Staff, leader: Staff, source: str
) -> None:
    report = urgent_report(officer)
    close(report, officer, source=source)
    assert not in_danger(report, officer)
    assert "missing_closed_now" in notice_kinds(leader)


@pytest.mark.parametrize("why", sorted(set(MissingCloseReason) - {MissingCloseReason.DIED}))
def test_other_reasons_of_one_person_end_no_alert(officer: Staff, leader: Staff, why: str) -> None:
    report = urgent_report(officer)
    close(report, officer, why)
    assert in_danger(report, officer)
    assert "missing_closed_now" in notice_kinds(leader)


def test_closed_report_leaves_act_now_after_three_months(officer: Staff, leader: Staff) -> None:
    close(urgent_report(officer), officer, source="told")
    assert lines_of(leader)
    with clock.fixed_time(clock.now() + CLOSED_PERIOD + dt.timedelta(days=2)):
        assert not lines_of(leader)


def test_form_refuses_a_full_stop_and_says_what_holds(officer: Staff) -> None:
    report = urgent_report(officer)
    address = reverse("missing:close_missing_report", args=[report.pk])
    client = signed_in(officer)
    assert "The alert goes on until a supervisor closes" in read(client.get(address))[0]
    sent = {"why": "died", "note": ".", "version": report.version, "death_source": ""}
    refused = client.post(address, {**key(), **sent})
    assert "Choose the source of the information about the death." in read(refused)[0]
    with role("maintenance"):
        assert MissingReport.objects.get(pk=report.pk).state == "open"


def test_database_asks_for_the_source_and_the_person(officer: Staff) -> None:
    report, today = urgent_report(officer), officer.office.today()
    slip_in(
        officer,
        f"UPDATE missing_missingreport SET closed_by = '{report.pk}' WHERE id = '{report.pk}'",
        "another person acted",
    )
    died = {"state": "closed", "why_closed": "died", "closed_on": today}
    for more, refusal in (
        ({"death_source": "told"}, "closed by another"),
        ({"closed_by": officer.pk}, "source of the death missing"),
    ):
        with (
            acting(officer),
            pytest.raises(DatabaseError, match=refusal),
            transaction.atomic(),
        ):
            writing.change(MissingReport.objects.get(pk=report.pk), actor=officer, **died, **more)


def test_closed_report_is_reopened_and_closed_by_another(officer: Staff, leader: Staff) -> None:
    report = urgent_report(officer)
    close(report, officer, source="told")
    with acting(leader):
        now = MissingReport.objects.get(pk=report.pk)
        searching.change_report_state(
            report=now, state=MissingReportState.OPEN, version=now.version, actor=leader
        )
    assert in_danger(report, leader)
    close(report, leader, source="told")
    assert not in_danger(report, leader)


@pytest.mark.parametrize(
    ("before", "after", "life", "leads_office", "codes"),
    [
        ("now", "today", "", False, ["urgency"]),
        ("now", "not_known", "dead", False, ["urgency"]),
        ("now", "today", "", True, []),
        ("now", "today", "alive", False, []),
        ("now", "now", "", False, []),
        ("today", "soon", "", False, []),
    ],
)
def test_only_a_supervisor_lowers_the_urgency_of_a_child_not_found_alive(
    before: str, after: str, life: str, leads_office: bool, codes: list[str]
) -> None:
    reasons = rules.reasons_against_urgency(before, after, life, leads_office=leads_office)
    assert [reason.code for reason in reasons] == codes


def test_lower_urgency_ends_no_alert_unless_a_supervisor_chooses_it(
    officer: Staff, leader: Staff
) -> None:
    report = urgent_report(officer)
    address = reverse("missing:change_disappearance", args=[report.pk])

    def lower(person: Staff) -> Any:
        typed = {"urgency": "today", "channel": "in_person", "where": "Bus park"}
        return signed_in(person).post(address, {**key(), **typed, "version": report.version})

    page = read(lower(officer))[0]
    assert "Only a supervisor can lower this urgency" in page
    assert in_danger(report, officer)
    assert lower(leader).status_code == 302
    assert not in_danger(report, officer)
    with role("maintenance"):
        assert MissingReport.objects.get(pk=report.pk).urgency == "today"


def test_database_keeps_the_urgency_from_who_leads_no_office(officer: Staff) -> None:
    report = urgent_report(officer)
    refusal = "urgency lowered by someone who leads no office"
    with acting(officer), pytest.raises(DatabaseError, match=refusal), transaction.atomic():
        writing.change(MissingReport.objects.get(pk=report.pk), actor=officer, urgency="soon")


@pytest.mark.parametrize(
    ("life", "note", "is_in_danger", "codes"),
    [
        ("alive", ".", True, ["note"]),
        ("alive", NOTE, True, []),
        ("alive", "", False, []),
        ("not_known", "", True, []),
    ],
)
def test_found_alive_in_danger_says_who_saw_the_child(
    life: str, note: str, *, is_in_danger: bool, codes: list[str]
) -> None:
    reasons = rules.reasons_against_found_alive(life, note, is_in_danger=is_in_danger)
    assert [reason.code for reason in reasons] == codes


def test_found_in_danger_notifies_the_supervisors_and_the_form_says_so(
    officer: Staff, leader: Staff
) -> None:
    report, today = urgent_report(officer), officer.office.today()
    address = reverse("missing:record_child_found", args=[report.pk])
    client = signed_in(officer)
    assert "“Alive” ends the alert" in read(client.get(address))[0]
    typed = {"found_on_0": today.day, "found_on_1": today.month, "found_on_2": today.year,
             "how": "police", "life": "alive", "outcome": "unknown"}  # fmt: skip
    refused = client.post(address, {**key(), **typed, "version": report.version, "note": "."})
    assert "Enter who saw the child and when" in read(refused)[0]
    assert in_danger(report, officer)
    saved = client.post(address, {**key(), **typed, "version": report.version, "note": NOTE})
    assert saved.status_code == 302
    assert not in_danger(report, officer)
    assert notice_kinds(leader).count("missing_found_now") == 1
    other = urgent_report(officer, "today")
    address = reverse("missing:record_child_found", args=[other.pk])
    assert "“Alive” ends the alert" not in read(client.get(address))[0]
    assert client.post(address, {**key(), **typed, "version": other.version}).status_code == 302
    assert notice_kinds(leader).count("missing_found_now") == 1
