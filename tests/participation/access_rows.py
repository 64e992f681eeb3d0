"""The people who may open each address of `participation`."""

from tests.access import WITH_MOTHER, AccessRows, AccessWorld
from tests.desk import cast


def records(world: AccessWorld) -> dict[str, object]:
    """A statement of the child."""
    return {"statement_id": cast.said(world.case, world.worker, "I want to sew.").pk}


ROWS = AccessRows(
    file={
        "participation:list_statements": WITH_MOTHER,
        "participation:record_statement": WITH_MOTHER,
        "participation:explain_confidentiality": WITH_MOTHER,
        "participation:show_statement": WITH_MOTHER,
        "participation:record_statement_themes": WITH_MOTHER,
    },
    elsewhere={
        "participation:show_drawing": "participation/test_voice.py",
    },
    records=records,
)
