"""Departure, handover, receipt and follow-up of a transfer. Pure functions.

What happened is recorded in any case; only our own steps are refused.
"""

import calendar
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Final
from uuid import UUID

from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.transfers.authorisation_rules import (
    FIRST_VISIT_DAYS,
    TransferFacts,
    missing_for_authorisation,
)
from saathi.protection.returns.transfers.journey_facts import is_by_day, local_day
from saathi.protection.returns.transfers.view_rules import ViewFacts
from saathi.protection.returns.transfers.vocabulary import (
    HandoverPresence,
    IdentityCheck,
    SituationAfterTransfer,
    TransferDirection,
    TransferReportKind,
    TransferState,
    TransferWish,
)

LAST_VIEW_HOURS: Final = 24
NEAR_PLAN_HOURS: Final = 4  # a derived default, to be verified with practitioners
NEAR_REPORT_DAYS: Final = 14  # how long before its months are over a report can be dated [derived]
LATE_VISIT_DAYS: Final = (
    1  # so long after its day a first visit is escalated in both offices [derived]
)
REPORT_MONTHS: Final = {
    TransferReportKind.MONTH_1: 1,
    TransferReportKind.MONTH_3: 3,
    TransferReportKind.MONTH_6: 6,
    TransferReportKind.MONTH_12: 12,
}


def missing_for_departure(facts: TransferFacts, *, at: dt.datetime) -> tuple[Reason, ...]:
    """All that is missing for a departure at a local time: the conditions again, and the last view."""
    if facts.is_off:
        reasons = [Reason("last_view", _JOURNEY_OFF)]
    else:
        reasons = _missing_of_last_view(facts.departure_view, at)
    return (*reasons, *missing_for_authorisation(facts, on=local_day(at)))


_JOURNEY_OFF: Final = _(
    "After the authorisation the child did not want to go. This journey does not take place. Stop the "
    "transfer, or withdraw the authorisation: it is then prepared and authorised again."
)


def _missing_of_last_view(view: ViewFacts | None, at: dt.datetime) -> list[Reason]:
    is_recent = (
        view is not None
        and view.wish != TransferWish.NOT_ASKED
        and dt.timedelta(0) <= at - view.asked_at <= dt.timedelta(hours=LAST_VIEW_HOURS)
    )
    if view is not None and view.wish == TransferWish.DOES_NOT_WANT:
        text = _(
            "The child does not want to go. Stop the transfer, and record where the child stays tonight."
        )
        return [Reason("last_view", text)]
    if not is_recent:
        text = _("The child was not asked within the 24 hours before the departure.")
        return [Reason("last_view", text)]
    return []


def reasons_against_departure(
    state: TransferState,
    departed_at: dt.datetime,
    *,
    now: dt.datetime,
    authorised_at: dt.datetime | None,
    planned_at: dt.datetime | None,
) -> tuple[Reason, ...]:
    """Why a departure cannot be recorded as entered. All times are local times of the child's office."""
    if state != TransferState.AUTHORISED:
        text = _("Only an authorised transfer is carried out. Record others’ acts separately.")
        return (Reason("state", text),)
    if departed_at > now:
        return (Reason("departed_at", _("Enter a time that is not in the future.")),)
    if authorised_at is not None and departed_at < authorised_at.replace(second=0, microsecond=0):
        text = _(
            "The departure is before the authorisation. If the child left then, record that the child "
            "was taken out of the country without authorisation."
        )
        return (Reason("departed_at", text),)
    if planned_at is not None and not _is_near_plan(departed_at, planned_at):
        text = _(
            "This is not the planned time of departure. Plan the journey again, or record that the "
            "child was taken out of the country without authorisation."
        )
        return (Reason("departed_at", text),)
    return ()


def _is_near_plan(departed_at: dt.datetime, planned_at: dt.datetime) -> bool:
    """Whether a child left on the planned day, at about the planned time."""
    near = dt.timedelta(hours=NEAR_PLAN_HOURS)
    return local_day(departed_at) == local_day(planned_at) and abs(departed_at - planned_at) <= near


