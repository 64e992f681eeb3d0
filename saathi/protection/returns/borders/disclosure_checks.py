"""Further reasons against a disclosure abroad, which higher domains register.

This module imports no higher domain: the screening for international protection, for example,
registers its check.
"""

from collections.abc import Callable, Mapping
from uuid import UUID

from saathi.agencies.models import Staff
from saathi.infra.reasons import Reason
from saathi.protection.returns.borders.vocabulary import ChildViewOnEnquiry

type DisclosureCheck = Callable[[UUID, ChildViewOnEnquiry | None], tuple[Reason, ...]]

type TextCheck = Callable[[Staff, Mapping[str, str]], tuple[Reason, ...]]

_CHECKS: list[DisclosureCheck] = []
_TEXT_CHECKS: list[TextCheck] = []


def register_check(check: DisclosureCheck) -> DisclosureCheck:
    """Registers a domain's check and returns it; it gets the file and the child's view."""
    _CHECKS.append(check)
    return check


def reasons_of_checks(file_id: UUID, child_view: ChildViewOnEnquiry | None) -> tuple[Reason, ...]:
    """The reasons of all checks against a disclosure about the child of this file."""
    return tuple(reason for check in _CHECKS for reason in check(file_id, child_view))


def register_text_check(check: TextCheck) -> TextCheck:
    """Registers a domain's check of texts and returns it; it gets the texts by their field."""
    _TEXT_CHECKS.append(check)
    return check


def reasons_against_texts(actor: Staff, texts: Mapping[str, str]) -> tuple[Reason, ...]:
    """Why these texts cannot go to another country, each with its field."""
    return tuple(reason for check in _TEXT_CHECKS for reason in check(actor, texts))
