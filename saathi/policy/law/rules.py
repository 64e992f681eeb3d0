"""How acts of States and answers of the report are interpreted. Plain values in, plain values out."""

from collections.abc import Iterable
from datetime import date

from saathi.policy.law.records import DefinitionGap, LawFact, RatificationFact, StateAct
from saathi.policy.law.vocabulary import (
    DefinitionGapKind,
    GapAnswer,
    LawAnswer,
    LawQuestion,
    RatificationStatus,
    StateActKind,
)


def is_older_than(act: StateAct, snapshot: date) -> bool:
    """Whether an act recorded later predates the snapshot, which does not contain it."""
    return act.on is not None and act.on < snapshot


_BINDING = (StateActKind.RATIFIED, StateActKind.ACCEDED, StateActKind.DEPOSITED)


def is_binding(act: StateActKind) -> bool:
    """Whether a State is bound by this act."""
    return act in _BINDING


def find_change(fact: RatificationFact, later: Iterable[StateAct]) -> StateAct | None:
    """The later act that changes a State's status in the table of 2008; None if it still holds.

    A State that was bound stays bound: no withdrawal is recorded. Of several binding acts the
    accession itself counts, not the deposit of its instrument.
    """
    if fact.status == RatificationStatus.RATIFIED:
        return None
    acts = list(later)
    for kind in _BINDING:
        results = [act for act in acts if act.act == kind]
        if results:
            return results[0]
    if fact.status == RatificationStatus.SIGNED:
        return None
    return next((act for act in acts if act.act == StateActKind.SIGNED), None)


def has_trafficking_definition(facts: Iterable[LawFact]) -> bool:
    """Whether any law of the country, national or of one state, defines trafficking."""
    defining = {LawQuestion.DEFINES_HUMAN, LawQuestion.DEFINES_CHILD}
    return any(
        fact.attribute in defining and fact.answer in {LawAnswer.YES, LawAnswer.SUBNATIONAL}
        for fact in facts
    )


def answer_definition_gap(
    gap: DefinitionGapKind, *, facts: Iterable[LawFact], definition_gaps: Iterable[DefinitionGap]
) -> GapAnswer:
    """The answer about one gap in one country; silence of the report never means no.

    `found` are the findings about this country and those for which the report names no country.
    """
    findings = {finding.finding for finding in definition_gaps if finding.gap == gap}
    if GapAnswer.STATED in findings:
        return GapAnswer.STATED
    if not has_trafficking_definition(facts):
        return GapAnswer.NO_DEFINITION
    if GapAnswer.COUNTRY_NOT_NAMED in findings:
        return GapAnswer.COUNTRY_NOT_NAMED
    return GapAnswer.NOT_STATED
