"""Whoever records a report that others handle still reads what to do for a child in immediate danger."""

import datetime as dt

import pytest

from saathi.agencies.models import Configuration
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue.named_in_texts import steps_without_staff
from tests.protection.identification.intake.queue.world import QueueWorld, on_duty
from tests.roles import role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
RECEIVED = "The next level outside your office has received it."
CALL = "Call the emergency services or the child helpline of your country now."


def page_of_writer(world: QueueWorld, report: Report) -> str:
    return read(signed_in(world.officer).get(f"/reports/{report.pk}/"))[0]


def set_steps(world: QueueWorld, *steps: str) -> None:
    body = {f"emergency_{number}": step for number, step in enumerate(steps, 1)}
    with role("maintenance"):
        Configuration.objects.create(
            kind="procedure",
            country=world.district.country,
            name="standard",
            valid_from=dt.date(2026, 1, 2),
            version=900,
            body=body,
        )


@pytest.mark.parametrize("urgency", ["now", "today"])
def test_writer_of_a_report_about_the_supervisor_reads_emergency_steps(urgency: str) -> None:
    world = QueueWorld()
    above = world.leaders[world.province]
    on_duty(above, world.province)
    report = world.report(urgency, named_staff=[world.leaders[world.district].pk])
    page = page_of_writer(world, report)
    assert RECEIVED in page
    for text in ("Emergency steps", CALL, "If you can speak to the child"):
        assert (text in page) is (urgency == "now")
    # Nothing leads to the people that the report bypasses; the office that has it and its telephone are shown.
    assert "Call the person on duty" not in page
    assert "Decide with the supervisor" not in page
    assert above.name not in page
    assert "+977 1 5550000" in page


def test_steps_of_the_country_are_shown_without_those_that_lead_to_staff() -> None:
    world = QueueWorld()
    set_steps(world, "Call 1098", "Call the supervisor on duty", "Write down what the child says")
    report = world.report("now", named_staff=[world.leaders[world.district].pk])
    page = page_of_writer(world, report)
    for text in (CALL, "Call 1098", "Write down what the child says"):
        assert text in page
    assert "Call the supervisor on duty" not in page
    assert "These steps are common practice" not in page
    # Who handles the report reads all of them.
    leader = world.leaders[world.province]
    whole = read(signed_in(leader).get(f"/reports/{report.pk}/"))[0]
    assert "Call the supervisor on duty" in whole
    assert whole.count("Call 1098") == 1
    assert CALL not in whole


@pytest.mark.parametrize(
    ("step", "stays"),
    [
        ("Call 1098", True),
        ("Call the police if the child agrees", True),
        ("Ask the police officer for a car", True),
        ("Call the person on duty", False),
        ("Tell the supervisor", False),
        ("Go with a colleague", False),
        ("نگران کو فون کریں", False),
        ("1098 پر فون کریں", True),
    ],
)
def test_steps_that_mention_staff_are_left_out(step: str, stays: bool) -> None:
    assert steps_without_staff([step]) == ((step,) if stays else ())
