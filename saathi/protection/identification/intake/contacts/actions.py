"""Actions on contacts: record, turn into a report, refer further, enter from paper."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from saathi.agencies import access, collection_methods, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import CollectionMethod, FileKind
from saathi.protection.identification.intake import actions as intake
from saathi.protection.identification.intake import rules
from saathi.protection.identification.intake.models import Contact, ContactReferral, Report
from saathi.protection.identification.intake.vocabulary import (
    KINDS_WITHOUT_TEXT,
    ContactKind,
    ContactReferralKind,
    ContactReferralState,
    Urgency,
)

type SealedTexts = Mapping[str, str]


class ContactTextNotPermitted(Exception):
    """A contact of this kind is stored without text; `reasons` explain it."""

    def __init__(self, kind: ContactKind, texts: SealedTexts) -> None:
        super().__init__("A contact of this kind is kept without words.")
        self.reasons = rules.reasons_against_text(kind, texts)


@dataclass(frozen=True)
class ContactInput:
    """A contact as it was. Only time, channel and kind are required."""

    happened_at: dt.datetime
    channel: str
    kind: str
    reporter_kind: str = ""
    language: str = ""
    urgency: str = Urgency.NOT_KNOWN
    country: str = ""
    district: str = ""
    asked_about: Sequence[str] = ()
    given: Sequence[str] = ()
    is_from_paper: bool = False
    texts: SealedTexts = field(default_factory=dict)  # what, reporter_name, reporter_contact

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its sealed texts."""
        values = {name: value for name, value in vars(self).items() if name != "texts"}
        is_bare = self.kind in KINDS_WITHOUT_TEXT
        return values | {
            "asked_about": [] if is_bare else list(self.asked_about),
            "given": list(self.given),
            "reporter_kind": "" if is_bare else self.reporter_kind,
        }


@transaction.atomic
def record_contact(*, new: ContactInput, actor: Staff) -> Contact:
    """Saves the contact, in a file of its own; a key is created only if there is text to seal."""
    access.require(actor, Permission.RECORD_REPORT)
    if rules.reasons_against_text(ContactKind(new.kind), new.texts):
        raise ContactTextNotPermitted(ContactKind(new.kind), new.texts)

    texts = {name: text for name, text in new.texts.items() if text.strip()}
    file = writing.create_file(
        kind=FileKind.REPORT, office=actor.office, actor=actor, is_sealed=bool(texts)
    )
    contact = Contact(file=file, **new.columns())
    if new.is_from_paper:
        collection_methods.set_collection_method(contact, CollectionMethod.PAPER)
    return writing.add(contact, actor=actor, payload=texts or None)


@transaction.atomic
def create_report_from_contact(
    *, contact: Contact, new: intake.ReportInput, version: int, actor: Staff
) -> Report:
    """Creates the report of the concern in the same file, with the same access rights.

    A contact of any kind may turn out to be a concern, and is one from then on. NotAllowed if it was
    turned into a report before.
    """
    access.require(actor, Permission.RECORD_REPORT, contact)
    if contact.report_id is not None:
        raise access.NotAllowed

    report = intake.add_report(file=contact.file, new=new, actor=actor)
    writing.change(contact, actor=actor, version=version, kind=ContactKind.CONCERN, report=report)
    intake.bypass_named_staff(report=report, named=(new.named_staff, new.named_office), actor=actor)
    return report


@transaction.atomic
def record_contact_with_report(
    *, new: ContactInput, report: intake.ReportInput | None, actor: Staff
) -> Contact:
    """Records a contact and its report, if there is one, together.

    So a contact that accuses a colleague is at no moment open to them, and both keep the time of the
    event and the time of recording. `NamingRefused` as for a new report.
    """
    contact = record_contact(new=new, actor=actor)

    if report is not None:
        create_report_from_contact(
            contact=contact, new=report, version=contact.version, actor=actor
        )
    return contact


@dataclass(frozen=True)
class ContactReferralInput:
    """The service a person is referred to; `texts` are sealed: to, whom, what, answer."""

    kind: ContactReferralKind
    state: ContactReferralState
    made_at: dt.datetime
    texts: SealedTexts = field(default_factory=dict)


@transaction.atomic
def create_contact_referral(
    *, contact: Contact, new: ContactReferralInput, actor: Staff
) -> ContactReferral:
    """Adds the referral independently of other outcomes; needs neither a report nor a case."""
    referral = ContactReferral(
        file_id=contact.file_id,
        contact=contact,
        kind=new.kind,
        state=new.state,
        made_at=new.made_at,
    )
    access.require(actor, Permission.RECORD_REPORT, referral)

    return writing.add(referral, actor=actor, payload=writing.nonblank_texts(new.texts))


@dataclass(frozen=True)
class ContactReferralFollowUpInput:
    """The outcome of a referral."""

    state: ContactReferralState
    answered_on: dt.date | None = None
    answer: str = ""


@transaction.atomic
def follow_up_contact_referral(
    *,
    referral: ContactReferral,
    data: ContactReferralFollowUpInput,
    earlier_texts: SealedTexts,
    version: int,
    actor: Staff,
) -> ContactReferral:
    """Updates the state of the referral; earlier content is kept among the old values."""
    access.require(actor, Permission.RECORD_REPORT, referral)

    payload = writing.nonblank_texts({**earlier_texts, "answer": data.answer})
    return writing.change(
        referral,
        actor=actor,
        version=version,
        payload=payload,
        state=data.state,
        answered_on=data.answered_on,
    )
