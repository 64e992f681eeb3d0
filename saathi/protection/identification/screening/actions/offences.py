"""Actions for misidentification and for moving a child from prosecution to protection.

Every fact is kept. If a consequence of trafficking is held against the child, this is marked and
notified.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import current_case
from saathi.protection.decisions.orders import actions as orders
from saathi.protection.decisions.orders import queries as order_queries
from saathi.protection.decisions.orders.actions import BrokenSafeguardInput
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.decisions.orders.vocabulary import AuthorityKind, Safeguard
from saathi.protection.identification.screening import rules
from saathi.protection.identification.screening.models import PossibleMisidentification
from saathi.protection.identification.screening.vocabulary import (
    FollowsFromTrafficking,
    MisidentificationKind,
    Offence,
    RecordedBy,
)


@dataclass(frozen=True)
class MisidentificationInput:
    """How an authority recorded a child. Sealed keys of `texts`: what was written, why it is unrelated.

    `authority` and `body`: the authority to notify if a consequence of trafficking is held against the
    child.
    """

    kind: MisidentificationKind
    by_whom: RecordedBy
    happened_on: dt.date
    offence: Offence | None = None
    follows: FollowsFromTrafficking = FollowsFromTrafficking.NOT_RECORDED
    authority: AuthorityKind | None = None  # None: as the procedure of the country says
    body: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def record_misidentification(
    *, child: Child, data: MisidentificationInput, actor: Staff
) -> PossibleMisidentification:
    """Records a misidentification; from now on a screening is prompted (IDN-008).

    If the offence follows from trafficking, a safeguard is breached and an authority must be
    notified; it is not held against the child (NCR-001).
    """
    access.require(actor, Permission.WORK_ON_CASE, PossibleMisidentification(file_id=child.file_id))
    follows = ""
    if data.kind == MisidentificationKind.OFFENDER:
        presumed = order_queries.is_trafficking_presumed(actor, child)
        follows = rules.does_follow_from_trafficking(data.follows, is_presumed=presumed)
    if follows in rules.FOLLOWS_FROM_TRAFFICKING:
        _tell(
            child, data, actor
        )  # saved first: this record answers the prompt that it would otherwise cause
    record = PossibleMisidentification(
        file_id=child.file_id,
        child=child,
        kind=data.kind,
        by_whom=data.by_whom,
        happened_on=data.happened_on,
        offence=data.offence or "",
        follows=follows,
    )
    texts = {name: text for name, text in data.texts.items() if text}
    return writing.add(record, actor=actor, payload=texts or None)


def _tell(child: Child, data: MisidentificationInput, actor: Staff) -> None:
    """Records the charge as a breached safeguard, open until the authority is notified."""
    fact = BrokenSafeguardInput(
        safeguard=Safeguard.CHARGED,
        happened_on=data.happened_on,
        authority=data.authority,
        texts={"what": data.texts.get("what", ""), "body": data.body},
    )
    orders.record_broken_safeguard(case=current_case(actor, child), data=fact, actor=actor)


@transaction.atomic
def request_protection_transfer(
    *, case: Case, authority: AuthorityKind, texts: Mapping[str, str], actor: Staff
) -> BrokenSafeguard:
    """Asks an authority to move a child treated as an offender to protection; records both.

    The request is due for the worker until the authority is notified; the answer is kept with it.
    Offences without a stated relation to trafficking are from now on presumed to follow from it
    (NCR-001, NCR-009).
    """
    fact = BrokenSafeguardInput(
        safeguard=Safeguard.NOT_MOVED,
        happened_on=case.office.today(),
        authority=authority,
        texts=texts,
    )
    safeguard = orders.record_broken_safeguard(case=case, data=fact, actor=actor)
    offences = access.visible(actor, PossibleMisidentification).filter(
        file=case.file_id,
        kind=MisidentificationKind.OFFENDER,
        follows__in=["", FollowsFromTrafficking.NOT_KNOWN],
    )

    writing.change_matching(offences, actor=actor, follows=FollowsFromTrafficking.PRESUMED)
    return safeguard
