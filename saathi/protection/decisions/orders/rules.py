"""The state of orders, the status in each layer, and the end of limits.

None of it decides on help (AUT-003). What an authority decided is a fact and is never refused
(AUT-005); the `reasons_against_…` are about incomplete entries and about our own users' steps.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.decisions.orders.vocabulary import (
    SECONDARY_VICTIMISATION,
    Appeal,
    AuthorityKind,
    ChildHeard,
    LimitCode,
    LimitTrigger,
    OrderState,
    SafeguardAlertState,
    StatusDecisionMove,
    StatusLayer,
    TraffickingFinding,
)

# The authority that forms suggest for a safeguard violation; the recorder may choose another.
DEFAULT_ALERT_AUTHORITY = AuthorityKind.WELFARE_COMMITTEE
# A removal recorded so many days before a placement in emergency shelter is the one behind it.
SAME_REMOVAL_DAYS: Final = 3


@dataclass(frozen=True, slots=True)
class OrderDates:
    """The dates that decide the state of an order."""

    made_on: dt.date
    expires_on: dt.date | None = None
    ended_on: dt.date | None = None
    appeal: Appeal = Appeal.NOT_RECORDED


def order_state(order: OrderDates, *, today: dt.date) -> OrderState:
    """The state of an order on a day. The day of expiry still counts; an appeal does not suspend."""
    if order.appeal == Appeal.SET_ASIDE:
        return OrderState.SET_ASIDE
    if order.ended_on is not None and order.ended_on <= today:
        return OrderState.ENDED
    if order.expires_on is not None and order.expires_on < today:
        return OrderState.EXPIRED
    return OrderState.APPEALED if order.appeal == Appeal.LODGED else OrderState.RUNNING


def reasons_against_order(
    order: OrderDates, *, appeal_until: dt.date | None, today: dt.date
) -> tuple[Reason, ...]:
    """Why the days of an order are inconsistent; empty if they are consistent."""
    reasons = []
    if order.made_on > today:
        reasons.append(Reason("in_the_future", _("Enter today’s date or an earlier date.")))
    if order.expires_on is not None and order.expires_on < order.made_on:
        reasons.append(
            Reason("expires_before", _("Enter an expiry date on or after the date of the order."))
        )
    if order.ended_on is not None and order.ended_on < order.made_on:
        reasons.append(
            Reason("ends_before", _("Enter an end date on or after the date of the order."))
        )
    if appeal_until is not None and appeal_until < order.made_on:
        text = _("Enter a deadline for appeal on or after the date of the order.")
        reasons.append(Reason("appeal_before", text))
    return tuple(reasons)


def reasons_against_hearing(child_heard: str, why_not: str) -> tuple[Reason, ...]:
    """Why the answer to whether the child was heard cannot be saved; else empty (CHP-001)."""
    if child_heard == ChildHeard.NO and not why_not.strip():
        return (Reason("why_not_heard", _("Enter the reason why the child was not heard.")),)
    if child_heard in {ChildHeard.YES, ChildHeard.NOT_KNOWN} and why_not.strip():
        text = _("Remove the reason, or choose that the child was not heard.")
        return (Reason("why_not_heard", text),)
    return ()


def reasons_against_confirming(*, is_confirmed: bool, is_author: bool) -> tuple[Reason, ...]:
    """Why this person cannot confirm that an order is recorded as in the document."""
    if is_confirmed:
        return (Reason("confirmed_by", _("This order is confirmed already.")),)
    if is_author:
        text = _(
            "You recorded or changed this order. A second person compares it with the document."
        )
        return (Reason("confirmed_by", text),)
    return ()


class DatedStatusDecision(Protocol):
    """The layer and dates of a decision on the status."""

    @property
    def layer(self) -> str: ...  # noqa: D102 - a column
    @property
    def decided_on(self) -> dt.date: ...  # noqa: D102 - a column
    @property
    def recorded_at(self) -> dt.datetime: ...  # noqa: D102 - a column


def find_current_decisions[DecisionT: DatedStatusDecision](
    decisions: Iterable[DecisionT],
) -> dict[StatusLayer, DecisionT]:
    """The current decision in each layer: the latest by its own day, then by its recording.

    The layers are independent: an authority's decision does not overwrite the view of the staff who
    work with the child, or the reverse (AUT-002).
    """
    latest: dict[StatusLayer, DecisionT] = {}
    for decision in sorted(decisions, key=lambda dated: (dated.decided_on, dated.recorded_at)):
        latest[StatusLayer(decision.layer)] = decision
    return latest


class DatedStatusFinding(DatedStatusDecision, Protocol):
    """A decision on the status, with its finding."""

    @property
    def finding(self) -> str: ...  # noqa: D102 - a column
    @property
    def move(self) -> str: ...  # noqa: D102 - a column


def is_trafficking_presumed(decisions: Iterable[DatedStatusFinding]) -> bool:
    """Whether trafficking is presumed or verified in any layer: one is enough for a child.

    "Not verified" in another layer does not change that (AUT-002).
    """
    return any(
        current.move != StatusDecisionMove.WITHDRAWN
        and current.finding in {TraffickingFinding.PRESUMED, TraffickingFinding.ESTABLISHED}
        for current in find_current_decisions(decisions).values()
    )


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A limit set by law or procedure: what is required, within how many hours of an event."""

    country: str  # ISO 3166 alpha-3; empty for a practice in all countries
    happening: str
    code: str
    hours: int
    law: str
    text: str = ""  # wording of the country's procedure, if it defines the limit
    is_verified: bool = False


