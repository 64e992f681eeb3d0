"""What a determination lacks before the panel can decide, however it votes. Pure functions.

The code of a reason says where it is put right (`missing_parts`).
"""

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.decisions.best_interests import panel_rules, report_rules, rules
from saathi.protection.decisions.best_interests.vocabulary import (
    ConflictAnswer,
    DeterminationState,
    PanelFunction,
    Undertaking,
)

_NOT_READY = frozenset({DeterminationState.OPENED, DeterminationState.DEFERRED})


def missing_for_meeting(facts: rules.DeterminationFacts) -> tuple[Reason, ...]:
    """Everything that a meeting needs, in the order of the work: report, assessment, panel."""
    reasons = rules.reasons_of_report(facts)
    if not facts.is_based:
        reasons.append(report_rules.NOT_BASED)
    abroad = {each.option for each in facts.options if each.is_real} & rules.RETURN_SOLUTIONS
    if abroad and not facts.has_assessment:
        reasons.append(rules.NO_ASSESSMENT)
    if facts.state in _NOT_READY:
        text = _("The report is not marked as ready.")
        reasons.append(Reason("ready", text))
    return (*reasons, *_reasons_of_members(facts))


def _reasons_of_members(facts: rules.DeterminationFacts) -> list[Reason]:
    """What is still missing for a valid panel of members who may vote."""
    voting = [member for member in facts.panel if _may_vote(member)]
    if len(voting) < panel_rules.MIN_PANEL:
        text = _(
            "List at least three members who may vote: no conflict of interest, undertaking signed."
        )
        return [Reason("panel", text)]
    persons = [member.person for member in voting]
    reasons = [] if all(member.is_named for member in voting) else [panel_rules.UNNAMED]
    reasons += list(panel_rules.reasons_against_persons(persons))
    fields = {member.function for member in voting} - {PanelFunction.OTHER}
    if len(fields) < panel_rules.MIN_FIELDS:
        text = _(
            "The members who vote are of at least two different fields, such as health and law."
        )
        reasons.append(Reason("panel_fields", text))
    return reasons


def _may_vote(member: panel_rules.MemberFacts) -> bool:
    return (
        member.conflict == ConflictAnswer.NONE
        and member.undertaking == Undertaking.SIGNED
        and not member.has_no_vote
        and member.function not in panel_rules.NO_VOTE
    )
