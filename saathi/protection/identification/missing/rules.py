"""Rules of missing reports: state transitions, and the conditions of a public notice.

There is no rule for disappearances: all are recorded, whatever the circumstances (MIS-001, MIS-008).
"""

import datetime as dt
from collections.abc import Collection
from typing import Final

from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.identification.intake.vocabulary import Seeker, Urgency
from saathi.protection.identification.missing.vocabulary import (
    Circumstance,
    FoundCondition,
    MayBeInformed,
    MissingCloseReason,
    MissingReportState,
    NoticePart,
)

# The states that can follow each state. A closed report can be reopened.
REPORT_TRANSITIONS: Final[dict[MissingReportState, frozenset[MissingReportState]]] = {
    MissingReportState.OPEN: frozenset(
        {MissingReportState.FOLLOWED, MissingReportState.FOUND, MissingReportState.CLOSED}
    ),
    MissingReportState.FOLLOWED: frozenset(
        {MissingReportState.OPEN, MissingReportState.FOUND, MissingReportState.CLOSED}
    ),
    MissingReportState.FOUND: frozenset({MissingReportState.CLOSED, MissingReportState.OPEN}),
    MissingReportState.CLOSED: frozenset({MissingReportState.OPEN}),
}
SEARCHED_STATES: Final = frozenset({MissingReportState.OPEN, MissingReportState.FOLLOWED})
SEARCH_ENDED: Final = Reason("state", _("The search for this child has ended."))
# Those who can consent to a public notice for a child who cannot be asked.
CONSENTING_SEEKERS: Final = frozenset(
    {Seeker.MOTHER, Seeker.FATHER, Seeker.GRANDPARENT, Seeker.RELATIVE, Seeker.GUARDIAN}
)
# A notice would show the people that the child fled from where to search.
FLIGHT_CIRCUMSTANCES: Final = frozenset(
    {Circumstance.FLED_VIOLENCE, Circumstance.MARRIAGE, Circumstance.LEFT_WORK}
)
MAX_NOTICE_DAYS: Final = 90
DEATH_SOURCE_MISSING: Final = Reason(
    "death_source", _("Choose the source of the information about the death.")
)
DEATH_SOURCE_NOT_ASKED: Final = Reason(
    "death_source", _("Leave this blank: the reason is not that the child has died.")
)
FOUND_NOTE_TOO_SHORT: Final = Reason(
    "note",
    _(
        "The child may be in immediate danger. Enter who saw the child and when: at least 20 letters, "
        "without counting spaces, digits and signs."
    ),
)
CLOSING_REASON_TOO_SHORT: Final = Reason(
    "note",
    _(
        "The child may be in immediate danger. Enter how you know this: at least 20 letters, without "
        "counting spaces, digits and signs."
    ),
)
URGENCY_LOWERED: Final = Reason(
    "urgency",
    _(
        "The child may be in immediate danger. Only a supervisor can lower this urgency: choose it "
        "again, and tell your supervisor what you know. Your other changes are then saved."
    ),
)
MAX_COMPARISONS_PER_HOUR: Final = 30  # reports of one person; the rest are compared at night


def reasons_against_state_change(
    state: MissingReportState, target: MissingReportState
) -> tuple[Reason, ...]:
    """Why the report cannot change from its present state to `target`."""
    if target in REPORT_TRANSITIONS[state]:
        return ()
    return (Reason("state", _("The status of this report has changed. Reload the page.")),)


def reasons_against_urgency(
    before: str, after: str, found_life: str, *, leads_office: bool
) -> tuple[Reason, ...]:
    """Why this urgency cannot be saved: only a supervisor ends an alert without a child found alive."""
    is_lowered = before == Urgency.NOW and after != Urgency.NOW
    if not is_lowered or leads_office or found_life == FoundCondition.ALIVE:
        return ()
    return (URGENCY_LOWERED,)


def is_in_danger(state: MissingReportState, urgency: str, found_life: str) -> bool:
    """Whether the child of a report that is not closed may be in danger: not until found alive."""
    if urgency != Urgency.NOW or state == MissingReportState.CLOSED:
        return False
    return state in SEARCHED_STATES or found_life != FoundCondition.ALIVE


def reasons_against_closing(
    why: MissingCloseReason, source: str, note: str, *, is_in_danger: bool
) -> tuple[Reason, ...]:
    """Why a report cannot be closed so: in danger, how it is known; of a death, its source."""
    reasons = []
    if why == MissingCloseReason.DIED and is_in_danger and not source:
        reasons.append(DEATH_SOURCE_MISSING)
    if why != MissingCloseReason.DIED and source:
        reasons.append(DEATH_SOURCE_NOT_ASKED)
    if is_in_danger and not has_enough_letters(note):
        reasons.append(CLOSING_REASON_TOO_SHORT)
    return tuple(reasons)


def reasons_against_missing_days(
    first: dt.date | None, last: dt.date | None, today: dt.date
) -> tuple[Reason, ...]:
    """Why these cannot be the days of a disappearance."""
    reasons = []
    if first is not None and last is not None and last < first:
        reasons.append(
            Reason("missing_to", _("The last date is before the first date. Correct one of them."))
        )
    if (first is not None and first > today) or (last is not None and last > today):
        reasons.append(Reason("missing_from", _("Enter today’s date or an earlier date.")))
    return tuple(reasons)


