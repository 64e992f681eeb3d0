"""Harm by authorities to a child: visible at once, and brought to those who can end it."""

import datetime as dt

import pytest

from saathi.agencies.models import Notice, Staff
from saathi.infra import clock
from saathi.protection.casework.cases.models import Case
from saathi.protection.decisions.orders.vocabulary import SAFEGUARD_NOTICE
from tests.factories import agencies
from tests.protection.decisions.orders.test_screens import address, broken, happened
from tests.reading import post, words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("NCR-003")
@pytest.mark.parametrize(
    ("safeguard", "said"),
    [
        ("detained", "Held in a police cell, prison or detention"),
        ("charged", "Charged or punished for what others made the child do"),
        ("deported", "Deported, or sent to another country without a decision for the child"),
    ],
)
def test_a_child_harmed_again_by_authorities_is_seen_at_once(
    case: Case, worker: Staff, safeguard: str, said: str
) -> None:
    """Detention, sanction, prosecution, deportation: in the file, on the day's list, with the leaders."""
    leader = agencies.staff("supervisor", worker.office)
    page = post(worker, address("record_safeguard", case), broken(safeguard=safeguard))
    for text in (said, "Safeguard violation", "Authority not notified yet"):
        assert text in page
    my_day = words(signed_in(worker).get("/").content)
    assert "Authority to be informed" in my_day
    with acting(leader):
        assert Notice.objects.filter(staff=leader, kind=SAFEGUARD_NOTICE.code).exists()
    if safeguard != "deported":  # anyone who is detained or charged may have been trafficked
        on_file = signed_in(worker).get(f"/child/{case.file_id}/").content
        assert "Screening recommended" in on_file.decode()


@pytest.mark.requirement("NCR-003")
def test_an_arrest_is_seen_by_the_time_limit_that_begins_with_it(case: Case, worker: Staff) -> None:
    at = clock.now() - dt.timedelta(hours=2)
    post(
        worker, address("record_limit_trigger", case), happened(at, worker, happening="apprehended")
    )
    on_file = signed_in(worker).get(f"/child/{case.file_id}/").content
    assert "Screening recommended" in on_file.decode()


@pytest.mark.requirement("NCR-006")
def test_help_that_was_made_to_depend_on_cooperation_is_a_broken_safeguard(
    case: Case, worker: Staff
) -> None:
    fact = broken(safeguard="help_conditional", what="No bed without a statement.")
    page = post(worker, address("record_safeguard", case), fact)
    for text in ("Assistance made conditional on cooperation", "No bed without a statement.",
                  "Authority not notified yet"):  # fmt: skip
        assert text in page
