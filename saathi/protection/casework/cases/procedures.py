"""The time targets of a country's procedure, read from its configuration, or common practice.

The duties that follow from them are in `rules.next_dues`.
"""

from collections.abc import Mapping
from typing import Any

from saathi.agencies.configuration_rules import PROCEDURE_TARGETS
from saathi.protection.casework.cases.rules import Procedure, RiskTimes
from saathi.protection.casework.cases.vocabulary import RiskLevel


def procedure_from(body: Mapping[str, Any]) -> Procedure:
    """The procedure a configuration describes.

    A target that is missing or is not a whole number above 0 keeps the value of common practice, so
    that a mistake in a configuration cannot remove a time target.
    """
    usual = Procedure()
    given = {name: body[name] for name in PROCEDURE_TARGETS if _is_limit(body.get(name))}
    by_risk = {level: _times(level, given, usual.by_risk[level]) for level in RiskLevel}
    return Procedure(by_risk=by_risk, **given)


def _times(level: RiskLevel, configured: dict[str, int], usual: RiskTimes) -> RiskTimes:
    """The times of one risk level, removed from `configured`."""
    return RiskTimes(
        assessment_hours=configured.pop(f"assessment_hours_{level}", usual.assessment_hours),
        visit_days=configured.pop(f"visit_days_{level}", usual.visit_days),
    )


def _is_limit(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
