"""Records and decisions in words: a row of a list, a page, the steps, and who did what when."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.agencies.record_actions import AvailableAction
from saathi.evidence.approval.models import SignedAgreement, TwoPersonDecision
from saathi.evidence.approval.rules import reasons_not_to_decide
from saathi.evidence.approval.vocabulary import AgreementState
from saathi.infra.reasons import Reason
from saathi.web.components import LabelledValue, Text

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
    state: Text
    tag: str
    url: str


@dataclass(frozen=True)
class PairsPanel:
    """A section of a record's page: a title, facts, and a text for when there are none."""

    title: str
    pairs: Sequence[LabelledValue]
    empty: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class DecisionPage:
    """The page of a record: its state, reasons against it, the available steps, and its facts."""

    title: str
    state: Text
    tag: str
    reasons_against: Sequence[str]
    steps: Sequence[AvailableAction]
    panels: Sequence[PairsPanel]
    warning: str = ""
    sentence: str = ""


def search_rows[RowT: TwoPersonDecision](
    rows: QuerySet[RowT], words: str, *fields: str
) -> QuerySet[RowT]:
    """The rows that contain each of the search words in one of the fields, newest first."""
    for word in words.split():
        rows = rows.filter(reduce(or_, [Q(**{f"{name}__icontains": word}) for name in fields]))
    return rows.order_by("-made_at", "pk")


def agreement_state(agreement: SignedAgreement, today: dt.date, run_out: str) -> tuple[Text, str]:
    """The state of an agreement and its tag; `run_out` is the text for one past its end date."""
    if agreement.state == AgreementState.APPROVED and agreement.until < today:
        return run_out, "attend"
    return AgreementState(agreement.state).label, TAGS[agreement.state]


def reason_texts(reasons: Iterable[Reason]) -> list[str]:
    """The reasons in words."""
    return [_(reason.text) for reason in reasons]


def step_link(
    row: TwoPersonDecision, step_page: str, action: str, label: str, *, is_main: bool = False
) -> AvailableAction:
    """The link to the page where a step is confirmed; `step_page` is the name of its URL."""
    return AvailableAction(label, reverse(step_page, args=[row.pk, action]), is_main=is_main)


def deciding_steps(
    row: TwoPersonDecision, staff: Staff, step_page: str, reasons_not_to_approve: Iterable[Reason]
) -> Iterator[AvailableAction]:
    """The links to approve and reject, where the rules allow it; permission is the caller's."""
    if not any(reasons_not_to_approve):
        yield step_link(row, step_page, "approve", _("Approve"), is_main=True)
    if not reasons_not_to_decide(row.state, row.made_by, staff.id):
        yield step_link(row, step_page, "refuse", _("Reject"))


def agreement_pairs(agreement: SignedAgreement, number: str) -> list[LabelledValue]:
    """The date of the signed agreement, and its end date."""
    signed_on = date_format(agreement.agreed_on, "DATE_FORMAT")
    return [
        LabelledValue(_("Agreement"), number, note=signed_on),
        LabelledValue(_("End date"), date_format(agreement.until, "DATE_FORMAT")),
    ]


def names_of_people(agreement: SignedAgreement, users: Iterable[UUID]) -> dict[UUID, str]:
    """The names of those who wrote, decided, ended and used an agreement, in one query."""
    return names_of([agreement.made_by, agreement.decided_by, agreement.ended_by, *users])


def author_pair(row: TwoPersonDecision, names: Mapping[UUID, str]) -> LabelledValue:
    """Who wrote the record down, and when."""
    author = names.get(row.made_by, "")
    return LabelledValue(_("Recorded by"), author, note=format_moment(row.made_at))


def decision_pairs(row: TwoPersonDecision, names: Mapping[UUID, str]) -> list[LabelledValue]:
    """Decision, author and reason, and how an agreement ended; empty before the decision."""
    pairs = []
    if row.decided_by and row.decided_at:
        label = _("Rejected by") if row.state == "refused" else _("Approved by")
        decider = names.get(row.decided_by, "")
        pairs.append(LabelledValue(label, decider, note=format_moment(row.decided_at)))
    if row.decision:
        pairs.append(LabelledValue(_("Reason"), row.decision))
    if isinstance(row, SignedAgreement) and row.ended_by and row.ended_at:
        ender = names.get(row.ended_by, "")
        pairs.append(LabelledValue(_("Ended by"), ender, note=format_moment(row.ended_at)))
        pairs.append(LabelledValue(_("Statement about copies"), row.ending))
    return pairs


def decision_panels(row: TwoPersonDecision, names: Mapping[UUID, str]) -> list[PairsPanel]:
    """The part of a page about the decision; none before it."""
    pairs = decision_pairs(row, names)
    return [PairsPanel(_("Decision"), pairs)] if pairs else []


def format_moment(when: dt.datetime) -> str:
    """A date and time in the time zone and format of the reader's office."""
    return date_format(timezone.localtime(when), "DATETIME_FORMAT")