def reasons_against_handover(  # noqa: PLR0913 - the step, its time, and what is known
    state: TransferState,
    handed_over_at: dt.datetime,
    *,
    departed_at: dt.datetime | None,
    is_off: bool,
    now: dt.datetime,
    has_handover: bool = False,
) -> tuple[Reason, ...]:
    """Why a handover of ours cannot be recorded; `is_off`: the child did not want to go.

    If the receiving side confirmed the arrival first, the handover is recorded afterwards.
    """
    has_arrived = state in {TransferState.RECEIVED, TransferState.FOLLOWED_UP}
    if state != TransferState.TRAVELLING and (not has_arrived or has_handover):
        text = _("Only a child on an authorised journey is handed over.")
        return (Reason("state", text),)
    reasons = []
    if handed_over_at > now or (
        departed_at is not None and handed_over_at < departed_at.replace(second=0, microsecond=0)
    ):
        text = _("Enter a time after the departure that is not in the future.")
        reasons.append(Reason("handed_over_at", text))
    if is_off and not has_arrived:
        text = _("The child does not want to go. Stop the transfer instead.")
        reasons.append(Reason("last_view", text))
    return tuple(reasons)


class HandoverFault(Enum):
    """What makes a handover a safeguard violation; it is recorded all the same."""

    NIGHT = _("The child was handed over at night.")
    WATCHED = _("The child was handed over in the presence of press or police.")
    UNCHECKED = _("The identity of the receiving person was not checked at the handover.")


def faults_of_handover(
    handed_over_at: dt.datetime, presence: Collection[str], identity: IdentityCheck
) -> tuple[HandoverFault, ...]:
    """Why a handover at a local time is a safeguard violation; empty if it is not."""
    unwanted = {HandoverPresence.PRESS.value, HandoverPresence.POLICE.value}
    results = {
        HandoverFault.NIGHT: not is_by_day(handed_over_at),
        HandoverFault.WATCHED: not unwanted.isdisjoint(presence),
        HandoverFault.UNCHECKED: identity in {IdentityCheck.NONE, IdentityCheck.CHILD},
    }
    return tuple(fault for fault, is_so in results.items() if is_so)


def reasons_against_receipt(
    state: TransferState,
    direction: TransferDirection,
    received_on: dt.date,
    first_visit_on: dt.date,
    *,
    handed_on: dt.date | None,
) -> tuple[Reason, ...]:
    """Why a receipt cannot be recorded: the child has not left, or days are before the arrival.

    That a child arrived is a fact: it needs no handover of the sending side, and a late first visit
    is recorded as late. `handed_on`: the handover, or else the departure.
    """
    expected = (
        {TransferState.CONSIDERED, TransferState.ACCEPTED}
        if direction == TransferDirection.INCOMING
        else {TransferState.TRAVELLING, TransferState.HANDED_OVER}
    )
    reasons = []
    if state not in expected:
        reasons.append(Reason("state", _("No child is on the way in this transfer.")))
    if handed_on is not None and received_on < handed_on:
        text = _("Enter a day on or after the handover, or the departure.")
        reasons.append(Reason("received_on", text))
    if first_visit_on < received_on:
        text = _("Enter a day on or after the arrival of the child.")
        reasons.append(Reason("first_visit_on", text))
    return tuple(reasons)


def reasons_against_condition(condition: str) -> tuple[Reason, ...]:
    """Why a receipt does not end the alert of the arrival: it does not say who saw the child, and how."""
    if has_enough_letters(condition):
        return ()
    text = _("Enter who saw the child and when, and how the child is, in at least 20 letters.")
    return (Reason("condition", text),)


def is_late_visit(received_on: dt.date, first_visit_on: dt.date) -> bool:
    """Whether the first visit is planned later than 72 hours after the arrival."""
    return first_visit_on > received_on + dt.timedelta(days=FIRST_VISIT_DAYS)


# The worker and those who lead the office are notified at once; the next report is due the same day.
DANGERS: Final = (
    SituationAfterTransfer.NOT_SAFE,
    SituationAfterTransfer.MISSING,
    SituationAfterTransfer.EXPLOITED,
)
# Only such a report ends the danger, of another person and a later day (`after_queries`); a visit that
# failed does not.
SAFE_AFTER: Final = (
    SituationAfterTransfer.WELL,
    SituationAfterTransfer.NEEDS_HELP,
)
# After these the child was not seen: the visit or report stays due.
UNSEEN_AFTER: Final = (
    SituationAfterTransfer.NOT_SEEN,
    SituationAfterTransfer.MISSING,
)
# By when the receiving side protects the child and reports again, counted from the report [derived].
DANGER_DAYS: Final = 3
VISITS: Final = (TransferReportKind.FIRST_VISIT, *REPORT_MONTHS)


