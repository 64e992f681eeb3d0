"""What the courts of a child leave open before a transfer. Pure functions.

The database answers from proceedings, which this domain does not read (`functions/evidence.sql`): a
court that was not asked since the newest step, a hearing that the child may have to attend.
"""

from collections.abc import Collection
from enum import Enum

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _


class OpenCourtMatter(Enum):
    """What a court leaves open, with what the worker does about it; the values are those of the database."""

    HEARING = "hearing"
    NOT_ASKED = "not_asked"


_TEXTS = {
    OpenCourtMatter.HEARING: _(
        "The child may have to attend a hearing: it is on or after the planned day, has no new date, or "
        "its result is not recorded. Under “Proceedings”, record what happened or arrange video. Or "
        "record under “Permits and court” that the court itself does not need the child in person."
    ),
    OpenCourtMatter.NOT_ASKED: _(
        "A criminal proceeding is open, and it is not recorded whether the court needs the child. Ask the "
        "court, the prosecution or the lawyer, and record who said it, on or after the newest step of "
        "the proceeding."
    ),
}


def reasons_of_courts(open_matters: Collection[OpenCourtMatter]) -> list[Reason]:
    """Why the child does not travel while courts leave something open; empty if they do not."""
    return [Reason("court", text) for matter, text in _TEXTS.items() if matter in open_matters]
