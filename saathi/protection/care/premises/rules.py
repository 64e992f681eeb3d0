"""What the entry of regulated premises must say. Pure functions."""

import datetime as dt
from dataclasses import dataclass

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.care.premises.vocabulary import PremisesCheck


@dataclass(frozen=True, slots=True)
class PremisesCheckFacts:
    """The last check of premises."""

    result: str
    checked_on: dt.date | None
    breach: str


def reasons_against_check(facts: PremisesCheckFacts, *, today: dt.date) -> tuple[Reason, ...]:
    """Why the facts of a check do not fit together; empty if they do."""
    if facts.result == PremisesCheck.NOT_CHECKED:
        if facts.checked_on is None and not facts.breach:
            return ()
        text = _("Choose what the check found, or leave date and breach blank.")
        return (Reason("check_result", text),)
    reasons = []
    if facts.checked_on is None:
        reasons.append(Reason("checked_on", _("Enter the date of the check.")))
    elif facts.checked_on > today:
        reasons.append(Reason("checked_on", _("Enter a date that is not in the future.")))
    if facts.result == PremisesCheck.BREACH and not facts.breach:
        reasons.append(Reason("breach", _("Describe the breach, without names of children.")))
    if facts.result == PremisesCheck.COMPLIED and facts.breach:
        reasons.append(Reason("breach", _("Leave this blank if the duties were fulfilled.")))
    return tuple(reasons)
