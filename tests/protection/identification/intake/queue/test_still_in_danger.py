"""After a visit or an outcome that ends no alert of a report, the message says so and why."""

import pytest

from tests import filled
from tests.protection.identification.intake.queue.test_danger_not_met import accepted
from tests.protection.identification.intake.queue.world import QueueWorld
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"met": "not_met"}, "The alert remains: the child was not met."),
        (
            {"met": "met_alone", "child_safe": "no"},
            "The alert remains: the child was seen not safe.",
        ),
        (
            {"met": "met_alone", "child_safe": "not_known"},
            "The alert remains: the visit does not record that the child is safe.",
        ),
    ],
)
def test_message_after_a_visit_that_ends_nothing_says_why(
    answers: dict[str, str], why: str
) -> None:
    world = QueueWorld()
    report = accepted(world)
    client, today = signed_in(world.officer), world.district.today()
    address = f"/reports/{report.pk}/visit/"
    sent = filled.form(
        client.get(address).content.decode(),
        who="Rita",
        went_on_0=today.day,
        went_on_1=today.month,
        went_on_2=today.year,
        place="home",
        found="At home, with the grandmother.",
        **answers,
    )
    assert f"The visit is saved. {why}" in read(client.post(address, sent, follow=True))[0]


def test_message_after_an_outcome_of_a_person_who_is_no_supervisor_says_that_the_alert_goes_on() -> (
    None
):
    world = QueueWorld()
    report = accepted(world)
    client, address = signed_in(world.officer), f"/reports/{report.pk}/outcome/"
    sent = filled.form(client.get(address).content.decode(), outcome="passed_on", note="Police")
    page = read(client.post(address, sent, follow=True))[0]
    assert "The alert remains until a supervisor confirms the outcome." in page
    sent = filled.form(
        client.get(address).content.decode(), outcome="child_not_found", note="Not at home"
    )
    page = read(client.post(address, sent, follow=True))[0]
    assert "The alert remains until the child is located and safe." in page
