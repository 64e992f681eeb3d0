"""Records and decisions in words: a row of a list, and who did what when."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.evidence.approval.models import TwoPersonDecision
from saathi.web.components import LabelledValue

PAGE_SIZE = 20
TAGS = {
    "asked": "attend",
    "approved": "care",
    "refused": "quiet",
    "ended": "quiet",
    "withdrawn": "quiet",
}


@dataclass(frozen=True)
class DecisionRow:
    """A record in the list."""

    title: str
    about: str
    state: str
    tag: str
    url: str


def decision_pairs(decision: TwoPersonDecision, names: Mapping[UUID, str]) -> list[LabelledValue]:
    """The decision, its author and the reason; empty before the decision."""
    pairs = []
    if decision.decided_by and decision.decided_at:
        label = _("Refused by") if decision.state == "refused" else _("Approved by")
        pairs.append(
            LabelledValue(
                label, names.get(decision.decided_by, ""), note=format_moment(decision.decided_at)
            )
        )
    if decision.decision:
        pairs.append(LabelledValue(_("Why"), decision.decision))
    return pairs


def format_moment(when: dt.datetime) -> str:
    """A moment in the time zone and format of the reader's office."""
    return date_format(timezone.localtime(when), "DATETIME_FORMAT")
