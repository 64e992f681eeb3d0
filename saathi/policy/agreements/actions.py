"""Actions on agreements and focal points; each keeps the previous content and is logged."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import definer_functions
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit import actions
from saathi.agencies.register_kit.actions import SeenEntry
from saathi.agencies.register_kit.declaration import RegisterTables
from saathi.agencies.row_proofs import prove_rows
from saathi.infra import clock
from saathi.infra.reasons import Refused
from saathi.policy.agreements import rules
from saathi.policy.agreements.models import (
    Agreement,
    AgreementTranslation,
    AgreementVersion,
    FocalPoint,
    FocalPointContact,
    FocalPointVersion,
)
from saathi.policy.agreements.rules import AgreementEntryFacts, ContactTest, OfficeContactFacts
from saathi.policy.agreements.vocabulary import (
    AGREEMENT_RETURNED_NOTICE,
    AGREEMENT_WAITS_NOTICE,
    FOCAL_CONTACT_WAITS_NOTICE,
    FOCAL_POINT_RETURNED_NOTICE,
    FOCAL_POINT_WAITS_NOTICE,
    OfficeContactState,
    OfficeContactStatus,
)

AGREEMENTS: Final = RegisterTables(
    name="agreements.agreement",
    model=Agreement,
    versions=AgreementVersion,
    permission=Permission.KEEP_AGREEMENTS,
    key_fields=("title",),
    unique_constraint="agreements_agreement_once",
    waiting_notice=AGREEMENT_WAITS_NOTICE,
    returned_notice=AGREEMENT_RETURNED_NOTICE,
    translations=AgreementTranslation,
    translated_fields=("title", "about", "steps"),
)
FOCAL_POINTS: Final = RegisterTables(
    name="agreements.focal_point",
    model=FocalPoint,
    versions=FocalPointVersion,
    permission=Permission.KEEP_AGREEMENTS,
    key_fields=("country", "function", "office"),
    unique_constraint="agreements_focal_once",
    waiting_notice=FOCAL_POINT_WAITS_NOTICE,
    returned_notice=FOCAL_POINT_RETURNED_NOTICE,
)


class AgreementRefused(Refused):
    """The facts of an agreement do not fit together; `reasons` say which."""


class OfficeContactRefused(Refused):
    """The contact of an office that this person cannot publish; `reasons` say why."""


class ContactTestRefused(Refused):
    """A test of a contact cannot have taken place like this; `reasons` say why."""


def add_agreement(*, values: Mapping[str, Any], is_proposed: bool, actor: Staff) -> Agreement:
    """Adds an agreement, as a draft or submitted; `AgreementRefused` if its facts do not fit.

    `EntryAlreadyListed` if the agency has an agreement of this title or for this protocol.
    """
    _refuse_misfit(values, actor)
    return actions.add_entry(AGREEMENTS, values=values, is_proposed=is_proposed, actor=actor)


def change_agreement(
    *, seen: SeenEntry[Agreement], values: Mapping[str, Any], actor: Staff
) -> Agreement:
    """Changes an agreement; refused as in `add_agreement`, `ChangedMeanwhile` if outdated."""
    _refuse_misfit(values, actor)
    return actions.change_entry(AGREEMENTS, seen, values=values, actor=actor)


def _refuse_misfit(values: Mapping[str, Any], actor: Staff) -> None:
    facts = agreement_facts(values)
    if reasons := rules.reasons_against_agreement(facts, today=actor.office.today()):
        raise AgreementRefused(reasons)


def agreement_facts(values: Mapping[str, Any]) -> AgreementEntryFacts:
    """The facts of an agreement that must fit together, of its columns."""
    return AgreementEntryFacts(
        kind=values["kind"],
        verification=values["verification"],
        has_source=bool(values["source"].strip()),
        protocol=values["protocol"],
        signed_on=values["signed_on"],
        in_force_from=values["in_force_from"],
        ends_on=values["ends_on"],
    )


@dataclass(frozen=True)
class ContactTestInput:
    """A test of a focal point's contact: when, how, and whether the office answered."""

    tested_on: dt.date
    way: str
    is_reached: bool


def record_contact_test(
    *, seen: SeenEntry[FocalPoint], test: ContactTestInput, actor: Staff
) -> FocalPoint:
    """Records whether the office of a focal point answered, and when it is tested again.

    `ContactTestRefused` if the day is impossible.
    """
    entry = seen.entry
    contact = OfficeContactFacts(
        OfficeContactStatus(entry.contact_state), entry.tested_on, entry.unreachable_since
    )
    result = ContactTest(test.tested_on, test.is_reached)
    if reasons := rules.reasons_against_test(contact, result, today=actor.office.today()):
        raise ContactTestRefused(reasons)
    after = rules.contact_after_test(contact, result)
    values = {
        "contact_state": after.state.value,
        "tested_on": after.tested_on,
        "tested_by": actor.id,
        "test_way": test.way,
        "unreachable_since": after.unreachable_since,
        "review_on": rules.next_test_on(result),
    }
    return actions.change_entry(FOCAL_POINTS, seen, values=values, actor=actor, action="tested")


@dataclass(frozen=True)
class OfficeContact:
    """The official telephone and e-mail of an office; no private number, and no person."""

    telephone: str
    mail: str
    hours: str


@transaction.atomic
def record_contact(*, entry: FocalPoint, contact: OfficeContact, actor: Staff) -> FocalPointContact:
    """Proposes the contact of a focal point's office; the former one is used until it is published."""
    actions.require_maintainer(FOCAL_POINTS, entry, actor)
    added = FocalPointContact.objects.create(
        focal_point=entry,
        telephone=contact.telephone,
        mail=contact.mail,
        hours=contact.hours,
        recorded_by=actor.id,
    )
    _log_contact(entry, "contact_recorded", actor)
    notice, permission = FOCAL_CONTACT_WAITS_NOTICE.code, FOCAL_POINTS.permission.value
    values = [notice, entry.pk, permission, actor.id]
    definer_functions.make_change("register_tell", values, by=actor.id)
    return added


@transaction.atomic
def publish_contact(
    *, entry: FocalPoint, contact: FocalPointContact, seen: UUID, actor: Staff
) -> FocalPointContact:
    """Publishes a proposed contact as the second person; `OfficeContactRefused` with reasons.

    `contact` is the newest of the office, `seen` the id of the one that the person saw.
    """
    actions.require_maintainer(FOCAL_POINTS, entry, actor)
    reasons = rules.reasons_against_contact(
        is_newest=contact.state == OfficeContactState.PROPOSED,
        is_own=contact.recorded_by == actor.id,
        is_same=contact.pk == seen,
    )
    if reasons:
        raise OfficeContactRefused(reasons)
    values = {
        "state": OfficeContactState.PUBLISHED,
        "published_by": actor.id,
        "published_at": clock.now(),
    }
    prove_rows([(contact, values)], by=actor.id)
    FocalPointContact.objects.filter(pk=contact.pk).update(**values)
    _log_contact(entry, "contact_published", actor)
    return contact


def _log_contact(entry: FocalPoint, action: str, actor: Staff) -> None:
    audit.record(
        audit.AuditKind.WROTE,
        by=actor.id,
        agency=actor.agency_id,
        objects=[entry.pk],
        detail={"action": action, "model": FOCAL_POINTS.name},
    )
