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
from saathi.protection.orders.actions import SafeguardTold
from saathi.protection.orders.models import BrokenSafeguard
from saathi.protection.orders.rules import USUALLY_TOLD
from saathi.protection.orders.vocabulary import AuthorityKind, Safeguard
from saathi.protection.screening import rules
from saathi.protection.screening.models import RecordedAs
from saathi.protection.screening.vocabulary import (
    Follows,
    Misread,
    Offence,
    RecordedBy,
)


@dataclass(frozen=True)
class RecordedTold:
    """How somebody recorded a child; `words` are sealed: what was written, why it is unrelated.

    `authority` and `body`: who is to be told where it holds against her what follows from trafficking.
    """

    kind: Misread
    by_whom: RecordedBy
    happened_on: dt.date
    offence: Offence | None = None
    follows: Follows = Follows.NOT_KNOWN
    authority: AuthorityKind = USUALLY_TOLD
    body: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def record_as(*, child: Child, told: RecordedTold, by: Staff) -> RecordedAs:
    """That somebody recorded the child so; from now on a screening is prompted (IDN-008).

    As an offender for what follows from trafficking: a broken safeguard as well, of which an
    authority is to be told, and no offence of hers (NCR-001).
    """
    access.require(by, Permission.WORK_ON_CASE, RecordedAs(file_id=child.file_id))
    follows = ""
    if told.kind == Misread.OFFENDER:
        presumed = decided.is_presumed(by, child)
        follows = rules.follows(told.follows, is_presumed=presumed)
    if follows in rules.HELD_AGAINST_HER:
        _tell(child, told, by)  # first: the record answers the prompt to which this would lead
    record = RecordedAs(
        file_id=child.file_id,
        child=child,
        kind=told.kind,
        by_whom=told.by_whom,
        happened_on=told.happened_on,
        offence=told.offence or "",
        follows=follows,
    )
    kept = {name: text for name, text in told.words.items() if text}
    return writing.add(record, by=by, payload=kept or None)


def _tell(child: Child, told: RecordedTold, by: Staff) -> None:
    """The charge as a broken safeguard: on her day until the authority was told."""
    fact = SafeguardTold(
        safeguard=Safeguard.CHARGED,
        happened_on=told.happened_on,
        authority=told.authority,
        words={"what": told.words.get("what", ""), "body": told.body},
    )
    orders.record_safeguard(case=current_case(by, child), told=fact, by=by)


@transaction.atomic
def ask_transfer(
    *, case: Case, authority: AuthorityKind, words: Mapping[str, str], by: Staff
) -> BrokenSafeguard:
    """That she is dealt with as an offender, and an authority is asked to move her to protection.

    It stands on the worker's day until the authority was told; what was answered is kept with it.
    Offences of which nobody said whether they follow are from now on presumed to (NCR-001, NCR-009).
    """
    fact = SafeguardTold(
        safeguard=Safeguard.NOT_MOVED,
        happened_on=case.office.today(),
        authority=authority,
        words=words,
    )
    asked = orders.record_safeguard(case=case, told=fact, by=by)
    offences = access.visible(by, RecordedAs).filter(
        file=case.file_id, kind=Misread.OFFENDER, follows__in=["", Follows.NOT_KNOWN]
    )

    writing.change_where(offences, by=by, follows=Follows.PRESUMED)
    return asked