def age_reference_day(
    missing_from: dt.date | None, missing_to: dt.date | None, reported_on: dt.date
) -> dt.date:
    """The day for which a missing child's age was given: the last day of the disappearance.

    If no day of it is known, the day of the report.
    """
    return missing_to or missing_from or reported_on


def birth_years(
    age_low: int | None, age_high: int | None, year: int
) -> tuple[int | None, int | None]:
    """The first and last possible birth year at this age in `year`; a search ages the child.

    None if the age is not known.
    """
    return (
        None if age_high is None else year - age_high - 1,
        None if age_low is None else year - age_low,
    )


def reasons_against_found_day(
    found_on: dt.date, missing_from: dt.date | None, today: dt.date
) -> tuple[Reason, ...]:
    """Why a child cannot have been found on this day."""
    if found_on > today:
        return (Reason("found_on", _("Enter today’s date or an earlier date.")),)
    if missing_from is not None and found_on < missing_from:
        text = _("The child disappeared after this date. Correct one of the two dates.")
        return (Reason("found_on", text),)
    return ()


def reasons_against_found_alive(life: str, note: str, *, is_in_danger: bool) -> tuple[Reason, ...]:
    """Why a child in danger cannot be recorded as found alive so: it ends the alert."""
    if is_in_danger and life == FoundCondition.ALIVE and not has_enough_letters(note):
        return (FOUND_NOTE_TOO_SHORT,)
    return ()


def reasons_not_to_publish(
    *,
    state: MissingReportState,
    circumstances: Collection[str],
    may_tell: Collection[str],
    consent_by: Seeker,
) -> tuple[Reason, ...]:
    """Why no public notice may be published (MIS-004); checked on request and on approval."""
    reasons = []
    if state not in SEARCHED_STATES:
        reasons.append(SEARCH_ENDED)
    if MayBeInformed.PUBLIC not in may_tell:
        text = _(
            "The reporting person has not agreed that the public may be informed. Ask them "
            "first and record the answer."
        )
        reasons.append(Reason("may_tell", text))
    if consent_by not in CONSENTING_SEEKERS:
        text = _("A parent, relative or legal guardian must consent to the notice.")
        reasons.append(Reason("consent_by", text))
    if FLIGHT_CIRCUMSTANCES.intersection(circumstances):
        text = _(
            "The child may have fled from someone. A public notice could help that person "
            "find the child."
        )
        reasons.append(Reason("circumstances", text))
    return tuple(reasons)


def reasons_against_search_photo(  # noqa: PLR0913 - the facts of one photo
    *,
    state: MissingReportState,
    is_linked: bool,
    consent_by: Seeker,
    consent_on: dt.date,
    until: dt.date,
    has_read: bool,
    today: dt.date,
) -> tuple[Reason, ...]:
    """Why no photo can be kept for the search; empty if it can. Consent is as for a notice."""
    reasons = []
    if state not in SEARCHED_STATES:
        reasons.append(SEARCH_ENDED)
    if is_linked:
        text = _("This child has a file. Add the photo and the consent to the photo there.")
        reasons.append(Reason("state", text))
    if consent_by not in CONSENTING_SEEKERS:
        text = _("A parent, relative or legal guardian must consent to the photo.")
        reasons.append(Reason("consent_by", text))
    if consent_on > today:
        reasons.append(Reason("consent_on", _("Enter today’s date or an earlier date.")))
    if until < today:
        reasons.append(Reason("until", _("Choose today or a later day.")))
    if (until - today).days > MAX_NOTICE_DAYS:
        text = _("Choose a date within the next 90 days. You can add the photo again after that.")
        reasons.append(Reason("until", text))
    if not has_read:
        text = _("Read above what must not be uploaded, then confirm.")
        reasons.append(Reason("has_read", text))
    return tuple(reasons)


def may_show_search_photo(
    *, state: MissingReportState, is_linked: bool, until: dt.date, today: dt.date
) -> bool:
    """Whether a photo given for the search may be shown on this day; the last day counts."""
    return state in SEARCHED_STATES and not is_linked and today <= until


def reasons_against_notice(
    *, parts: Collection[str], consent_on: dt.date, until: dt.date, today: dt.date
) -> tuple[Reason, ...]:
    """Why a notice is not acceptable as written; empty if it is."""
    reasons = []
    if not {NoticePart.NAME, NoticePart.MARKS}.intersection(parts):
        text = _(
            "Add the child’s name or distinguishing features. Without them the child cannot "
            "be recognised."
        )
        reasons.append(Reason("parts", text))
    if consent_on > today:
        reasons.append(Reason("consent_on", _("Enter today’s date or an earlier date.")))
    if until < today:
        reasons.append(Reason("until", _("Choose today or a later day.")))
    if (until - today).days > MAX_NOTICE_DAYS:
        text = _(
            "Choose a date within the next 90 days. You can request the notice again after that."
        )
        reasons.append(Reason("until", text))
    return tuple(reasons)
