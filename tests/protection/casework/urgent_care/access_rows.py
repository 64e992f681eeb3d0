"""The people who may open each address of `protection.casework.urgent_care`."""

from saathi.infra import clock
from saathi.protection.casework.urgent_care.models import UrgentCare
from tests.access import TEAM, AccessRows, AccessWorld
from tests.roles import role


def records(world: AccessWorld) -> dict[str, object]:
    """Time-critical care that is open, and a step of it."""
    case = world.case
    with role("maintenance"):
        care = UrgentCare.objects.create(
            file_id=case.file_id,
            child_id=case.child_id,
            reason="self_harm",
            begun_at=clock.now(),
            recorded_by=world.worker.id,
        )
    return {"care_id": care.pk, "code": "stay"}


ROWS = AccessRows(
    file={
        "urgent_care:list_urgent_care": TEAM,
        "urgent_care:begin_urgent_care": TEAM,
    },
    elsewhere={
        "urgent_care:correct_urgent_care": "urgent_care/test_urgent_care.py",
        "urgent_care:list_care_versions": "urgent_care/test_urgent_care.py",
        "urgent_care:record_care_step": "urgent_care/test_urgent_care.py",
        "urgent_care:end_urgent_care": "urgent_care/test_urgent_care.py",
    },
    records=records,
)
