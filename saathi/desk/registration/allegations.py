"""The allegations registered with a child: against staff named in a report, or as described."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from saathi.agencies.models import Scoped
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.around.vocabulary import (
    AllegationSource,
    AllegationState,
    AllegedPerpetratorKind,
)
from saathi.people.models import Child


def build_allegations(
    child: Child,
    text: str,
    since: dt.date,
    named_staff: Sequence[UUID],
    source: AllegationSource = AllegationSource.REPORTER,
) -> list[Scoped]:
    """An allegation for each staff member named in the report, or one if a person was described.

    The staff concerned cannot read theirs.
    """
    if named_staff:
        return [_alleged(child, text, since, staff_id, source) for staff_id in named_staff]
    return [_alleged(child, text, since, None, source)] if text else []


def _alleged(
    child: Child,
    text: str,
    since: dt.date,
    accused_staff: UUID | None,
    source: AllegationSource,
) -> AllegedPerpetrator:
    alleged = AllegedPerpetrator(
        file_id=child.file_id,
        child=child,
        subject=AllegedPerpetratorKind.PERSON
        if accused_staff
        else AllegedPerpetratorKind.NOT_KNOWN,
        said_by=source,
        said_on=since,
        allegation_state=AllegationState.ALLEGED,
        accused_staff=accused_staff,
    )
    alleged.description = text
    return alleged
