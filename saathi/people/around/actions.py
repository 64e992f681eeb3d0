"""Writes about the people around a child and those said to have harmed her."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.people.around.models import Alleged, Outcome, Relation
from saathi.people.around.vocabulary import (
    Body,
    Contact,
    Danger,
    FirmKind,
    Life,
    OutcomeKind,
    RelationKind,
    Relationship,
    SaidBy,
    Standing,
    Subject,
)
from saathi.people.identity.actions import filled
from saathi.people.models import Child
from saathi.people.vocabulary import YesNo

type Words = Mapping[str, str]


@dataclass(frozen=True)
class PersonTold:
    """Somebody around the child. `words`: name, where, phone, note, her_words, why_ended."""

    kind: RelationKind
    words: Words
    lives_with: YesNo = YesNo.NOT_KNOWN
    is_carer: YesNo = YesNo.NOT_KNOWN
    contact: Contact = Contact.NOT_ASKED
    danger: Danger = Danger.NOT_KNOWN
    life: Life = Life.NOT_KNOWN
    ended_on: dt.date | None = None
    sibling_file: UUID | None = None  # of a sister or brother who has a file here

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        hidden = {"words", "sibling_file"}
        return {name: value for name, value in vars(self).items() if name not in hidden}

    def payload(self) -> dict[str, str]:
        """The envelope of the record; the file of a sibling lies in it."""
        joined = {"file": self.sibling_file.hex} if self.sibling_file else {}
        return filled(self.words) | joined


@transaction.atomic
def add_person(*, child: Child, told: PersonTold, by: Staff) -> Relation:
    """Somebody around the child on record; a sibling's file only where it is read as well."""
    person = Relation(file_id=child.file_id, child=child, **told.columns())
    access.require(by, Permission.WORK_ON_CASE, person)
    _readable(told.sibling_file, child, by)

    return writing.add(person, by=by, payload=told.payload())


@transaction.atomic
def change_person(*, person: Relation, told: PersonTold, version: int, by: Staff) -> Relation:
    """Somebody around the child as it is now, or at its end; what stood before is kept."""
    access.require(by, Permission.WORK_ON_CASE, person)

    return writing.change(person, by=by, version=version, payload=told.payload(), **told.columns())


@transaction.atomic
def join_back(*, child: Child, sibling: Child, by: Staff) -> Relation | None:
    """The same link written into the sibling's file; None where this person may not write there.

    No name goes with it: who reads that file and not this one learns no more than that there is a
    sister or brother.
    """
    if not access.may_write(by, sibling.file_id, Relation.section):
        return None
    told = PersonTold(RelationKind.SIBLING, {}, sibling_file=child.file_id)
    return add_person(child=sibling, told=told, by=by)


@dataclass(frozen=True)
class AllegedTold:
    """Who is said to have harmed her. `words`: name, where, marks, on_what, how, said_by_name."""

    subject: Subject
    said_by: SaidBy
    said_on: dt.date
    words: Words
    firm_kind: FirmKind = FirmKind.NOT_SAID
    roles: Sequence[str] = ()
    relationship: Relationship = Relationship.NOT_KNOWN
    relation: Relation | None = None
    reached: Sequence[str] = ()
    is_organised: YesNo = YesNo.NOT_KNOWN
    standing: Standing = Standing.STANDS
    accused_staff: UUID | None = None

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        own = {name: value for name, value in vars(self).items() if name != "words"}
        return own | {"roles": list(self.roles), "reached": list(self.reached)}


@transaction.atomic
def add_alleged(*, child: Child, told: AllegedTold, by: Staff) -> Alleged:
    """An accusation on record: what is said, by whom, since when, on what."""
    alleged = Alleged(file_id=child.file_id, child=child, **told.columns())
    access.require(by, Permission.WORK_ON_CASE, alleged)

    return writing.add(alleged, by=by, payload=filled(told.words))


@transaction.atomic
def change_alleged(*, alleged: Alleged, told: AllegedTold, version: int, by: Staff) -> Alleged:
    """The accusation as it is said now, taken back, or about somebody else after all."""
    access.require(by, Permission.WORK_ON_CASE, alleged)

    return writing.change(
        alleged, by=by, version=version, payload=filled(told.words), **told.columns()
    )


@dataclass(frozen=True)
class OutcomeTold:
    """What an authority did; `words`: its name, the number of the paper, a note."""

    kind: OutcomeKind
    body: Body
    decided_on: dt.date
    words: Words


@transaction.atomic
def add_outcome(*, alleged: Alleged, told: OutcomeTold, by: Staff) -> Outcome:
    """One more step or decision of an authority, beside those before."""
    outcome = Outcome(
        file_id=alleged.file_id,
        alleged=alleged,
        kind=told.kind,
        body=told.body,
        decided_on=told.decided_on,
    )
    access.require(by, Permission.WORK_ON_CASE, outcome)

    return writing.add(outcome, by=by, payload=filled(told.words))


def _readable(file_id: UUID | None, child: Child, by: Staff) -> None:
    """Refuses a file that this person does not read, as if there were none."""
    if file_id is None:
        return
    found = access.visible(by, Child).filter(file_id=file_id).exists()
    if not found or file_id == child.file_id:
        raise access.NotAllowed