def is_visit(kind: TransferReportKind, situation: SituationAfterTransfer) -> bool:
    """Whether a report counts as the visit of its kind: the child was seen."""
    return kind in VISITS and situation not in UNSEEN_AFTER


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A report as entered; `received_on`: the receipt, or else the handover, None without either."""

    state: TransferState
    kind: TransferReportKind
    situation: SituationAfterTransfer
    seen_on: dt.date
    received_on: dt.date | None
    needs: str
    handed_on: dt.date | None = None


def reasons_against_report(report: ReportFacts) -> tuple[Reason, ...]:
    """Why a report after a transfer cannot be recorded; of a danger it says what is needed."""
    reasons = []
    after = {TransferState.HANDED_OVER, TransferState.RECEIVED, TransferState.FOLLOWED_UP}
    if report.state not in after and not _is_non_arrival(report):
        reasons.append(Reason("state", _("Reports follow the handover of the child.")))
    if report.situation in DANGERS and not report.needs.strip():
        text = _("Enter what happened, and what is needed now.")
        reasons.append(Reason("needs", text))
    elif report.situation == SituationAfterTransfer.NOT_SEEN and not report.needs.strip():
        text = _("Enter why the child was not seen, and what is needed now.")
        reasons.append(Reason("needs", text))
    return (*reasons, *_reasons_against_report_day(report))


def _is_non_arrival(report: ReportFacts) -> bool:
    """Whether a report says of a child on the way that the child did not arrive."""
    return (
        report.state == TransferState.TRAVELLING
        and report.kind == TransferReportKind.ARRIVAL
        and report.situation == SituationAfterTransfer.MISSING
    )


def _reasons_against_report_day(report: ReportFacts) -> list[Reason]:
    """No report is dated before the handover, and no visit before the receipt."""
    if report.handed_on is not None and report.seen_on < report.handed_on:
        return [Reason("seen_on", _("Enter a day on or after the handover."))]
    is_early = report.received_on is not None and report.seen_on < report.received_on
    if is_early and report.kind in VISITS:
        return [Reason("seen_on", _("Enter a day on or after the receipt of the child."))]
    first = first_day_of_report(report.kind, report.received_on)
    if first is not None and report.seen_on < first:
        text = _(
            "This is too early for this report: it is dated at most 14 days before its months are "
            "over, counted from the receipt. Choose “Another report”."
        )
        return [Reason("kind", text)]
    return []


def first_day_of_report(kind: TransferReportKind, received_on: dt.date | None) -> dt.date | None:
    """The first day on which a report after some months can be dated; None if any day fits."""
    months = REPORT_MONTHS.get(kind)
    if months is None or received_on is None:
        return None
    return _add_months(received_on, months) - dt.timedelta(days=NEAR_REPORT_DAYS)


def _add_months(day: dt.date, months: int) -> dt.date:
    """The same day some months later, or the last day of that month; as PostgreSQL counts."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return dt.date(day.year + years, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True)
class FollowUpFacts:
    """What is known when the follow-up is to end. `authors`: who opened it or reported last."""

    state: TransferState
    kinds: Collection[str]  # of all reports after which the child was seen
    is_in_danger: bool
    last_situation: str  # of the newest report
    has_due: bool
    authors: Collection[UUID]


def reasons_against_ending(facts: FollowUpFacts, *, by: UUID) -> tuple[Reason, ...]:
    """Why this person cannot end the follow-up: not before 12 months, nor while the child may be unsafe."""
    if facts.state not in {TransferState.RECEIVED, TransferState.FOLLOWED_UP}:
        return (Reason("state", _("There is no follow-up that could end.")),)
    reasons = []
    if TransferReportKind.MONTH_12.value not in facts.kinds:
        text = _("Follow-up ends after the report at 12 months.")
        reasons.append(Reason("report", text))
    if facts.is_in_danger or facts.last_situation not in SAFE_AFTER:
        text = _("The newest report does not say that the child is safe. Ask for another report.")
        reasons.append(Reason("danger", text))
    if facts.has_due:
        reasons.append(Reason("due", _("A visit or report after the transfer is still due.")))
    if by in facts.authors:
        text = _("You opened this transfer or wrote the last report. A second person ends it.")
        reasons.append(Reason("own", text))
    return tuple(reasons)
