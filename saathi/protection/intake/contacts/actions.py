"""Writes about contacts: taken down, turned into a report, referred further, entered from paper."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import FileKind
from saathi.protection.intake import actions as intake
from saathi.protection.intake import rules
from saathi.protection.intake.models import Contact, ContactReferral, Report
from saathi.protection.intake.vocabulary import (
    WITHOUT_WORDS,
    ContactKind,
    ReferralKind,
    ReferralState,
    Urgency,
)

type Words = Mapping[str, str]


class NoWordsHere(Exception):
    """A contact of this kind is kept without words; `reasons` say so."""

    def __init__(self, kind: ContactKind, words: Words) -> None:
        super().__init__("A contact of this kind is kept without words.")
        self.reasons = rules.reasons_against_words(kind, words)


@dataclass(frozen=True)
class NewContact:
    """A contact as it was. Only when, how and what kind it was must be said."""

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
    words: Words = field(default_factory=dict)  # what, reporter_name, reporter_contact

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        kept = {name: value for name, value in vars(self).items() if name != "words"}
        is_bare = self.kind in WITHOUT_WORDS
        return kept | {
            "asked_about": [] if is_bare else list(self.asked_about),
            "given": list(self.given),
            "reporter_kind": "" if is_bare else self.reporter_kind,
        }


@transaction.atomic
def record_contact(*, new: NewContact, by: Staff) -> Contact:
    """The contact, in a file of its own; a key is made only where there are words to seal."""
    access.require(by, Permission.RECORD_REPORT)
    if rules.reasons_against_words(ContactKind(new.kind), new.words):
        raise NoWordsHere(ContactKind(new.kind), new.words)

    words = {name: text for name, text in new.words.items() if text.strip()}
    file = writing.new_file(kind=FileKind.REPORT, office=by.office, by=by, is_sealed=bool(words))
    contact = Contact(file=file, **new.columns())
    return writing.add(contact, by=by, payload=words or None)


@transaction.atomic
def turn_into_report(*, contact: Contact, new: intake.NewReport, version: int, by: Staff) -> Report:
    """The report of the worry that somebody told; it lies in the same file, in the same hands.

    A contact of any kind may turn out to be one: it is a worry from then on. NotAllowed where it
    was turned already.
    """
    access.require(by, Permission.RECORD_REPORT, contact)
    if contact.report_id is not None:
        raise access.NotAllowed

    report = intake.add_report(file=contact.file, new=new, by=by)
    writing.change(contact, by=by, version=version, kind=ContactKind.CONCERN, report=report)
    return report


@transaction.atomic
def record_paper(*, new: NewContact, report: intake.NewReport | None, by: Staff) -> Contact:
    """A paper form entered later: the contact and, where it was a worry, its report, at one stroke.

    Both keep the time it happened beside the time it was written.
    """
    contact = record_contact(new=new, by=by)

    if report is not None:
        turn_into_report(contact=contact, new=report, version=contact.version, by=by)
    return contact


@dataclass(frozen=True)
class NewReferral:
    """Where somebody is referred to; `words` are sealed: to, whom, what, answer."""

    kind: ReferralKind
    state: ReferralState
    made_at: dt.datetime
    words: Words = field(default_factory=dict)


@transaction.atomic
def refer(*, contact: Contact, new: NewReferral, by: Staff) -> ContactReferral:
    """The referral beside whatever else becomes of the contact; it asks for no report and no case."""
    referral = ContactReferral(
        file_id=contact.file_id,
        contact=contact,
        kind=new.kind,
        state=new.state,
        made_at=new.made_at,
    )
    access.require(by, Permission.RECORD_REPORT, referral)

    return writing.add(referral, by=by, payload=writing.filled(new.words))


@dataclass(frozen=True)
class Followed:
    """What became of a referral."""

    state: ReferralState
    answered_on: dt.date | None = None
    answer: str = ""


@transaction.atomic
def follow_referral(
    *, referral: ContactReferral, told: Followed, earlier: Words, version: int, by: Staff
) -> ContactReferral:
    """The referral as it stands now; what stood before is kept among the old values."""
    access.require(by, Permission.RECORD_REPORT, referral)

    payload = writing.filled({**earlier, "answer": told.answer})
    return writing.change(
        referral,
        by=by,
        version=version,
        payload=payload,
        state=told.state,
        answered_on=told.answered_on,
    )