def is_removal_counted(counted: Iterable[tuple[dt.date, bool]], removed_on: dt.date) -> bool:
    """Whether a limit counts this removal already: one that runs, or one from the days before it.

    `counted`: the day of each removal that started a limit, and whether the limit was met.
    """
    since = removed_on - dt.timedelta(days=SAME_REMOVAL_DAYS)
    return any(not is_met or day >= since for day, is_met in counted)


def filter_time_limits(
    limits: Sequence[TimeLimit], *, country: str, happening: str
) -> tuple[TimeLimit, ...]:
    """The limits that an event starts in a country: its own laws, and general practice."""
    return tuple(
        limit for limit in limits if limit.happening == happening and limit.country in {country, ""}
    )


def time_limit_due_at(limit: TimeLimit, *, happened_at: dt.datetime) -> dt.datetime:
    """When a limit ends: counted from the event, never from its recording (AUT-006)."""
    return happened_at + dt.timedelta(hours=limit.hours)


def is_assessment_after_removal(happening: str, code: str) -> bool:
    """Whether a limit is met only by an assessment of the child's best interests."""
    return happening == LimitTrigger.REMOVED and code == LimitCode.ASSESS


def reasons_against_meeting(
    happening: str,
    code: str,
    *,
    assessed_by: str,
    assessed_where: str,
    days: tuple[dt.date, dt.date],
) -> tuple[Reason, ...]:
    """Why a person cannot record that a limit was met; empty if they can.

    An assessment in the file meets the limit after a removal when it is submitted; otherwise only one of an
    authority does, with its source. `days`: of the event, and on which it was met.
    """
    if not is_assessment_after_removal(happening, code):
        return ()
    if not assessed_by:
        text = _("Submit the assessment, or choose which authority assessed the child.")
        return (Reason("assessed_by", text),)
    reasons = []
    if not has_enough_letters(assessed_where):
        text = _("Enter which authority assessed the child and where that is recorded.")
        reasons.append(Reason("assessed_where", text))
    happened_on, met_on = days
    if met_on < happened_on:
        reasons.append(Reason("on", _("Enter the day of the removal or a later day.")))
    return tuple(reasons)


def is_secondary_victimisation(safeguard: str) -> bool:
    """Whether authorities harmed the child again in place of protecting it (XBR-014)."""
    return safeguard in SECONDARY_VICTIMISATION


def reasons_against_silence(why_nobody: str, *, is_nobody: bool) -> tuple[Reason, ...]:
    """Why the authority to notify cannot be saved: none needs a reason, an authority has none."""
    if is_nobody and not why_nobody.strip():
        text = _("Enter why notifying an authority would endanger the child.")
        return (Reason("why_nobody", text),)
    if why_nobody.strip() and not is_nobody:
        text = _("Remove the reason, or choose that no authority is notified.")
        return (Reason("why_nobody", text),)
    return ()


def reasons_against_alert(
    state: SafeguardAlertState,
    *,
    notified_on: dt.date | None,
    why_not: str,
    today: dt.date,
    has_authority: bool = True,
) -> tuple[Reason, ...]:
    """Why an alert cannot be saved as entered; empty if it can."""
    if state != SafeguardAlertState.NOT_TOLD and not has_authority:
        return (Reason("authority", _("Choose the authority.")),)
    if state == SafeguardAlertState.NOT_TOLD and not why_not.strip():
        return (Reason("why_not", _("Enter why the authority was not notified.")),)
    is_notified = state in {
        SafeguardAlertState.NOTIFIED,
        SafeguardAlertState.MENDED,
        SafeguardAlertState.NOT_MENDED,
    }
    if is_notified and notified_on is None:
        return (Reason("notified_on", _("Enter the date on which the authority was notified.")),)
    if notified_on is not None and notified_on > today:
        return (Reason("in_the_future", _("Enter today’s date or an earlier date.")),)
    return ()
