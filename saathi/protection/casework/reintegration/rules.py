"""The schedule of contacts after a return, and what a contact and its end need. Pure functions."""

import calendar
import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from saathi.infra.enough_text import has_a_few_letters, has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.cases.rules import Procedure
from saathi.protection.casework.reintegration.vocabulary import (
    VISITS,
    ContactFinding,
    ContactResult,
    CoverAgreement,
    MonitoringEnd,
    ReplacedVisit,
    ReturnContactMaker,
    ReturnContactWay,
)

# A contact up to so many days before a planned one takes its place; a planned one may be put off by
# as many days [derived].
TOLERANCE_DAYS: Final = 7
# After "The child is not safe", counted from the day it is recorded [derived].
UNSAFE_ACT_DAYS: Final = 1
UNSAFE_NEXT_DAYS: Final = 3
NOT_OURS: Final = (ReturnContactMaker.MENTOR, ReturnContactMaker.OTHER_AGENCY)
RECOVERY_MONTHS: Final = 12  # a returned child is followed up at least so long [derived]


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last day if the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def contact_schedule(returned_on: dt.date, procedure: Procedure) -> list[dt.date]:
    """The days of all contacts after a return, in order and without repeats (REI-003).

    Common practice: 72 hours, 2 weeks, monthly to 6 months, quarterly to 12, half-yearly to 24.
    """
    days = {
        returned_on + dt.timedelta(days=procedure.return_first_days),
        returned_on + dt.timedelta(days=procedure.return_second_days),
        *(months_after(returned_on, number) for number in _months(procedure)),
    }
    return sorted(days)


def _months(procedure: Procedure) -> Iterator[int]:
    monthly = procedure.return_monthly_until
    yield from range(1, monthly + 1)
    last = monthly
    for step, until in (
        (3, procedure.return_quarterly_until),
        (6, procedure.return_half_yearly_until),
    ):
        yield from range(last + step, until + 1, step)
        last = max(last, until)


def is_missed(planned_on: dt.date, *, today: dt.date) -> bool:
    """Whether a contact that is still planned has passed its day."""
    return planned_on < today


@dataclass(frozen=True, slots=True)
class FilledPlan:
    """Which planned contact a contact takes the place of, and which were missed before it.

    Both are positions in the list of planned days; `filled` is None for a further contact.
    """

    filled: int | None
    missed: tuple[int, ...]


def fill_plan(planned: Sequence[dt.date], contact_on: dt.date) -> FilledPlan:
    """Which planned contacts a contact on this day fulfils, and which were missed; planned days in order.

    It takes the place of the last one planned until a week after it; those before were missed. So a
    contact today never hides that earlier ones did not take place.
    """
    reach = contact_on + dt.timedelta(days=TOLERANCE_DAYS)
    due = [place for place, day in enumerate(planned) if day <= reach]
    if not due:
        return FilledPlan(None, ())
    return FilledPlan(due[-1], tuple(due[:-1]))


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """A contact as entered."""

    contact_on: dt.date
    made_by: ReturnContactMaker
    way: ReturnContactWay
    result: ContactResult
    finding: ContactFinding
    not_held_because: str
    replaced: ReplacedVisit
    next_on: dt.date | None
    risks: str
    recorded_on: dt.date
    who_acts: str = ""
    act_until: dt.date | None = None
    child_words: str = ""


def reasons_against_entry(
    entry: ContactEntry, *, returned_on: dt.date, later: Sequence[dt.date]
) -> tuple[Reason, ...]:
    """Why a contact cannot be saved as entered; `later` are the days planned after it.

    A call or message that the child asked for counts like the visit that it replaced.
    """
    reasons = []
    if entry.contact_on < returned_on:
        reasons.append(Reason("contact_on", _("Enter a date that is not before the return.")))
    if not entry.made_by:
        reasons.append(Reason("made_by", _("Choose who made the contact.")))
    if entry.result == ContactResult.NOT_REACHED:
        if not entry.not_held_because:
            text = _("Choose why the child was not reached.")
            reasons.append(Reason("not_held_because", text))
    elif not entry.finding:
        reasons.append(Reason("finding", _("Choose how the child is.")))
    if entry.finding in {ContactFinding.CONCERN, ContactFinding.UNSAFE} and not entry.risks.strip():
        text = _("Enter the risks and what is needed.")
        reasons.append(Reason("risks", text))
    reasons += _reasons_against_way(entry)
    if entry.finding == ContactFinding.UNSAFE:
        reasons += _reasons_while_unsafe(entry)
    if not any(reason.code == "next_on" for reason in reasons):  # one error for one day
        reasons += _reasons_against_next(entry, later)
    return tuple(reasons)


def _reasons_while_unsafe(entry: ContactEntry) -> Iterator[Reason]:
    """A child who is not safe: who acts until when, and a contact within 3 days. The same in SQL."""
    if not has_a_few_letters(entry.who_acts):
        yield Reason("who_acts", _("The child is not safe. Enter who acts now, and what they do."))
    last = entry.recorded_on + dt.timedelta(days=UNSAFE_ACT_DAYS)
    if entry.act_until is None or not entry.recorded_on <= entry.act_until <= last:
        yield Reason("act_until", _("Enter until when this person acts: today or tomorrow."))
    latest = entry.recorded_on + dt.timedelta(days=UNSAFE_NEXT_DAYS)
    if entry.next_on is None or entry.next_on > latest:
        text = _("The child is not safe. Enter a date for the next contact within 3 days.")
        yield Reason("next_on", text)


def counts_as_visit(made_by: ReturnContactMaker, finding: ContactFinding) -> bool:
    """Whether a contact is a visit of the case too: our worker's, or any that finds the child not safe.

    A visit of the mentor does not take the place of the worker's own.
    """
    return made_by not in NOT_OURS or finding == ContactFinding.UNSAFE


