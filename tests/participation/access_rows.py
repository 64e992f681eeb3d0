"""Who finds a page at each address of `participation`."""

from tests.access import WITH_MOTHER, AccessRows, AccessWorld
from tests.desk import cast


def records(world: AccessWorld) -> dict[str, object]:
    """A statement of the child."""
    return {"statement_id": cast.said(world.case, world.worker, "I want to sew.").pk}


ROWS = AccessRows(
    file={
        "participation:list_statements": WITH_MOTHER,
        "participation:record_statement": WITH_MOTHER,
        "participation:explain_limits": WITH_MOTHER,
        "participation:show_statement": WITH_MOTHER,
        "participation:code_statement": WITH_MOTHER,
    },
    elsewhere={
        "participation:open_drawing": "participation/test_voice.py",
    },
    records=records,
)
