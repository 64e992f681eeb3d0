"""No letter claims what was withdrawn, or what the child does not want."""

import pytest

from saathi.protection.justice.compensation import rules
from saathi.protection.justice.compensation.vocabulary import MeasureState
from tests.factories import remedies as made
from tests.protection.justice.compensation.test_measures import page_of
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.reading import words
from tests.roles import acting
from tests.signing import signed_in


@pytest.mark.parametrize("state", list(MeasureState))
def test_only_a_withdrawn_measure_has_no_letter(state: MeasureState) -> None:
    codes = [reason.code for reason in rules.reasons_against_claim_letter(state)]
    assert codes == (["state"] if state == "withdrawn" else [])


@pytest.mark.requirement("JUS-005")
def test_no_letter_claims_what_the_child_does_not_want(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        claimed = made.measure(court.around.case, worker)
        withdrawn = made.measure(court.around.case, worker, state="withdrawn", next_on=None)
    client = signed_in(worker)
    assert "Claim letter" in words(client.get(page_of(court, claimed)).content)
    assert "Claim letter" not in words(client.get(page_of(court, withdrawn)).content)
    letter = words(client.get(page_of(court, withdrawn, "letter/")).content)
    assert "the child does not want it, so no letter claims it" in letter
    assert "first change the status of the measure" in letter
