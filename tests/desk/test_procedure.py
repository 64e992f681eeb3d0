"""The published procedure: open to staff, per country, with the version of the day."""

import datetime as dt

import pytest

from saathi.agencies.actions.configuration import add_version
from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Due
from tests.factories import agencies, children
from tests.roles import acting
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def published(actor: Staff, day: dt.date, **body: object) -> None:
    with acting(actor):
        add_version(actor=actor, kind="procedure", name="targets", body=body, valid_from=day)


def shown(person: Staff) -> str:
    page = signed_in(person).get("/procedure/")
    assert page.status_code == 200
    return read(page)[0]


def test_procedure_page_needs_case_work_or_rules() -> None:
    for role_kind in ("rapporteur", "intake_officer"):
        assert signed_in(agencies.staff(role_kind)).get("/procedure/").status_code == 404


@pytest.mark.requirement("CAS-010")
@pytest.mark.requirement("CAS-009")
def test_due_tasks_follow_procedure_version_in_force() -> None:
    office = agencies.office()
    worker = agencies.staff("case_worker", office)
    other = agencies.staff("case_worker", agencies.office(country="IND"))
    assert "Common practice" in shown(worker)
    administrator, today = agencies.staff("administrator", office), office.today()
    published(administrator, dt.date(2026, 1, 1), plan_days=10, visit_days_high=5)
    published(administrator, today + dt.timedelta(days=30), plan_days=5)
    words = shown(worker)
    for text in ("Version 1, since 1 January 2026", "within 10 days", "every 5 days",
                 "targets, version 2", "upcoming", "in force"):  # fmt: skip
        assert text in words
    assert "within 5 days" not in words
    assert "Common practice" in shown(other)  # of another country
    case = children.case(worker)
    with acting(worker):
        visit = Due.objects.get(case=case, duty="visit")
        assert visit.due_on == case.opened_on + dt.timedelta(days=4)  # the fifth day is a Saturday
    elsewhere = children.case(other)
    with acting(other):
        assert Due.objects.get(case=elsewhere, duty="visit").due_on > visit.due_on


@pytest.mark.requirement("AUT-006")
def test_the_time_limits_of_a_country_stand_with_their_law_and_whether_anybody_checked_them() -> (
    None
):
    office = agencies.office(agencies.agency(country="IND"))
    worker, administrator = (
        agencies.staff("case_worker", office),
        agencies.staff("administrator", office),
    )
    before = shown(worker)
    assert "Juvenile Justice Act 2015, s. 31" in before
    assert "unverified" in before

    own = "found; 12; Bring her before the committee of her district; Rules of 2025, r. 9"
    published(administrator, office.today(), limit_produce=own)

    words = shown(worker)
    for text in ("Bring her before the committee of her district", "within 12 hours",
                 "The child was found or rescued", "Rules of 2025, r. 9"):  # fmt: skip
        assert text in words
    assert "Juvenile Justice Act 2015, s. 31" not in words
    assert "Juvenile Justice Act 2015, s. 10" in words  # of another code: it stays


def test_procedure_page_shows_response_times_of_reports_and_emergency_steps() -> None:
    office = agencies.office()
    worker = agencies.staff("case_worker", office)
    words = shown(worker)
    for text in (
        "within 1 hour",
        "within 8 hours",
        "within 72 hours",
        "A report that is not accepted within this time is escalated to the next level",
        "Emergency step 5",
    ):
        assert text in words
    steps = {"emergency_2": "Go in pairs", "emergency_1": "Call 1098"}
    published(
        agencies.staff("administrator", office), dt.date(2026, 1, 1), report_hours_today=6, **steps
    )
    words = shown(worker)
    assert "within 6 hours" in words
    assert words.index("Call 1098") < words.index("Go in pairs")
    assert "Emergency step 3" not in words
