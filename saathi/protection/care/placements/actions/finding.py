"""What follows from the sighting of a child who was missing from care."""

from saathi.agencies import access, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.fields import payload_of
from saathi.protection.care.placements import queries
from saathi.protection.care.placements.actions.following import end_columns
from saathi.protection.care.placements.models import Placement


def found_from_all(placement: Placement, actor: Staff) -> None:
    """Records the sighting in a placement also in those that the child had left before: it is one child."""
    left = access.visible(actor, Placement).filter(
        queries.is_missing(), file_id=placement.file_id, ended_on__lte=placement.ended_on
    )
    for earlier in left.exclude(pk=placement.pk):
        records.open_texts(earlier)
        earlier.back_seen_words = placement.back_seen_words
        back = {"back_on": placement.back_on, "back_seen": placement.back_seen}
        columns = back | end_columns(earlier, actor)
        writing.change(earlier, actor=actor, payload=payload_of(earlier), **columns)
