"""Writes about how others recorded a child, and about bringing her from offenders to protection.

Every fact is kept. One that holds against her what follows from trafficking is marked, and told.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.people.models import Child
from saathi.protection.cases.models import Case
from saathi.protection.cases.queries import current_case
from saathi.protection.orders import actions as orders
from saathi.protection.orders import queries as decided
from saathi.protection.orders.actions import BrokenSafeguardInput
from saathi.protection.orders.models import BrokenSafeguard
from saathi.protection.orders.rules import DEFAULT_ALERT_AUTHORITY
from saathi.protection.orders.vocabulary import AuthorityKind, Safeguard
from saathi.protection.screening import rules
from saathi.protection.screening.models import PossibleMisidentification
from saathi.protection.screening.vocabulary import (
    FollowsFromTrafficking,
    MisidentificationKind,
    Offence,
    RecordedBy,
)


@dataclass(frozen=True)
class MisidentificationInput:
    """How somebody recorded a child; `words` are sealed: what was written, why it is unrelated.

    `authority` and `body`: who is to be told where it holds against her what follows from trafficking.
    """

    kind: MisidentificationKind
    by_whom: RecordedBy
    happened_on: dt.date
    offence: Offence | None = None
    follows: FollowsFromTrafficking = FollowsFromTrafficking.NOT_KNOWN
    authority: AuthorityKind = DEFAULT_ALERT_AUTHORITY
    body: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def record_misidentification(
    *, child: Child, data: MisidentificationInput, actor: Staff
) -> PossibleMisidentification:
    """That somebody recorded the child so; from now on a screening is prompted (IDN-008).

    As an offender for what follows from trafficking: a broken safeguard as well, of which an
    authority is to be told, and no offence of hers (NCR-001).
    """
    access.require(actor, Permission.WORK_ON_CASE, PossibleMisidentification(file_id=child.file_id))
    follows = ""
    if data.kind == MisidentificationKind.OFFENDER:
        presumed = decided.is_trafficking_presumed(actor, child)
        follows = rules.resolve_follows(data.follows, is_presumed=presumed)
    if follows in rules.FOLLOWS_FROM_TRAFFICKING:
        _tell(child, data, actor)  # first: the record answers the prompt to which this would lead
    record = PossibleMisidentification(
        file_id=child.file_id,
        child=child,
        kind=data.kind,
        by_whom=data.by_whom,
        happened_on=data.happened_on,
        offence=data.offence or "",
        follows=follows,
    )
    kept = {name: text for name, text in data.texts.items() if text}
    return writing.add(record, actor=actor, payload=kept or None)


def _tell(child: Child, told: MisidentificationInput, actor: Staff) -> None:
    """The charge as a broken safeguard: on her day until the authority was told."""
    fact = BrokenSafeguardInput(
        safeguard=Safeguard.CHARGED,
        happened_on=told.happened_on,
        authority=told.authority,
        texts={"what": told.texts.get("what", ""), "body": told.body},
    )
    orders.record_broken_safeguard(case=current_case(actor, child), data=fact, actor=actor)


@transaction.atomic
def request_protection_transfer(
    *, case: Case, authority: AuthorityKind, texts: Mapping[str, str], actor: Staff
) -> BrokenSafeguard:
    """That she is dealt with as an offender, and an authority is asked to move her to protection.

    It stands on the worker's day until the authority was told; what was answered is kept with it.
    Offences of which nobody said whether they follow are from now on presumed to (NCR-001, NCR-009).
    """
    fact = BrokenSafeguardInput(
        safeguard=Safeguard.NOT_MOVED,
        happened_on=case.office.today(),
        authority=authority,
        texts=texts,
    )
    asked = orders.record_broken_safeguard(case=case, data=fact, actor=actor)
    offences = access.visible(actor, PossibleMisidentification).filter(
        file=case.file_id,
        kind=MisidentificationKind.OFFENDER,
        follows__in=["", FollowsFromTrafficking.NOT_KNOWN],
    )

    writing.change_where(offences, actor=actor, follows=FollowsFromTrafficking.PRESUMED)
    return asked
