"""The permitted steps of a release. Pure functions that return reasons against a step.

Source: issue of evidence, point 5: a second person approves, a release that fails the attack is not
approved, corrections follow a calendar. Events can always be recorded; only approvals are blocked.
"""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from saathi.evidence.releases.vocabulary import ReleaseSensitivity, ReleaseState
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _

# The states in which each action is possible. An action missing here is impossible.
STATES_ALLOWING: dict[str, frozenset[str]] = {
    "design": frozenset(
        {ReleaseState.DRAFT, ReleaseState.DESIGNED, ReleaseState.PROTECTED, ReleaseState.FAILED}
    ),
    "choose": frozenset({ReleaseState.DESIGNED, ReleaseState.PROTECTED, ReleaseState.FAILED}),
    "approve": frozenset({ReleaseState.PROTECTED}),
    "send_back": frozenset({ReleaseState.PROTECTED, ReleaseState.APPROVED}),
    "publish": frozenset({ReleaseState.APPROVED}),
    "withdraw": frozenset({ReleaseState.PUBLISHED}),
    "drop": frozenset(
        {ReleaseState.DRAFT, ReleaseState.DESIGNED, ReleaseState.PROTECTED, ReleaseState.FAILED}
    ),
}
AT_WORK = frozenset({ReleaseState.DESIGNING, ReleaseState.PROTECTING})
# A job without progress for this long is treated as crashed and may be started again.
STALLED_AFTER = dt.timedelta(minutes=20)

THRESHOLDS: dict[str, int] = {ReleaseSensitivity.ORDINARY: 5, ReleaseSensitivity.HIGH: 10}
MAX_DIMENSIONS = 4
SLUG = re.compile(r"[a-z][a-z0-9-]{2,39}")
RESERVED_SLUGS = frozenset({"countries", "flows", "region"})


# The dimensions that the report demands for tables (line 2287): age, gender, national origin, form
# of exploitation. One table with all four would show almost nothing, so the tables of a family
# cover them together.
CORE_DIMENSIONS: tuple[frozenset[str], ...] = (
    frozenset({"age", "age_recruited"}),
    frozenset({"sex"}),
    frozenset({"nationality", "nationality_region", "national"}),
    frozenset({"form"}),
)


def missing_core_dimensions(tables: Collection[str], possible: Collection[str]) -> tuple[str, ...]:
    """The core dimensions that no table of the family has although the indicator has them.

    Each is named by its first dimension in `possible`, in that order.
    """
    table_dimensions = {name for table in tables for name in table.split(",")}
    return tuple(
        next(name for name in possible if name in core_dimension)
        for core_dimension in CORE_DIMENSIONS
        if not core_dimension & table_dimensions
        and any(name in core_dimension for name in possible)
    )


def is_job_stalled(last_progress_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a release's job has made no progress for so long that it must have crashed."""
    return last_progress_at is None or now - last_progress_at > STALLED_AFTER


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """The facts about a release that an approval or publication needs."""

    state: str
    passes: bool | None
    made_by: UUID
    chosen_by: UUID | None


def reasons_not_to_approve(release: ReleaseFacts, actor_id: UUID) -> tuple[Reason, ...]:
    """Why this actor cannot approve: not ready, failed the attack, or their own work."""
    reasons = []
    if release.state not in STATES_ALLOWING["approve"]:
        reasons.append(
            Reason("state", _("Not ready. Protect the tables and run the disclosure test first."))
        )
    if release.passes is not True:
        reasons.append(
            Reason(
                "attack",
                _("The disclosure test failed or was not run. The release cannot be approved."),
            )
        )
    if actor_id in {release.made_by, release.chosen_by}:
        reasons.append(
            Reason("own", _("You prepared this release. A second person must approve it."))
        )
    return tuple(reasons)


def reasons_against_correction_date(
    *, is_correction: bool, urgent: str, months: Collection[int], today: dt.date
) -> tuple[Reason, ...]:
    """Why a release cannot be published today: corrections wait for the months of the calendar.

    Revisions at any time would reveal when which record was changed. An urgent one needs a reason.
    """
    if not is_correction or urgent.strip() or today.month in months or not months:
        return ()
    return (
        Reason(
            "calendar",
            _(
                "Corrections are published in the months of the calendar. Give the reason for "
                "publishing this one now."
            ),
        ),
    )


def next_correction(months: Collection[int], today: dt.date) -> dt.date | None:
    """The first day of the next month for corrections; today if this month is one."""
    if not months:
        return None
    ahead = min((month - today.month) % 12 for month in months)
    if ahead == 0:
        return today
    year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
    return dt.date(year, month + 1, 1)


def reasons_against_years(first: int, last: int, today: dt.date) -> tuple[Reason, ...]:
    """Why these years cannot be released: wrong order, or a last year whose number is not final."""
    reasons = []
    if first > last:
        reasons.append(
            Reason("first_year", _("Enter a first year that is not after the last year."))
        )
    if last >= today.year:
        reasons.append(
            Reason(
                "last_year", _("Enter a last year that has ended. The current year is incomplete.")
            )
        )
    if last - first > 30:
        reasons.append(Reason("first_year", _("Choose a period of at most 30 years.")))
    return tuple(reasons)
