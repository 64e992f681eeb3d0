"""The people who may open each address of `participation`."""

from tests.access import WITH_CARE_WORKER, AccessRows, AccessWorld
from tests.desk import cast


def records(world: AccessWorld) -> dict[str, object]:
    """A statement of the child."""
    return {"statement_id": cast.said(world.case, world.worker, "I want to sew.").pk}


ROWS = AccessRows(
    file={
        "participation:list_statements": WITH_CARE_WORKER,
        "participation:record_statement": WITH_CARE_WORKER,
        "participation:explain_confidentiality": WITH_CARE_WORKER,
        "participation:show_statement": WITH_CARE_WORKER,
        "participation:record_statement_themes": WITH_CARE_WORKER,
    },
    elsewhere={
        "participation:show_drawing": "participation/test_voice.py",
    },
    records=records,
)
