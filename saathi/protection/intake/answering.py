"""The holder's side of an enquiry: the child's view on the person who asks, and the decision on contact."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from saathi.agencies import access, notices, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import NoticeKind
from saathi.infra import clock
from saathi.infra.reasons import Reason, Refused
from saathi.protection.intake import rules
from saathi.protection.intake.models import EnquiryMatch
from saathi.protection.intake.vocabulary import (
    ChildView,
    ContactThrough,
    EnquirySource,
    EnquiryState,
    MatchUse,
    Safety,
)


class NoContact(Refused):
    """Contact cannot be made now; `reasons` tell why. To make none is always possible."""


@dataclass(frozen=True)
class HeardView:
    """What the child said to being in touch with this person, when, and whom she told it."""

    view: ChildView
    on: dt.date
    words: Mapping[str, str] = field(default_factory=dict)  # view_words, asked_by


@dataclass(frozen=True)
class Decision:
    """Contact or none; whether it is safe, through whom, and why."""

    make_contact: bool
    safety: Safety = Safety.NOT_LOOKED
    through: ContactThrough = ContactThrough.NOBODY
    words: Mapping[str, str] = field(default_factory=dict)  # reason, through_whom


@transaction.atomic
def record_view(*, match: EnquiryMatch, heard: HeardView, version: int, by: Staff) -> EnquiryMatch:
    """The match with her view on the person who asks; what she said before is kept."""
    access.require(by, Permission.ANSWER_ENQUIRY, match)
    if match.state != EnquiryState.WAITING:
        raise access.NotAllowed

    return writing.change(
        match,
        by=by,
        version=version,
        payload=records.words_of(match) | dict(heard.words),
        view=heard.view,
        view_on=heard.on,
    )


@transaction.atomic
def decide(*, match: EnquiryMatch, decision: Decision, version: int, by: Staff) -> EnquiryMatch:
    """The match with the holder's decision. The one who asked learns only of contact that is made.

    `NoContact` where contact may not be made: without her view, against it, or into danger.
    """
    access.require(by, Permission.ANSWER_ENQUIRY, match)
    if match.state != EnquiryState.WAITING:
        raise access.NotAllowed
    if decision.make_contact and (reasons := _against_contact(match, decision)):
        raise NoContact(reasons)

    state = EnquiryState.CONTACT_MADE if decision.make_contact else EnquiryState.NO_CONTACT
    through = decision.through or ContactThrough.OFFICE
    writing.change(
        match,
        by=by,
        version=version,
        payload=records.words_of(match) | dict(decision.words),
        state=state,
        decided_by=by.id,
        decided_at=clock.now(),
        safety=decision.safety,
        through=through if decision.make_contact else ContactThrough.NOBODY,
    )
    if decision.make_contact:
        is_missing = match.source == EnquirySource.MISSING
        kind = NoticeKind.MISSING_CONTACT if is_missing else NoticeKind.CONTACT_MADE
        notices.tell(match.asker, kind=kind, record=match.enquiry, by=by)
    return match


def _against_contact(match: EnquiryMatch, decision: Decision) -> tuple[Reason, ...]:
    return rules.reasons_against_contact(
        is_traced=match.use == MatchUse.TRACING,
        is_protected=match.file.is_protected,
        view=ChildView(match.view),
        safety=decision.safety,
        through=decision.through,
    )