def _reasons_against_way(entry: ContactEntry) -> Iterator[Reason]:
    if entry.way in VISITS and entry.replaced in {ReplacedVisit.CHILD, ReplacedVisit.WORKER}:
        text = _("A visit replaces no visit. Choose a call or message, or clear this answer.")
        yield Reason("replaced", text)
    if entry.way != ReturnContactWay.MESSAGE or entry.result == ContactResult.NOT_REACHED:
        return
    if entry.finding == ContactFinding.UNSAFE:  # whoever told it, and however: it is recorded
        return
    if entry.result == ContactResult.ALONE:
        text = _("A message does not show that the child was alone. Choose another answer.")
        yield Reason("result", text)
    if not entry.child_words.strip():
        text = _("A message is a contact only with what the child answered. Enter the answer.")
        yield Reason("child_words", text)


def _reasons_against_next(entry: ContactEntry, later: Sequence[dt.date]) -> Iterator[Reason]:
    if entry.next_on is None:
        if later or entry.result == ContactResult.NOT_REACHED:
            yield Reason("next_on", _("Enter the date of the next contact."))
        return
    if entry.next_on <= entry.contact_on:
        yield Reason("next_on", _("Enter a date after this contact."))
    elif later and entry.next_on > later[0] + dt.timedelta(days=TOLERANCE_DAYS):
        text = _("The schedule asks for an earlier contact: at most 7 days after the planned date.")
        yield Reason("next_on", text)


def moves_planned(next_on: dt.date, later: Sequence[dt.date]) -> bool:
    """Whether an agreed day moves the next planned contact; otherwise it is a further contact.

    It moves one planned within a week before or after it, so that no contact of the schedule is lost.
    """
    return bool(later) and abs((later[0] - next_on).days) <= TOLERANCE_DAYS


@dataclass(frozen=True, slots=True)
class MonitoringFacts:
    """What is on record when a follow-up is to end."""

    returned_on: dt.date
    attempt_days: Collection[dt.date]  # since the last contact with the child
    has_open_sign: bool
    note: str
    needs_second: bool = False  # something is urgent, or less than 12 months have passed
    is_second: bool = (
        False  # whether the actor may approve, and neither works on the case nor began it
    )


SECOND_ENDS: Final = _(
    "Something about this child is urgent, or the return was less than 12 months ago. Another person "
    "has to end the follow-up: a supervisor who neither works on the case nor began the follow-up."
)


def reasons_against_end(
    reason: MonitoringEnd, facts: MonitoringFacts, *, on: dt.date, procedure: Procedure
) -> tuple[Reason, ...]:
    """Why a follow-up cannot end for this reason: too early, a sign open, or not enough attempts.

    While something is urgent, or within 12 months of the return, a second person ends it, in words; a
    death is a fact. As `reintegration_require_second_end` in SQL. Contact is lost only after attempts on
    as many days as the procedure asks for.
    """
    reasons = []
    if reason == MonitoringEnd.COMPLETED and on < months_after(facts.returned_on, RECOVERY_MONTHS):
        text = _("The child returned less than 12 months ago. Choose another reason or continue.")
        reasons.append(Reason("end_reason", text))
    if reason in {MonitoringEnd.COMPLETED, MonitoringEnd.CHILD_ASKED} and facts.has_open_sign:
        text = _("A sign of retrafficking has not been checked yet.")
        reasons.append(Reason("end_reason", text))
    if reason == MonitoringEnd.LOST:
        days = {day for day in facts.attempt_days if day <= on}
        if len(days) < procedure.contact_attempts:
            text = _(
                "Contact was not attempted on enough days since the child was last met. Record each "
                "attempt as a contact in which the child was not met."
            )
            reasons.append(Reason("end_reason", text))
    if not facts.note.strip():
        reasons.append(Reason("end_note", _("Enter an explanation.")))
    if facts.needs_second and reason != MonitoringEnd.DIED:
        reasons += _reasons_without_second(facts)
    return tuple(reasons)


def _reasons_without_second(facts: MonitoringFacts) -> Iterator[Reason]:
    if not facts.is_second:
        yield Reason("end_reason", SECOND_ENDS)
    if facts.note.strip() and not has_enough_letters(facts.note):
        text = _("Explain why no more contact is needed: at least 20 letters.")
        yield Reason("end_note", text)


def reasons_against_start(
    returned_on: dt.date, *, today: dt.date, cover: CoverAgreement, has_cover: bool
) -> tuple[Reason, ...]:
    """Why a follow-up cannot begin as entered."""
    reasons = []
    if returned_on > today:
        reasons.append(Reason("returned_on", _("Enter a date that is not in the future.")))
    if cover in {CoverAgreement.AGREED, CoverAgreement.TOO_YOUNG} and not has_cover:
        reasons.append(Reason("cover", _("Enter the explanation that was agreed.")))
    return tuple(reasons)


def is_other_cover(cover: str, on_file: str) -> bool:
    """Whether an explanation is not that on the file; one that is part of the other is the same."""
    one, other = " ".join(cover.casefold().split()), " ".join(on_file.casefold().split())
    return bool(one and other) and one not in other and other not in one


def reasons_against_cover(cover: str, on_file: str, *, is_confirmed: bool) -> tuple[Reason, ...]:
    """Why a second explanation is not saved: `%(on_file)s` is the safe contact on the child's file."""
    if is_confirmed or not is_other_cover(cover, on_file):
        return ()
    text = _(
        "The file already says how to contact the child: “%(on_file)s”. Two stories at one door expose a "
        "child. Use the same one, or name the place of each and confirm."
    )
    return (Reason("cover_confirmed", text),)
