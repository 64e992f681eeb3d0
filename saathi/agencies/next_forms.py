"""Which form about a child often follows another (`next_forms` of a domain)."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from saathi.agencies.models import Staff
from saathi.web.components import Text


@dataclass(frozen=True, slots=True)
class NextForm:
    """A form about a child that often follows another: a second button of that one saves and opens it.

    `on` and `page` are the URL names of the two. `is_open` says whether this staff member may fill it in
    for this file.
    """

    on: str
    label: Text
    page: str
    is_open: Callable[[Staff, UUID], bool]
