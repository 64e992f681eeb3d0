"""Whether the child agrees to testify: which decision counts, and in which proceedings.

No decision is no agreement. A child's "no" holds in all proceedings of that child until the child
agrees again on a later day. Comprehension is the basis, never age (JUS-007, JUS-014).
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from saathi.protection.justice.proceedings import vocabulary as codes

_HARMLESS: Final = frozenset({codes.TestimonyPressure.NONE, codes.TestimonyPressure.NOT_KNOWN})


@dataclass(frozen=True, slots=True)
class TestimonyAgreement:
    """What the child has decided, as far as an approval asks; without arguments: no decision."""

    answer: codes.TestimonyAnswer | None = None
    pressure: Collection[str] = ()
    is_withdrawn: bool = False
    is_refused_elsewhere: bool = (
        False  # in another file of the child, which the reader may not know
    )
    is_changed_alone: bool = False  # whoever recorded the child's "no" also recorded this agreement

    @property
    def is_given(self) -> bool:
        """Whether the child agrees of their own accord; as `proceedings_agrees` in SQL."""
        is_free = not set(self.pressure) - _HARMLESS
        is_kept = not self.is_withdrawn and not self.is_refused_elsewhere
        return self.answer in codes.MAY_BE_PRESENTED and is_kept and is_free

    @property
    def is_confirmed(self) -> bool:
        """Whether our users may plan on it: given, and not recorded by the author of the child's "no"."""
        return self.is_given and not self.is_changed_alone

    @property
    def is_asked(self) -> bool:
        """Whether the child was asked and answered, with whatever answer."""
        return self.answer is not None and self.answer not in codes.NO_ANSWER

    @property
    def keeps_approvals(self) -> bool:
        """Whether what was approved for an earlier agreement goes on after this decision of the child.

        New conditions were not before the person who approved: they decide again.
        """
        return self.is_given and self.answer == codes.TestimonyAnswer.WANTS


NO_AGREEMENT: Final = TestimonyAgreement()


@dataclass(frozen=True, slots=True)
class RecordedDecision:
    """What decides which of the child's decisions counts: its day, its time of recording, its author."""

    answer: codes.TestimonyAnswer
    pressure: Collection[str]
    decided_on: dt.date
    recorded_at: dt.datetime
    recorded_by: str
    withdrawn_on: dt.date | None = None
    is_elsewhere: bool = False  # in another proceeding of the child

    @property
    def is_no(self) -> bool:
        """Whether the child said no, or took an agreement back."""
        return self.answer == codes.TestimonyAnswer.DOES_NOT_WANT or self.withdrawn_on is not None

    @property
    def day(self) -> dt.date:
        """The day from which it counts."""
        return self.withdrawn_on or self.decided_on

    @property
    def agreement(self) -> TestimonyAgreement:
        """What it says on its own."""
        return TestimonyAgreement(self.answer, self.pressure, self.withdrawn_on is not None)

    def as_on(self, day: dt.date) -> "RecordedDecision | None":
        """The decision as it was on an earlier day; None if the child had not decided yet."""
        if self.decided_on > day:
            return None
        was_withdrawn = self.withdrawn_on is not None and self.withdrawn_on <= day
        return replace(self, withdrawn_on=self.withdrawn_on if was_withdrawn else None)


def current_position(decisions: Sequence[RecordedDecision]) -> int | None:
    """Which of the child's decisions counts in a proceeding; None without one.

    The latest in the proceeding; but an agreement counts after a "no", in whichever proceeding, only if
    it was given on a later day and recorded afterwards. Without a decision in the proceeding a "no" in
    another one counts; an agreement in another one never does. As `proceedings_current_decision` in SQL.
    """
    places = range(len(decisions))
    latest = max(
        (place for place in places if not decisions[place].is_elsewhere),
        key=lambda place: (decisions[place].decided_on, decisions[place].recorded_at),
        default=None,
    )
    result = None if latest is None else decisions[latest]
    if result is not None and (
        result.answer not in codes.MAY_BE_PRESENTED or result.withdrawn_on is not None
    ):
        return latest
    against = [
        place
        for place in places
        if decisions[place].is_no
        and (
            result is None
            or decisions[place].day >= result.decided_on
            or decisions[place].recorded_at > result.recorded_at
        )
    ]
    return max(
        against, key=lambda place: (decisions[place].day, decisions[place].recorded_at),
        default=latest,
    )  # fmt: skip


def agreement_of(decisions: Sequence[RecordedDecision]) -> TestimonyAgreement:
    """What the child has decided for a proceeding; `NO_AGREEMENT` without a decision."""
    place = current_position(decisions)
    return NO_AGREEMENT if place is None else decisions[place].agreement


def agreement_on(decisions: Sequence[RecordedDecision], day: dt.date) -> TestimonyAgreement:
    """What the child had decided on a day, such as that of a hearing which is recorded later."""
    return agreement_of([then for each in decisions if (then := each.as_on(day)) is not None])


def is_changed_alone(decisions: Sequence[RecordedDecision]) -> bool:
    """Whether whoever recorded the child's latest "no" also recorded the agreement that counts."""
    place = current_position(decisions)
    if place is None or decisions[place].is_no:
        return False
    refusals = [each for each in decisions if each.is_no]
    last = max(refusals, key=lambda each: (each.day, each.recorded_at), default=None)
    return last is not None and last.recorded_by == decisions[place].recorded_by


def is_compelled(agreement: TestimonyAgreement, *, mode: str) -> bool:
    """Whether a court heard a child who had not agreed to it; a fact that others must learn of."""
    return mode in codes.TOLD_AT_HEARING and not agreement.is_given
