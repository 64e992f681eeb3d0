"""Forms about a child that often follow another form (`next_forms` of a domain)."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from saathi.agencies.models import Staff
from saathi.web.components import Text


@dataclass(frozen=True, slots=True)
class NextForm:
    """A form about a child that often follows another: its second button opens this one.

    `on` is the URL name of the other form's page and `page` of this one's. `is_open` says whether
    this staff member may fill in the form for this file.
    """

    on: str
    label: Text
    page: str
    is_open: Callable[[Staff, UUID], bool]
