"""The people who may open each address of `protection.casework.reintegration`."""

from saathi.protection.casework.reintegration.models import MonitoringContact
from tests.access import (
    COLLEAGUE,
    LEADER,
    MOTHER,
    OTHER,
    TEAM,
    WITH_CARE_WORKER,
    AccessRows,
    AccessWorld,
)
from tests.desk.cast import ChildFileCast
from tests.protection.casework.reintegration import steps
from tests.roles import acting


def records(world: AccessWorld) -> dict[str, object]:
    """A follow-up with a missed contact, a proposed mentor, an answer and a sign."""
    people = [world.staff[name] for name in (LEADER, MOTHER, COLLEAGUE, OTHER)]
    around = ChildFileCast(world.case, world.worker, *people)
    reintegration = steps.begin(around, days_ago=40)
    steps.contact(around, reintegration)
    mentor = steps.propose(around, reintegration)
    answer = steps.answer(around, reintegration)
    sign = steps.sign(around)
    with acting(world.worker):
        missed = MonitoringContact.objects.filter(state="missed").first()
    assert missed is not None
    return {
        "reintegration_id": reintegration.pk,
        "monitoring_contact_id": missed.pk,
        "mentor_id": mentor.pk,
        "outcome_answer_id": answer.pk,
        "retrafficking_sign_id": sign.pk,
    }


ROWS = AccessRows(
    file={
        "reintegration:list_reintegration": WITH_CARE_WORKER,
        "reintegration:begin_follow_up": WITH_CARE_WORKER,
        "reintegration:record_contact": WITH_CARE_WORKER,
        "reintegration:change_follow_up": WITH_CARE_WORKER,
        "reintegration:end_follow_up": WITH_CARE_WORKER,
        "reintegration:record_missed_reason": WITH_CARE_WORKER,
        "reintegration:propose_mentor": WITH_CARE_WORKER,
        "reintegration:record_other_mentor": WITH_CARE_WORKER,
        "reintegration:change_mentor": WITH_CARE_WORKER,
        "reintegration:return_mentor": frozenset({LEADER}),
        "reintegration:rate_mentor": WITH_CARE_WORKER,
        "reintegration:end_mentor": WITH_CARE_WORKER,
        "reintegration:list_outcomes": TEAM,
        "reintegration:record_answers": TEAM,
        "reintegration:start_child_view": TEAM,
        "reintegration:list_signs": TEAM,
        "reintegration:record_sign": TEAM,
        "reintegration:check_sign": TEAM,
        "reintegration:list_evaluations": TEAM,
        "reintegration:record_evaluation": TEAM,
    },
    without_child=frozenset({"reintegration:list_returned"}),
    steps={
        "reintegration:approve_mentor": "reintegration/test_mentors.py",
        "reintegration:record_support": "reintegration/test_outcomes.py",
    },
    elsewhere={"reintegration:answer_alone": "reintegration/test_outcomes.py"},
    records=records,
)
