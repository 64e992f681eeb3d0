"""The earlier record in which the child did not want the place of a placement."""

from uuid import UUID

from django.db import connection
from django.utils.translation import gettext

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.sections import Section
from saathi.protection.care.placements.models import Placement
from saathi.web.components import LabelledValue


def earlier_no_id(placement: Placement) -> UUID | None:
    """The record in which the child did not want this place, if that answer still counts; else None."""
    place = placement.facility_id or placement.assessment_id
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT placement_earlier_no(%s, %s, %s, %s)",
            [placement.child_id, placement.kind, place, placement.pk],
        )
        found: UUID | None = cursor.fetchone()[0]
        return found


def earlier_answers(placement: Placement, reader: Staff) -> list[LabelledValue]:
    """What the child said before against this place, with the day and the words; empty without it."""
    found = earlier_no_id(placement)
    if found is None:
        return []
    label = gettext("Earlier answer of the child to this place")
    earlier = access.visible(reader, Placement).filter(pk=found).first()
    if earlier is None:
        return [LabelledValue(label, gettext("Does not want this (in another record)"))]
    day = reader.office.date_of(earlier.recorded_at)
    text = gettext("%(answer)s, recorded on %(day)s")
    text %= {"answer": earlier.get_view_display(), "day": format_day(day)}
    return [LabelledValue(label, text, note=_words(earlier, reader))]


def _words(earlier: Placement, reader: Staff) -> str:
    """The words of the child, for those who read the child's statements."""
    records.open_texts(earlier)
    reads, _writes = access.sections_of_file(reader, earlier.file_id)
    return earlier.child_words if reads & Section.VOICE else ""
