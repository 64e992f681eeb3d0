"""The page of a request to close a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from saathi.agencies import idempotency, records
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.desk.closing import blockers
from saathi.desk.closing.blockers import ClosingBlocker
from saathi.people import queries as people
from saathi.people.models import Child
from saathi.people.vocabulary import DeathSource
from saathi.protection.casework.cases import closings
from saathi.protection.casework.cases.actions.approvals import reasons_against_approval
from saathi.protection.casework.cases.models import Approval, Case, Closing
from saathi.protection.casework.cases.vocabulary import (
    ApprovalDecision,
    CaseStatus,
    ClosingReason,
    EvaluationState,
)
from saathi.web.components import ChildHeader, LabelledValue


@dataclass(frozen=True)
class ClosingPanel:
    """A request to close, as shown to its reader."""

    pairs: Sequence[LabelledValue]
    blockers: Sequence[ClosingBlocker]
    has_statement: bool


@dataclass(frozen=True)
class ClosingPage:
    """The page of a case's closure in each state: request, waiting, closed, reopening."""

    child: ChildHeader
    file_id: UUID
    version: int
    status: str
    state: Any
    part: ClosingPanel | None
    earlier: Sequence[ClosingPanel]
    question: str
    blockers: Sequence[ClosingBlocker]
    is_open: bool
    is_waiting: bool
    is_ended: bool
    may_write: bool
    decide_url: str  # to the decision on the waiting request, for those who may take it
    form_key: str


def closing_page(child: Child, case: Case, staff: Staff, writes: Section) -> ClosingPage:
    """The page for a reader of the case."""
    status = CaseStatus(case.status)
    closing = closings.last_closing(case)
    request = closings.last_closing_approval(case) if closing else None
    sent_back = request is not None and request.decision == ApprovalDecision.SENT_BACK
    question = records.open_texts(request).get("question", "") if request and sent_back else ""
    is_open = status == CaseStatus.OPEN
    return ClosingPage(
        child=people.child_header(child, staff=staff),
        file_id=child.file_id,
        version=case.version,
        status=case.status,
        state=status.label,
        part=closing_panel(closing, case, staff) if closing and not is_open else None,
        earlier=[
            closing_panel(reopened, case, staff)
            for reopened in closings.list_reopened_closings(case)
        ],
        question=str(question),
        blockers=blockers.list_blockers(case, staff, writes) if is_open else (),
        is_open=is_open,
        is_waiting=status == CaseStatus.CLOSING_ASKED,
        is_ended=case.is_ended,
        may_write=bool(writes & Section.DECISIONS),
        decide_url=_decide_url(closing, request, staff),
        form_key=idempotency.new_form_key(),
    )


def _decide_url(closing: Closing | None, request: Approval | None, staff: Staff) -> str:
    if closing is None or request is None:
        return ""
    if reasons_against_approval(request, version_now=closing.version, actor=staff):
        return ""
    return reverse("desk:show_approval", args=[request.pk])


def closing_panel(closing: Closing, case: Case, staff: Staff) -> ClosingPanel:
    """The panel of a request: reason, the child's evaluation or why there is none, and blockers."""
    texts = records.open_texts(closing)
    pairs = [
        *_reason_pairs(closing),
        *_evaluation_pairs(closing, case),
        LabelledValue(
            gettext("Summary"), str(texts.get("summary", "")), missing=gettext("not recorded")
        ),
        LabelledValue(
            gettext("Sources of help after closure"),
            str(texts.get("where_to_get_help", "")),
            missing=gettext("not recorded"),
        ),
        *_understanding_pairs(closing, understands=bool(texts.get("knows_what_it_means"))),
        LabelledValue(gettext("Date"), date_format(closing.asked_on, "j F Y")),
    ]
    if texts.get("other_case"):
        pairs.append(LabelledValue(gettext("Continuing case"), str(texts["other_case"])))
    if closing.reopened_on:
        on = date_format(closing.reopened_on, "j F Y")
        reopened_text = f"{on} · {closing.get_reopened_why_display()}"
        pairs.append(
            LabelledValue(gettext("Reopened"), reopened_text, str(texts.get("reopened", "")))
        )
    elif texts.get("reopened"):
        pairs.append(LabelledValue(gettext("Reason for reopening"), str(texts["reopened"])))
    waits = case.status == CaseStatus.CLOSING_ASKED and closing.reopened_on is None
    obstacles = (
        blockers.list_blockers_of_request(case, staff, closings.closing_facts(closing, staff))
        if waits
        else ()
    )
    return ClosingPanel(pairs, obstacles, closing.statement is not None)


def _reason_pairs(closing: Closing) -> list[LabelledValue]:
    """The reason; of a child who died, when, and how it is known."""
    reason = LabelledValue(gettext("Reason"), closing.get_reason_display())
    if closing.reason != ClosingReason.DIED:
        return [reason]
    day = date_format(closing.died_on, "j F Y") if closing.died_on else ""
    was_asked = closing.death_source != DeathSource.NOT_ASKED
    missing = gettext("not known") if was_asked else gettext("not recorded")
    return [
        reason,
        LabelledValue(gettext("Date of death"), day, missing=missing),
        LabelledValue(
            gettext("Source of the information about the death"), closing.get_death_source_display()
        ),
    ]


def _evaluation_pairs(closing: Closing, case: Case) -> list[LabelledValue]:
    """The child's own evaluation, or why there is none; that the child died is said by the reason."""
    if closing.reason == ClosingReason.DIED and closing.evaluation == EvaluationState.DIED:
        return []
    return [
        LabelledValue(
            gettext("The child’s own evaluation"),
            closing.get_evaluation_display(),
            note=_age_note(closing, case),
        )
    ]


def _understanding_pairs(closing: Closing, *, understands: bool) -> list[LabelledValue]:
    """Whether the child knows how to return; left out of a closing for death unless it was recorded."""
    if closing.reason == ClosingReason.DIED and not understands:
        return []
    text = gettext("Yes") if understands else gettext("Not recorded")
    return [LabelledValue(gettext("Child understands closure and how to return"), text)]


def _age_note(closing: Closing, case: Case) -> str:
    """A note with the recorded age if it contradicts "too young"; otherwise empty."""
    age = blockers.minimum_age(case)
    if closing.evaluation != EvaluationState.TOO_YOUNG or age < blockers.OLD_ENOUGH:
        return ""
    return gettext("at least %(age)d years old according to the age on record") % {"age": age}
