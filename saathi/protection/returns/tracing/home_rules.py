"""Which assessment of a household counts, of several. Pure functions.

A better finding of the same person replaces a worse one only after a new visit on a later day, recorded on a
later day: otherwise the worse one counts until another person assesses the household. The database counts
the same (`tracing_latest_home` in `functions/changes.sql`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from saathi.protection.returns.protection_screening.superseding import RecordedFact
from saathi.protection.returns.tracing.change_rules import RESULT_RANKS, VIOLENCE_RANKS
from saathi.protection.returns.tracing.vocabulary import HomeResult, ViolenceScreen


@dataclass(frozen=True, slots=True)
class RecordedHome:
    """What an assessment found of the household, and how it was recorded."""

    result: HomeResult
    violence: ViolenceScreen
    fact: RecordedFact
    is_alleged_near: bool = False

    @property
    def ranks(self) -> tuple[int, int, bool]:
        """How bad each finding is for the child."""
        return RESULT_RANKS[self.result], VIOLENCE_RANKS[self.violence], self.is_alleged_near


def replaces(newer: RecordedFact, earlier: RecordedFact) -> bool:
    """Whether an assessment replaces a worse one: by another person, or after a visit of a later day."""
    is_later = newer.day > earlier.day and newer.recorded_on > earlier.recorded_on
    return newer.recorded_by != earlier.recorded_by or is_later


def counting_home(homes: Sequence[RecordedHome]) -> RecordedHome | None:
    """The assessment that counts: the latest, unless a worse one still holds; None without any.

    `homes`: of one verification, in the order of visit and recording. Of several worse ones, the worst.
    """
    if not homes:
        return None
    latest: Final = homes[-1]
    holding = [
        home
        for place, home in enumerate(homes)
        if any(was > now for was, now in zip(home.ranks, latest.ranks, strict=True))
        and not any(replaces(later.fact, home.fact) for later in homes[place + 1 :])
    ]
    return max(reversed(holding), key=lambda home: home.ranks, default=latest)
