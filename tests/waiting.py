"""What waits on My day for a person, as one part of a domain says it."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from saathi.agencies import domains
from saathi.agencies.models import Staff
from saathi.desk.day.waiting import read_waiting, waiting_boxes
from saathi.web.components import AlertBox


def boxes_of(
    boxes: Callable[[Staff, Any], list[AlertBox]], staff: Staff, files: Sequence[UUID] = ()
) -> list[AlertBox]:
    """The boxes that this function of a domain adds to the day of a person with such files."""
    parts = [part for part in domains.waiting_work() if part.boxes is boxes]
    assert parts, f"{boxes.__name__} is no part of My day"
    values = read_waiting(staff, parts, list(files))
    return waiting_boxes(staff, parts, list(files), values)
