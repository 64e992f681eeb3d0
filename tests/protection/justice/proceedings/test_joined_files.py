"""A child's "no" to testimony in one file holds in every file that a merge found to be of the child."""

import pytest

from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from saathi.protection.justice.proceedings import agreement_rules, testimony_rules
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.actions import testimony
from saathi.protection.justice.proceedings.models import PresentationRequest
from tests.factories import agencies, children, merges
from tests.factories import proceedings as made
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.protection.justice.proceedings.test_testimony import approve, ask, force, refused
from tests.reading import words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
ELSEWHERE = "Another file of this child does not allow this now"


@pytest.fixture
def other(db: None) -> Case:
    """A file of another agency, which nobody of the first may read."""
    return children.case(agencies.staff("case_worker"))


def say_no(other: Case) -> None:
    """The child says no in a proceeding of the other file."""
    worker = Staff.objects.get(pk=other.recorded_by)
    with acting(worker):
        made.decision(made.proceeding(other, worker), other, worker, "does_not_want")


@pytest.mark.requirement("JUS-014")
def test_agreement_is_not_given_when_another_file_says_no() -> None:
    agreement = agreement_rules.TestimonyAgreement(codes.TestimonyAnswer.WANTS, ["none"])
    assert agreement.is_given
    elsewhere = agreement_rules.TestimonyAgreement(
        codes.TestimonyAnswer.WANTS, ["none"], is_refused_elsewhere=True
    )
    assert not elsewhere.is_given
    plan = testimony_rules.HearingPlan("child_evidence", "present")
    (reason,) = testimony_rules.reasons_against_plan(plan, elsewhere, is_summoned=False)
    assert ELSEWHERE in str(reason.text)
    assert testimony_rules.reasons_against_plan(plan, elsewhere, is_summoned=True) == ()
    (reason,) = testimony_rules.reasons_against_court_letter(
        "child_evidence", elsewhere, is_summoned=False
    )
    assert ELSEWHERE in str(reason.text)


@pytest.mark.requirement("JUS-014")
def test_no_in_another_file_stops_the_approval_until_the_merge_is_undone(
    court: CourtCast, other: Case
) -> None:
    worker, case, supervisor = court.around.worker, court.around.case, court.around.supervisor
    with acting(worker):
        made.decision(court.proceeding, case, worker)
    asked = ask(court)
    say_no(other)
    merge = merges.joined(other.file_id, court.around.case.file_id)
    with pytest.raises(testimony.PresentationRefused) as refusal:
        approve(court, asked)
    assert ELSEWHERE in refusal.value.reasons[0].text
    with acting(supervisor), refused("has not agreed to testify"):
        force(supervisor, asked)
    assert ELSEWHERE in words(signed_in(worker).get(court.page()).content)

    merges.parted(merge)
    assert approve(court, asked).state == "approved"


@pytest.mark.requirement("JUS-014")
def test_no_in_another_file_ends_what_was_approved_before(court: CourtCast, other: Case) -> None:
    with acting(court.around.worker):
        made.decision(court.proceeding, court.around.case, court.around.worker)
    asked = approve(court, ask(court))
    merges.joined(other.file_id, court.around.case.file_id)
    say_no(other)
    with acting(court.around.worker):
        assert PresentationRequest.objects.get(pk=asked.pk).state == "withdrawn"
