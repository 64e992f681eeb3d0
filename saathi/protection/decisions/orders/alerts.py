"""The authority to notify of a safeguard violation, by the procedure of a country, or none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from saathi.agencies.configuration_rules import ALERT_FOR_ALL, ALERT_PREFIX, parse_alert
from saathi.agencies.models import Office
from saathi.agencies.procedure_bodies import procedure_body
from saathi.protection.decisions.orders.rules import DEFAULT_ALERT_AUTHORITY
from saathi.protection.decisions.orders.vocabulary import AuthorityKind


@dataclass(frozen=True, slots=True)
class AlertChoice:
    """The authority to notify; None if notifying one would endanger the child, and why."""

    authority: AuthorityKind | None
    why_nobody: str = ""


def alert_in_procedure(procedure: Mapping[str, Any], safeguard: str) -> AlertChoice:
    """The authority in a procedure for a violation: its own line, the line for all, or the usual one.

    A line that cannot be read is skipped: a mistake in a configuration must not silence an alert.
    """
    for code in (ALERT_PREFIX + safeguard, ALERT_FOR_ALL):
        meaning = procedure.get(code)
        parsed = parse_alert(meaning) if isinstance(meaning, str) else None
        if parsed is not None:
            authority = AuthorityKind(parsed.authority) if parsed.authority else None
            return AlertChoice(authority, parsed.why_nobody)
    return AlertChoice(DEFAULT_ALERT_AUTHORITY)


def choose_alert(
    office: Office, safeguard: str, authority: AuthorityKind | None, why_nobody: str
) -> AlertChoice:
    """None if there is a reason for that, else the chosen authority, else that of the procedure."""
    if why_nobody.strip():
        return AlertChoice(None, why_nobody.strip())
    if authority is not None:
        return AlertChoice(authority)
    return alert_in_procedure(procedure_body(office, office.today()), safeguard)
