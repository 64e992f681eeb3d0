"""Story 10 over HTTP: a child returns, is reached by calls, chooses a mentor, and is heard before closure.

Twelve months pass: contacts that were missed stay on record, and the case does not close as recovered early.
"""

import pytest

from saathi.desk import actions as desk
from saathi.protection.casework.reintegration.models import Mentor, MonitoringContact
from saathi.protection.casework.reintegration.vocabulary import OutcomeDomain
from tests import filled
from tests.clients import StaffClient
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.casework.reintegration import steps
from tests.roles import acting
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def send(client: StaffClient, path: str, **typed: object) -> str:
    """The page after a form was filled in and sent."""
    page = client.get(path)
    assert page.status_code == 200, path
    return read(client.post(path, filled.form(page.content.decode(), **typed), follow=True))[0]


def day(around: ChildFileCast, name: str, days: int) -> dict[str, object]:
    on = steps.today(around, days)
    return {f"{name}_0": on.day, f"{name}_1": on.month, f"{name}_2": on.year}


@pytest.mark.requirement("REI-001")
@pytest.mark.requirement("REI-003")
@pytest.mark.requirement("REI-011")
@pytest.mark.requirement("REI-013")
def test_returned_child_is_followed_for_a_year_and_heard() -> None:
    around = cast.around()
    worker, leader = signed_in(around.worker), signed_in(around.supervisor)
    page = f"{around.url}reintegration/"
    text = send(
        worker, f"{page}begin/", lives_with="family", cover_agreement="agreed",
        cover="A teacher of the school", keep_in_mind="After four", **day(around, "returned_on", -380),
    )  # fmt: skip
    assert "planned contacts did not take place" in text

    # The child wants calls, no visits: they count, and hide none that were missed.
    text = send(
        worker, f"{page}contact/", made_by="worker", way="call", result="alone", finding="fine", replaced="child",
        child_words="Please do not come to the house", lives_with="family", school="school",
        work="none", **day(around, "contact_on", -10), **day(around, "next_on", 20),
    )  # fmt: skip
    assert "Please do not come to the house" in text
    assert "The child asked for a call instead of a visit" in text
    with acting(around.worker):
        states = list(MonitoringContact.objects.values_list("state", flat=True))
    assert (states.count("held"), states.count("missed")) == (1, 9)

    # An unscreened mentor is refused; a screened one of the child's choice is approved by another person.
    text = send(
        worker, f"{page}mentors/new/", name="Kamala Rai", child_choice="chosen", contact="Her shop",
        reach="safe", screening="not_done", ties="none",
    )  # fmt: skip
    assert "must be screened before contact" in text
    with acting(around.worker):
        mentor = Mentor.objects.get()
    send(
        worker, f"{page}mentors/{mentor.pk}/", screening="passed", screened_by="District office",
        **day(around, "screened_on", -20),
    )  # fmt: skip
    with acting(around.worker):
        mentor.refresh_from_db()
    answer = leader.post(
        f"{page}mentors/{mentor.pk}/approve/", {"version": mentor.version} | key(), follow=True
    )
    assert "Mentor of the child" in read(answer)[0]

    # The child answers first; then the worker.
    faces = {f"face_{domain}": "mostly" for domain in OutcomeDomain.values}
    scale = f"{around.url}outcomes/new/"
    late = send(worker, scale, wave="month_12", respondent="worker", method="observed", **faces)
    assert "The child answers first and alone" in late
    send(worker, scale, wave="month_12", respondent="child", method="in_person", **faces)
    shown = send(worker, scale, wave="month_12", respondent="worker", method="observed", **faces)
    assert "After 12 months · Worker" in shown

    with acting(around.supervisor):
        missing = {reason.code for reason in desk.list_open_matters(around.case)}
    assert "return_unheard" in missing
    assert "return_early" not in missing
    text = send(
        worker, f"{around.url}final-evaluation/new/", heard="heard", contact_again="agrees",
        child_words="I have friends again", how_to_contact="Through the school",
        aftercare="Stays with the family", whom_to_call="Kamala",
        care_outcome="family", family_assessment="safe",
    )  # fmt: skip
    assert "I have friends again" in text
    with acting(around.supervisor):
        missing = {reason.code for reason in desk.list_open_matters(around.case)}
    assert not {"return_unheard", "return_early", "return_sign"} & missing
    for person in (around.stranger, around.outsider):
        for path in (page, f"{around.url}outcomes/", f"{around.url}final-evaluation/"):
            assert signed_in(person).get(path).status_code == 404
