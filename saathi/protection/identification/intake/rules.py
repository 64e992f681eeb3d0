"""Intake rules: facts for a search, screening prompts, text of a contact, contact back.

There is no rule for reports: every concern is recorded (domain B.1, "always accepted").
"""

import datetime as dt
import math
from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.identification.intake.vocabulary import (
    CASE_OUTCOMES,
    KINDS_WITHOUT_TEXT,
    ChildView,
    Concern,
    ContactBackPreference,
    ContactKind,
    ContactSafety,
    ContactThrough,
    ReportOutcome,
    SearchFact,
    SearchPurpose,
)

MIN_FACTS_BEYOND_NAME: Final = 2


def reasons_not_to_search(
    purpose: SearchPurpose | None, facts: Mapping[SearchFact, str]
) -> tuple[Reason, ...]:
    """Why a search may not run yet; empty if it may.

    Need to know (PRI-006): a purpose, and at least two facts beyond a name, so that no one can browse
    children by name. A name may be left out: many children are found without one.
    Blank values do not count.
    """
    reasons = []
    if purpose is None:
        reasons.append(Reason("purpose_missing", _("Give a reason for your search.")))
    given_kinds = {kind for kind, value in facts.items() if value.strip()}
    if len(given_kinds - {SearchFact.NAME}) < MIN_FACTS_BEYOND_NAME:
        text = _("Enter at least two details besides the name, such as age and district.")
        reasons.append(Reason("facts_missing", text))
    return tuple(reasons)


def seconds_until_next_search(
    search_times: Sequence[dt.datetime], *, most: int, now: dt.datetime
) -> int:
    """The seconds until a person may search again; 0 if now (PRI-006).

    `search_times` are the latest searches of this person, latest first; `most` is the hourly limit.
    """
    hour = dt.timedelta(hours=1)
    last_hour = [at for at in search_times if now - at < hour]
    if len(last_hour) < most:
        return 0
    next_search_at = last_hour[most - 1] + hour
    return max(1, math.ceil((next_search_at - now).total_seconds()))


_SCREENING_PROMPTS: Final = {
    Concern.ON_THE_MOVE: Reason(
        "on_the_move",
        _("A child on the move may have been trafficked. Screen for trafficking indicators."),
    ),
    Concern.SEPARATED: Reason(
        "separated",
        _("A child without family may have been trafficked. Screen for trafficking indicators."),
    ),
    Concern.DETAINED: Reason(
        "detained",
        _(
            "A child who is detained or charged may have been trafficked. Screen for "
            "trafficking indicators."
        ),
    ),
}


def screening_prompts(concerns: Collection[Concern]) -> tuple[Reason, ...]:
    """Why a trafficking screening is suggested; never a condition (IDN-008).

    Undocumented migrants, unaccompanied children and young offenders are the three groups in which
    trafficked children are known to be overlooked.
    """
    return tuple(reason for concern, reason in _SCREENING_PROMPTS.items() if concern in concerns)


def reasons_against_text(kind: ContactKind, words: Mapping[str, str]) -> tuple[Reason, ...]:
    """Why a contact of this kind may not contain text; empty if it may (IDN-005).

    Contacts that are not reports are kept for statistics, without personal data. If something
    important was said, the contact was of another kind.
    """
    if kind in KINDS_WITHOUT_TEXT and any(text.strip() for text in words.values()):
        text = _(
            "This type of contact is stored without text. Choose another type to keep the text."
        )
        return (Reason("without_words", text),)
    return ()


def is_case_requested(requested_at: dt.datetime | None, outcome_at: dt.datetime | None) -> bool:
    """Whether a request for a case is pending: made after the outcome, if there is one."""
    return requested_at is not None and (outcome_at is None or requested_at > outcome_at)


def reasons_against_case_request(*, has_case: bool, is_requested: bool) -> tuple[Reason, ...]:
    """Why no case can be requested for a report; empty if one can, even after an outcome."""
    if has_case:
        return (Reason("note", _("A case was already opened from this report.")),)
    if is_requested:
        return (Reason("note", _("A case is already requested for this report.")),)
    return ()


def needs_visit(outcome: str, *, is_met: bool, is_safe: bool, is_confirmed: bool) -> bool:
    """Whether someone still has to go to the child of a report of immediate danger.

    Someone does until a visit records that the child is safe. Once there is a case, the danger is
    followed there, and a visit that met the child is enough here: opening a case brings no one to
    the child. Any other outcome ends the need only if a supervisor also recorded it
    (`is_confirmed`), and never as long as the child is not located.
    """
    if outcome in CASE_OUTCOMES:
        return not is_met
    if outcome == ReportOutcome.CHILD_NOT_FOUND:
        return not is_safe
    return not is_safe and not (outcome and is_confirmed)


EARLIER_MISSING: Final = Reason("earlier", _("Enter the reference of the earlier report."))
EARLIER_UNKNOWN: Final = Reason(
    "earlier",
    _(
        "You cannot read any report with this reference. Copy it from the page of the earlier "
        "report."
    ),
)
EARLIER_IS_SAME: Final = Reason(
    "earlier", _("This is the reference of this report. Enter the reference of the earlier report.")
)
EARLIER_IS_CLOSED_SO: Final = Reason(
    "earlier",
    _(
        "That report was itself closed as the same as an earlier one. Enter the reference of the "
        "earliest report."
    ),
)


