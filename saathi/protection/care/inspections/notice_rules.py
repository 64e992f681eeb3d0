"""When a notice to a facility is issued, takes effect and is closed. Pure functions."""

import datetime as dt

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.care.inspections.vocabulary import (
    AGREED,
    FacilityNoticeKind,
    FacilityNoticeState,
)

AFTER_REINSPECTION = Reason(
    "due_on",
    _(
        "The facility failed and is inspected again before this day. Choose the day of the re-inspection, "
        "which the page of the failed inspection names, or an earlier one."
    ),
)


def notice_state(kind: str, ordered_by: str) -> FacilityNoticeState:
    """The state in which a notice begins: what one inspector cannot order alone waits."""
    if kind in AGREED and not ordered_by:
        return FacilityNoticeState.ASKED
    return FacilityNoticeState.OPEN


def reasons_against_notice(
    kind: str,
    residents: str,
    due_on: dt.date,
    *,
    today: dt.date,
    reinspect_by: dt.date | None = None,
) -> tuple[Reason, ...]:
    """Why a notice cannot be issued; empty if it can.

    `reinspect_by`: by when the facility is inspected again, if it failed. What an improvement asks for
    is done by then, unless that day has passed already.
    """
    reasons = []
    if due_on < today:
        reasons.append(Reason("due_on", _("Choose today or a later day.")))
    if (
        kind == FacilityNoticeKind.IMPROVEMENT
        and reinspect_by is not None
        and today <= reinspect_by < due_on
    ):
        reasons.append(AFTER_REINSPECTION)
    if kind in AGREED and not residents:
        text = _("Describe where the residents go, or that none live there.")
        reasons.append(Reason("residents", text))
    return tuple(reasons)


def reasons_against_agreeing_to_notice(*, is_own: bool, is_asked: bool) -> tuple[Reason, ...]:
    """Why this person cannot agree to a closure or suspension; empty if they can."""
    if not is_asked:
        return (Reason("state", _("This notice does not wait for agreement any more.")),)
    if is_own:
        text = _("You issued this notice. A second inspector agrees to it.")
        return (Reason("own", text),)
    return ()


def reasons_against_closing(
    *, is_own: bool, is_open: bool, checked_on: dt.date, issued_on: dt.date, today: dt.date
) -> tuple[Reason, ...]:
    """Why this person cannot close a notice; empty if they can."""
    if not is_open:
        return (Reason("state", _("This notice is already closed.")),)
    if is_own:
        text = _("You issued this notice. Another inspector checks the facility and closes it.")
        return (Reason("own", text),)
    if checked_on > today:
        return (Reason("checked_on", _("Enter a date that is not in the future.")),)
    if checked_on < issued_on:
        text = _("Enter a date that is not before the day of the notice.")
        return (Reason("checked_on", text),)
    return ()
