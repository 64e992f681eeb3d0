"""The people who may open each address of `protection.casework.cases`."""

from saathi.protection.casework.cases.models import Assessment, Due
from tests.access import TEAM, WITH_CARE_WORKER, AccessRows, AccessWorld
from tests.roles import role


def records(world: AccessWorld) -> dict[str, object]:
    """An assessment."""
    case = world.case
    with role("maintenance"):
        assessment = Assessment.objects.create(
            case=case,
            assessed_on=case.opened_on,
            risk="low",
            file_id=case.file_id,
            recorded_by=world.worker.id,
        )
        due = Due.objects.filter(case=case, duty="visit").get()
    return {"assessment_id": assessment.pk, "due_id": due.pk}


ROWS = AccessRows(
    file={
        "cases:list_assessments": TEAM,
        "cases:record_assessment": TEAM,
        "cases:list_reviews": WITH_CARE_WORKER,
        "cases:record_review": TEAM,
        "cases:list_visits": WITH_CARE_WORKER,
        "cases:record_visit": WITH_CARE_WORKER,
        "dues:list_dues": WITH_CARE_WORKER,
    },
    without_child={"dues:list_not_met"},
    elsewhere={
        "cases:show_assessment": "cases/test_visits.py",
        "dues:move_due": "cases/test_due_dates.py",
    },
    records=records,
)
