"""The people who may open each address of `protection.identification.screening`."""

from saathi.infra import clock
from saathi.protection.identification.screening.actions import interviews, screenings
from saathi.protection.identification.screening.questionnaires import shipped_questionnaires
from saathi.protection.identification.screening.vocabulary import (
    FamilyClueKind,
    InterviewEnd,
    Interviewer,
    QuestionnaireRole,
)
from tests.access import TEAM, AccessRows, AccessWorld
from tests.roles import acting


def records(world: AccessWorld) -> dict[str, object]:
    """A screening, an interview and a clue."""
    case, worker = world.case, world.worker
    questionnaire = shipped_questionnaires()["first_look"]
    with acting(worker):
        screened = screenings.ScreeningInput(
            questionnaire, case.opened_on, QuestionnaireRole.WORKER
        )
        made = screenings.save_screening(
            file_id=case.file_id, child=case.child, data=screened, actor=worker
        )
        talk = interviews.InterviewInput(clock.now(), Interviewer.POLICE, InterviewEnd.STOPPED)
        interview = interviews.record_interview(child=case.child, data=talk, actor=worker)
        told = interviews.FamilyClueInput(
            FamilyClueKind.PLACE, case.opened_on, texts={"words": "…pur"}
        )
        clue = interviews.add_clue(child=case.child, data=told, actor=worker)
    ids = {"screening_id": made.pk, "interview_id": interview.pk, "clue_id": clue.pk}
    return ids | {"questionnaire": "first_look"}


ROWS = AccessRows(
    file={
        "screening:show_screenings": TEAM,
        "screening:record_screening": TEAM,
        "screening:show_screening": TEAM,
        "screening:print_screening": TEAM,
        "screening:change_screening_answers": TEAM,
        "screening:record_misidentification": TEAM,
        "screening:request_protection_transfer": TEAM,
        "screening:reply_to_prompts": TEAM,
        "screening:record_interview": TEAM,
        "screening:change_interview": TEAM,
        "screening:add_clue": TEAM,
        "screening:change_clue": TEAM,
        "screening:record_migration": TEAM,
    },
    without_child={
        "screening:list_prompts",
        "screening:show_first_contact_guide",
    },
    records=records,
)
