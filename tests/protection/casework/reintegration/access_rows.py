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
from tests.factories import agencies, care_committees
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
    keeper = agencies.staff("data_officer", around.supervisor.office)
    evaluation = steps.evaluate(around, reintegration, exception="The family moves far away soon")
    support = steps.ask(around, reintegration, care_committees.committee(keeper))
    with acting(world.worker):
        missed = MonitoringContact.objects.filter(state="missed").first()
    assert missed is not None
    return {
        "reintegration_id": reintegration.pk,
        "monitoring_contact_id": missed.pk,
        "mentor_id": mentor.pk,
        "outcome_answer_id": answer.pk,
        "retrafficking_sign_id": sign.pk,
        "final_evaluation_id": evaluation.pk,
        "committee_support_id": support.pk,
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
        "reintegration:edit_mentor": WITH_CARE_WORKER,
        "reintegration:confirm_mentor": frozenset({LEADER}),
        "reintegration:return_mentor": frozenset({LEADER}),
        "reintegration:rate_mentor": WITH_CARE_WORKER,
        "reintegration:end_mentor": WITH_CARE_WORKER,
        "reintegration:list_outcomes": TEAM,
        "reintegration:record_answers": TEAM,
        "reintegration:start_child_view": TEAM,
        "reintegration:list_signs": TEAM,
        "reintegration:record_sign": TEAM,
        "reintegration:check_sign": TEAM,
        "reintegration:list_family_support": WITH_CARE_WORKER,
        "reintegration:ask_committee": WITH_CARE_WORKER,
        "reintegration:record_other_committee": WITH_CARE_WORKER,
        "reintegration:end_committee_support": WITH_CARE_WORKER,
        "reintegration:record_effect": WITH_CARE_WORKER,
        "reintegration:record_aftercare": WITH_CARE_WORKER,
        "reintegration:list_evaluations": TEAM,
        "reintegration:record_evaluation": TEAM,
        "reintegration:decide_exception": frozenset({LEADER}),
    },
    without_child=frozenset({"reintegration:list_returned", "reintegration:list_languages"}),
    steps={
        "reintegration:approve_mentor": "reintegration/test_mentors.py",
        "reintegration:record_support": "reintegration/test_outcomes.py",
    },
    elsewhere={"reintegration:answer_alone": "reintegration/test_outcomes.py"}
    | dict.fromkeys(
        (
            "reintegration:play_alone",
            "reintegration:list_question_sounds",
            "reintegration:upload_question_sound",
            "reintegration:play_question_sound",
            "reintegration:approve_question_sound",
            "reintegration:withdraw_question_sound",
        ),
        "reintegration/test_recordings.py",
    ),
    records=records,
)
