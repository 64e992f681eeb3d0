"""Further reasons against a disclosure abroad, which higher domains register.

This module imports no higher domain: the screening for international protection, for example,
registers its check.
"""

from collections.abc import Callable
from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.protection.returns.borders.vocabulary import ChildViewOnEnquiry

type DisclosureCheck = Callable[[UUID, ChildViewOnEnquiry | None], tuple[Reason, ...]]

_CHECKS: list[DisclosureCheck] = []


def register_check(check: DisclosureCheck) -> DisclosureCheck:
    """Registers a domain's check and returns it; it gets the file and the child's view."""
    _CHECKS.append(check)
    return check


def reasons_of_checks(file_id: UUID, child_view: ChildViewOnEnquiry | None) -> tuple[Reason, ...]:
    """The reasons of all checks against a disclosure about the child of this file."""
    return tuple(reason for check in _CHECKS for reason in check(file_id, child_view))
