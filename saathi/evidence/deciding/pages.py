"""What was written down and decided, in words: a row of a list, and who did what when."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.evidence.deciding.models import Decided
from saathi.web.parts import Pair

A_PAGE = 20
TAGS = {
    "asked": "attend",
    "approved": "care",
    "refused": "quiet",
    "ended": "quiet",
    "withdrawn": "quiet",
}


@dataclass(frozen=True)
class Row:
    """One of them in the list."""

    title: str
    about: str
    state: str
    tag: str
    url: str


def decided(one: Decided, names: Mapping[UUID, str]) -> list[Pair]:
    """Who decided, and why; nothing before that."""
    found = []
    if one.decided_by and one.decided_at:
        label = _("Refused by") if one.state == "refused" else _("Approved by")
        found.append(Pair(label, names.get(one.decided_by, ""), note=moment(one.decided_at)))
    if one.decision:
        found.append(Pair(_("Why"), one.decision))
    return found


def moment(when: dt.datetime) -> str:
    """A moment as it is written at the office of the reader."""
    return date_format(timezone.localtime(when), "DATETIME_FORMAT")
