"""The holder's side of an enquiry: the child's view on the asker, and the decision on contact."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import connection, transaction

from saathi.agencies import access, notices, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra import clock
from saathi.infra.reasons import Reason, Refused
from saathi.protection.identification.intake import rules
from saathi.protection.identification.intake.models import EnquiryMatch
from saathi.protection.identification.intake.vocabulary import (
    CONTACT_MADE_NOTICE,
    MISSING_CONTACT_NOTICE,
    ChildView,
    ContactSafety,
    ContactThrough,
    EnquirySource,
    EnquiryState,
    MatchUse,
)


class ContactNotPermitted(Refused):
    """Contact may not be made now; `reasons` say why. No contact is always possible."""


@dataclass(frozen=True)
class ChildViewInput:
    """The child's view on contact with this person, the day, and who asked the child."""

    view: ChildView
    stated_on: dt.date
    texts: Mapping[str, str] = field(default_factory=dict)  # view_words, asked_by


@dataclass(frozen=True)
class ContactDecisionInput:
    """The decision on contact: whether to make it, its safety, the channel, and why."""

    make_contact: bool
    safety: ContactSafety = ContactSafety.NOT_LOOKED
    through: ContactThrough = ContactThrough.NOBODY
    texts: Mapping[str, str] = field(default_factory=dict)  # reason, through_whom


@transaction.atomic
def record_child_view(
    *, match: EnquiryMatch, data: ChildViewInput, version: int, actor: Staff
) -> EnquiryMatch:
    """Records the child's view on the asker; an earlier view is kept."""
    access.require(actor, Permission.ANSWER_ENQUIRY, match)
    if match.state != EnquiryState.WAITING:
        raise access.NotAllowed

    return writing.change(
        match,
        actor=actor,
        version=version,
        payload=records.open_texts(match) | dict(data.texts),
        view=data.view,
        view_on=data.stated_on,
    )


@transaction.atomic
def decide_on_contact(
    *, match: EnquiryMatch, decision: ContactDecisionInput, version: int, actor: Staff
) -> EnquiryMatch:
    """Records the holder's decision. The asker is notified only if contact is made.

    `ContactNotPermitted` if contact may not be made: without the child's view, against it, or if unsafe.
    """
    access.require(actor, Permission.ANSWER_ENQUIRY, match)
    if match.state != EnquiryState.WAITING:
        raise access.NotAllowed
    if decision.make_contact and (reasons := _reasons_against_contact(match, decision)):
        raise ContactNotPermitted(reasons)

    state = EnquiryState.CONTACT_MADE if decision.make_contact else EnquiryState.NO_CONTACT
    through = decision.through or ContactThrough.OFFICE
    writing.change(
        match,
        actor=actor,
        version=version,
        payload=records.open_texts(match) | dict(decision.texts),
        state=state,
        decided_by=actor.id,
        decided_at=clock.now(),
        safety=decision.safety,
        through=through if decision.make_contact else ContactThrough.NOBODY,
    )
    if decision.make_contact:
        is_missing = match.source == EnquirySource.MISSING
        kind = MISSING_CONTACT_NOTICE if is_missing else CONTACT_MADE_NOTICE
        notices.notify_staff(match.asker, kind=kind, record=match.enquiry, actor=actor)
    return match


def _reasons_against_contact(
    match: EnquiryMatch, decision: ContactDecisionInput
) -> tuple[Reason, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT enquiry_contact_lacks(%s, %s)", [match.pk, decision.through.value])
        lacks = cursor.fetchone()[0]
    reasons = rules.reasons_against_contact(
        is_traced=match.use == MatchUse.TRACING,
        is_protected=match.file.is_protected,
        view=ChildView(match.view),
        safety=decision.safety,
        through=decision.through,
    )
    return reasons + rules.reasons_against_contact_abroad(lacks)
