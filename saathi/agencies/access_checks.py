"""Further reasons against giving a person access to a child's file, which higher domains register.

The database refuses the same: this module says why before a form is sent to it. It imports no
higher domain: the screening for international protection registers its check.
"""

from collections.abc import Callable
from uuid import UUID

from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import GrantKind
from saathi.infra.reasons import Reason

type AccessCheck = Callable[[UUID, Staff, GrantKind], tuple[Reason, ...]]

_CHECKS: list[AccessCheck] = []


def register_access_check(check: AccessCheck) -> AccessCheck:
    """Registers a domain's check and returns it; it gets the file, the person and the kind of right."""
    _CHECKS.append(check)
    return check


def reasons_against_access(file_id: UUID, to: Staff, kind: GrantKind) -> tuple[Reason, ...]:
    """Why this person gets no access of this kind to the file now; empty if they may."""
    return tuple(reason for check in _CHECKS for reason in check(file_id, to, kind))
