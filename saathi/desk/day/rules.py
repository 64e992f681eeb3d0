"""The order on My day of the children and of each child's duties."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from saathi.protection.casework.cases.vocabulary import RISK_ORDER, Duty, RiskLevel

# Duties that are appointments or fixed dates, as opposed to desk work.
APPOINTMENT_DUTIES: Final = frozenset(
    {
        Duty.VISIT,
        Duty.REVIEW,
        Duty.TIME_LIMIT,
        # Also visits of other domains, and the review of protection from threats.
        Duty.FAMILY_VISIT,
        Duty.TRANSFER_VISIT,
        Duty.RETURN_CONTACT,
        Duty.PROTECTION_REVIEW,
    }
)


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """An open duty of the worker."""

    duty: str
    due_on: dt.date
    attempts: int = 0  # for a visit: number of consecutive visits at which the child was not met
    valid_until: dt.date | None = None  # for a document to renew that the worker may see

    @property
    def is_next_attempt(self) -> bool:
        """Whether this is a visit following one at which the child was not met."""
        return self.duty == Duty.VISIT and self.attempts > 0


@dataclass(frozen=True, slots=True)
class ChildWork:
    """A child on the worker's My day, with open duties in the order of `due_rules.duty_order`.

    `risk` is empty if not assessed, None if the reader may not know it.
    """

    child_id: UUID
    file_id: UUID
    code: str
    risk: str | None
    duties: tuple[OpenDuty, ...]
    may_act: bool = False  # whether the worker does each duty on its own page
    is_never_met: bool = (
        False  # high risk or reported in danger, and no visit has met the child yet
    )
    danger: str = ""  # the danger in words, until a visit records that the child is safe
    covers_for: str = ""  # the case worker that the reader covers for
    covers_until: dt.date | None = None

    @property
    def first_due(self) -> dt.date:
        """The date of the most urgent duty; the latest possible date if nothing is due."""
        return self.duties[0].due_on if self.duties else dt.date.max

    @property
    def is_missed(self) -> bool:
        """Whether a child at high risk, or whose risk is not assessed, was not met at the last visit."""
        return self._is_high and any(duty.is_next_attempt for duty in self.duties)

    @property
    def _is_high(self) -> bool:
        return self.risk in {RiskLevel.HIGH, ""}

    def sort_duties(self, today: dt.date) -> list[OpenDuty]:
        """The duties, the most urgent first.

        Informing an authority of a broken safeguard comes first, however late other work is; then,
        for a child at high risk or in danger, the due visit, whether the first one or the next
        attempt; then the others by `due_rules.duty_order`.
        """
        return sorted(
            self.duties,
            key=lambda duty: (duty.duty != Duty.ALERT, not self._is_visit_first(duty, today)),
        )

    def _is_visit_first(self, duty: OpenDuty, today: dt.date) -> bool:
        if duty.duty != Duty.VISIT:
            return False
        is_due = duty.due_on <= today or duty.is_next_attempt
        return bool(self.danger) or self.is_never_met or (self._is_high and is_due)


def sort_child_work(children: Iterable[ChildWork], today: dt.date) -> list[ChildWork]:
    """Children in danger, then those not met, then due work, then the rest, each by risk and date.

    A child at high risk who was not met at the last visit, or ever, stays at the top until met,
    even if the visit is due tomorrow. A child at low risk with an overdue visit comes before one at
    high risk whose visit is next week.
    """
    return sorted(
        children,
        key=lambda work: (
            not work.danger,
            not (work.is_missed or work.is_never_met),
            work.first_due > today,
            RISK_ORDER[work.risk or ""],
            work.first_due,
            work.code,
        ),
    )
