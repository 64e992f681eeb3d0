"""How acts of States and answers of the report are read. Plain values in, plain values out."""

from collections.abc import Collection, Iterable
from datetime import date

from saathi.policy.law.records import DefinitionGap, LawFact, StateAct
from saathi.policy.law.vocabulary import Act, Answer, Attribute, Gap, GapAnswer, Status

BINDING = frozenset({Act.RATIFIED, Act.RATIFIED_AGAIN, Act.ACCEDED, Act.DEPOSITED})


def status_shown(acts: Collection[StateAct]) -> tuple[Status, int | None]:
    """What a cell shows of a State's acts about one instrument.

    Note * of Table 2.1: for States that have both signed and ratified, only the year of
    ratification is shown. A second ratification does not move the year of the first (footnotes a
    and b). The acts themselves stay as they are.
    """
    for status, kinds in ((Status.RATIFIED, BINDING), (Status.SIGNED, {Act.SIGNED})):
        chosen = [act for act in acts if act.act in kinds]
        if chosen:
            years = [act.year for act in chosen if act.year is not None]
            return status, min(years, default=None)
    return Status.NONE_SHOWN, None


def predates(act: StateAct, snapshot: date) -> bool:
    """Whether an act that was recorded later claims to be older than the snapshot it is not in."""
    return act.on is not None and act.on < snapshot


def has_definition(facts: Iterable[LawFact]) -> bool:
    """Whether any law of the country, national or of one state, defines trafficking."""
    defining = {Attribute.DEFINES_HUMAN, Attribute.DEFINES_CHILD}
    return any(
        fact.attribute in defining and fact.answer in {Answer.YES, Answer.SUBNATIONAL}
        for fact in facts
    )


def gap_answer(gap: Gap, *, facts: Iterable[LawFact], found: Iterable[DefinitionGap]) -> GapAnswer:
    """What may be said of one gap in one country; silence of the report is never a no.

    `found` are the findings about this country and those where the report names no country.
    """
    findings = {finding.finding for finding in found if finding.gap == gap}
    if GapAnswer.STATED in findings:
        return GapAnswer.STATED
    if not has_definition(facts):
        return GapAnswer.NO_DEFINITION
    if GapAnswer.COUNTRY_NOT_NAMED in findings:
        return GapAnswer.COUNTRY_NOT_NAMED
    return GapAnswer.NOT_STATED
