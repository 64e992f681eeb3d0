"""Which records of a page could not be opened: the page names them and is still shown."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from saathi.vault.errors import RecordUnreadable

logger = logging.getLogger(__name__)

_references: ContextVar[list[str] | None] = ContextVar("unreadable", default=None)


@contextmanager
def collect_unreadable(references: list[str]) -> Iterator[None]:
    """In this block, lists leave out records that cannot be opened and add their references.

    Only for showing data: changes must not be computed from the records that are left.
    """
    mark = _references.set(references)
    try:
        yield
    finally:
        _references.reset(mark)


def note_unreadable(error: RecordUnreadable) -> bool:
    """Whether a page is shown that will name this record. The log always names it."""
    logger.error("A record cannot be read: %s", error.reference)
    references = _references.get()
    if references is None:
        return False
    if error.reference not in references:
        references.append(error.reference)
    return True
