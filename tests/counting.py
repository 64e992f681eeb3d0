"""How many queries a page asks, without what every request pays: transaction, context, session."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

AROUND = (
    "BEGIN",
    "COMMIT",
    "SAVEPOINT",
    "RELEASE",
    "ROLLBACK",
    "SELECT set_config",
    "SELECT access_enter",
    "SET ",
)


@contextmanager
def at_most(number: int) -> Iterator[None]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        yield
    asked = [q["sql"] for q in captured if not q["sql"].startswith(AROUND)]
    assert len(asked) <= number, "\n".join([f"{len(asked)} queries", *(sql[:160] for sql in asked)])
