"""Which records of a page could not be opened: the page names them instead of failing as a whole."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from saathi.vault.errors import RecordUnreadable

logger = logging.getLogger(__name__)

_references: ContextVar[list[str] | None] = ContextVar("unreadable", default=None)


@contextmanager
def collect_unreadable(references: list[str]) -> Iterator[None]:
    """Inside, lists leave out what cannot be opened and put its reference here.

    Only while something is shown: what is changed then must not be made from what is left.
    """
    mark = _references.set(references)
    try:
        yield
    finally:
        _references.reset(mark)


def note_unreadable(error: RecordUnreadable) -> bool:
    """Whether a page is shown that names this record. The log names it in any case."""
    logger.error("A record cannot be read: %s", error.reference)
    references = _references.get()
    if references is None:
        return False
    if error.reference not in references:
        references.append(error.reference)
    return True