REASON_TOO_SHORT: Final = Reason(
    "note",
    _(
        "This outcome ends the alert, and no visit found the child safe. Enter the reason for closing "
        "the report: at least 20 letters, without counting spaces, digits and signs."
    ),
)


def does_outcome_end_alert(
    outcome: ReportOutcome, *, is_in_danger: bool, is_seen_unsafe: bool, is_by_leader: bool
) -> bool:
    """Whether this outcome ends the alert of a report of immediate danger, though no visit found safety.

    None does while a visit has found the child not safe.
    """
    may_end = is_in_danger and not is_seen_unsafe and is_by_leader
    return may_end and outcome != ReportOutcome.CHILD_NOT_FOUND


def reasons_against_ending(reason: str) -> tuple[Reason, ...]:
    """Why an outcome with this reason cannot end the alert of immediate danger; empty if it can."""
    return () if has_enough_letters(reason) else (REASON_TOO_SHORT,)


def reasons_against_observation(found: str) -> tuple[Reason, ...]:
    """Why a visit with these observations cannot end the alert of a report; empty if it can."""
    if has_enough_letters(found):
        return ()
    text = _(
        "You record that the child is safe. Enter how you know it: at least 20 letters, without "
        "counting spaces, digits and signs."
    )
    return (Reason("found", text),)


class OfficeMoment(NamedTuple):
    """A day and a time in the local time of an office."""

    day: dt.date
    time: dt.time


def reasons_against_visit(
    went_on: dt.date, went_time: dt.time | None, *, reported: OfficeMoment, now: OfficeMoment
) -> tuple[Reason, ...]:
    """Why a visit cannot follow from a report: it was earlier, or it is in the future.

    A visit on the day of the report whose time is not known may be after the report.
    """
    if went_on < reported.day:
        text = _("Enter a date on or after the day on which the report was received.")
        return (Reason("went_on", text),)
    if went_on > now.day:
        return (Reason("went_on", _("Enter today’s date or an earlier date.")),)
    if went_time is None:
        return ()
    went_at, since = (
        OfficeMoment(went_on, went_time),
        reported.time.replace(second=0, microsecond=0),
    )
    if went_at < OfficeMoment(reported.day, since):
        text = _("Enter a time after the report was received. Add an earlier visit as information.")
        return (Reason("went_time", text),)
    if went_at > now:
        return (Reason("went_time", _("Enter a time that is not in the future.")),)
    return ()


def may_contact_back(choice: ContactBackPreference) -> bool:
    """Whether the reporting person may be called or visited again (IDN-021).

    Only if they said so themselves: a phone or house may belong to a person they fear.
    """
    return choice in {ContactBackPreference.SAFE, ContactBackPreference.CAREFUL}


_CHILD_VIEW_REASONS: Final = {
    ChildView.NOT_ASKED: Reason("view", _("Ask the child first about contact with this person.")),
    ChildView.UNSURE: Reason("view", _("The child is not sure. Wait, and ask again.")),
    ChildView.NO: Reason("view", _("The child does not want contact with this person.")),
}


# The contact leads to another country. One text for every result of a screening.
LACKS_ABROAD: Final = {
    "screening": Reason(
        "through",
        _(
            "This contact leads to another country. The screening for international protection is not "
            "finished, or does not allow it now."
        ),
    ),
    "permission": Reason(
        "through",
        _(
            "This contact leads to a country of origin. A supervisor has not permitted contact with it. "
            "Request it under “International protection”."
        ),
    ),
    "other_file": Reason(
        "through",
        _(
            "This contact leads to another country. Another file of this child does not allow it now."
        ),
    ),
}


def reasons_against_contact(
    *,
    is_traced: bool,
    is_protected: bool,
    view: ChildView,
    safety: ContactSafety,
    through: ContactThrough,
) -> tuple[Reason, ...]:
    """Why contact with someone looking for a child is refused (TRC-003, TRC-004, IDN-014).

    A search for a missing child comes from a family: the family learns nothing before the child's
    own view on that person is on record and the safety of contact has been assessed. Between
    agencies that both work for the child, the child's refusal is sufficient.
    """
    reasons = []
    if is_protected:
        text = _("This child is protected. No one outside may learn that the child is known.")
        reasons.append(Reason("protected", text))
    if view == ChildView.NO or (is_traced and view in _CHILD_VIEW_REASONS):
        reasons.append(_CHILD_VIEW_REASONS[view])
    if safety == ContactSafety.DANGER:
        reasons.append(Reason("safety", _("Contact would put the child in danger.")))
    if is_traced and safety == ContactSafety.NOT_LOOKED:
        reasons.append(Reason("safety", _("Record first whether contact is safe for the child.")))
    if is_traced and through == ContactThrough.NOBODY:
        reasons.append(Reason("through", _("Choose who makes the contact.")))
    return tuple(reasons)


def reasons_against_contact_abroad(lacks: Collection[str]) -> tuple[Reason, ...]:
    """Why no contact leads to another country; `lacks`: codes of `LACKS_ABROAD`."""
    return tuple(reason for code, reason in LACKS_ABROAD.items() if code in lacks)
