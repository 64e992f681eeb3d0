"""The time targets of a country's procedure, read from its configuration; else common practice.

Not for what follows from them: that is `rules.next_dues`.
"""

from collections.abc import Mapping
from typing import Any, TypeGuard

from saathi.protection.cases.rules import Procedure, RiskTimes
from saathi.protection.cases.vocabulary import RiskLevel

LIMITS = (
    "plan_days",
    "review_days",
    "soon_days",
    "contact_attempts",
    "cases_per_worker",
    "referral_days",
)


def procedure_from(body: Mapping[str, Any]) -> Procedure:
    """The procedure a configuration describes.

    What it leaves out, or states as anything but a whole number above nought, stays as in common
    practice: a mistake in a configuration must not take a time target away.
    """
    usual = Procedure()
    given = body.get("by_risk")
    by_risk = given if isinstance(given, Mapping) else {}
    times = {level: _times(by_risk.get(level.value), usual.by_risk[level]) for level in RiskLevel}
    limits = {name: body[name] for name in LIMITS if _is_limit(body.get(name))}
    return Procedure(by_risk=times, **limits)


def _times(given: object, usual: RiskTimes) -> RiskTimes:
    if not isinstance(given, Mapping):
        return usual
    hours, days = given.get("assessment_hours"), given.get("visit_days")
    return RiskTimes(
        assessment_hours=hours if _is_limit(hours) else usual.assessment_hours,
        visit_days=days if _is_limit(days) else usual.visit_days,
    )


def _is_limit(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
