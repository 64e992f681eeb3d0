"""Random tables that suppression refuses, because so few children are in them."""

from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import reject

from saathi.engines.disclosure import small_tables
from saathi.engines.disclosure.budget import OutOfTime
from saathi.engines.disclosure.errors import InputError


@contextmanager
def redrawn_if_refused() -> Iterator[None]:
    """Draws another example where the table is refused as too small, or for want of time.

    A table in which one child is alone cannot be suppressed safely, and random tables are sometimes
    so; a busy machine does not finish in the seconds that a property allows. Any other error fails the
    test, and Hypothesis fails a property of which most examples are drawn again.
    """
    try:
        yield
    except InputError as refusal:
        if str(refusal) != small_tables.REFUSAL and not isinstance(refusal, OutOfTime):
            raise
        reject()
