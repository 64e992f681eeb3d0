"""The time targets of a country's procedure, read from its configuration, or common practice.

The duties that follow from them are in `due_rules.next_duty_deadlines`.
"""

from collections.abc import Mapping
from typing import Any

from saathi.agencies.configuration_rules import (
    PROCEDURE_TARGETS,
    REQUIRED_DOMAINS_LINE,
    split_codes,
)
from saathi.protection.casework.cases.rules import Procedure, RiskTimes
from saathi.protection.casework.cases.vocabulary import Facet, RiskLevel


def parse_procedure(body: Mapping[str, Any]) -> Procedure:
    """The procedure a configuration describes.

    A target that is missing or is not a whole number above 0 keeps the value of common practice, so
    that a mistake in a configuration cannot remove a time target.
    """
    usual = Procedure()
    given = {name: body[name] for name in PROCEDURE_TARGETS if _is_limit(body.get(name))}
    every = given.get("review_days", usual.review_days)
    by_risk = {level: _times(level, given, usual.by_risk[level], every) for level in RiskLevel}
    domains = _required_domains(body) or usual.required_domains
    meanings = {
        level: text
        for level in RiskLevel
        if isinstance(text := body.get(f"risk_{level}_means"), str) and text.strip()
    }
    return Procedure(by_risk=by_risk, required_domains=domains, meanings=meanings, **given)


def _required_domains(body: Mapping[str, Any]) -> tuple[Facet, ...]:
    """The domains that an assessment covers; none if the line is missing or names an unknown one."""
    text = body.get(REQUIRED_DOMAINS_LINE)
    codes = split_codes(text) if isinstance(text, str) else []
    return tuple(map(Facet, codes)) if set(codes) <= set(Facet.values) else ()


def _times(
    level: RiskLevel, configured: dict[str, int], usual: RiskTimes, review_days: int
) -> RiskTimes:
    """The times of one risk level, removed from `configured`.

    `review_days` is the time between reviews that the procedure sets for all levels: at low risk it
    is that time, at a higher risk its maximum.
    """
    longest = review_days if level == RiskLevel.LOW else min(usual.review_days, review_days)
    return RiskTimes(
        assessment_hours=configured.pop(f"assessment_hours_{level}", usual.assessment_hours),
        visit_days=configured.pop(f"visit_days_{level}", usual.visit_days),
        retry_days=configured.pop(f"retry_days_{level}", usual.retry_days),
        review_days=configured.pop(f"review_days_{level}", longest),
    )


def _is_limit(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
