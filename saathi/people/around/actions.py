"""Writes about the people around a child and those said to have harmed her."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.people.around.models import AllegedPerpetrator, Outcome, Relation
from saathi.people.around.vocabulary import (
    AllegationSource,
    AllegationState,
    AllegedPerpetratorKind,
    AllegedRelationship,
    AuthorityBody,
    AuthorityOutcomeKind,
    ContactWish,
    DangerToChild,
    FirmKind,
    LifeStatus,
    RelationKind,
)
from saathi.people.identity.actions import filled_texts
from saathi.people.models import Child
from saathi.people.vocabulary import YesNo

type Texts = Mapping[str, str]


@dataclass(frozen=True)
class RelationInput:
    """Somebody around the child. `words`: name, where, phone, note, her_words, why_ended."""

    kind: RelationKind
    texts: Texts
    lives_with: YesNo = YesNo.NOT_KNOWN
    is_carer: YesNo = YesNo.NOT_KNOWN
    contact: ContactWish = ContactWish.NOT_ASKED
    danger: DangerToChild = DangerToChild.NOT_KNOWN
    life: LifeStatus = LifeStatus.NOT_KNOWN
    ended_on: dt.date | None = None
    sibling_file: UUID | None = None  # of a sister or brother who has a file here

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        hidden = {"texts", "sibling_file"}
        return {name: value for name, value in vars(self).items() if name not in hidden}

    def payload(self) -> dict[str, str]:
        """The envelope of the record; the file of a sibling lies in it."""
        joined = {"file": self.sibling_file.hex} if self.sibling_file else {}
        return filled_texts(self.texts) | joined


@transaction.atomic
def add_relation(*, child: Child, data: RelationInput, actor: Staff) -> Relation:
    """Somebody around the child on record; a sibling's file only where it is read as well."""
    person = Relation(file_id=child.file_id, child=child, **data.columns())
    access.require(actor, Permission.WORK_ON_CASE, person)
    _require_readable_file(data.sibling_file, child, actor)

    return writing.add(person, actor=actor, payload=data.payload())


@transaction.atomic
def change_relation(
    *, relation: Relation, data: RelationInput, version: int, actor: Staff
) -> Relation:
    """Somebody around the child as it is now, or at its end; what stood before is kept."""
    access.require(actor, Permission.WORK_ON_CASE, relation)

    return writing.change(
        relation, actor=actor, version=version, payload=data.payload(), **data.columns()
    )


@transaction.atomic
def add_reverse_sibling_link(*, child: Child, sibling: Child, actor: Staff) -> Relation | None:
    """The same link written into the sibling's file; None where this person may not write there.

    No name goes with it: who reads that file and not this one learns no more than that there is a
    sister or brother.
    """
    if not access.may_write(actor, sibling.file_id, Relation.section):
        return None
    told = RelationInput(RelationKind.SIBLING, {}, sibling_file=child.file_id)
    return add_relation(child=sibling, data=told, actor=actor)


@dataclass(frozen=True)
class AllegedPerpetratorInput:
    """Who is said to have harmed her. `words`: name, where, marks, on_what, how, said_by_name."""

    subject: AllegedPerpetratorKind
    said_by: AllegationSource
    said_on: dt.date
    texts: Texts
    firm_kind: FirmKind = FirmKind.NOT_SAID
    roles: Sequence[str] = ()
    relationship: AllegedRelationship = AllegedRelationship.NOT_KNOWN
    relation: Relation | None = None
    reached: Sequence[str] = ()
    is_organised: YesNo = YesNo.NOT_KNOWN
    standing: AllegationState = AllegationState.STANDS
    accused_staff: UUID | None = None

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        own = {name: value for name, value in vars(self).items() if name != "texts"}
        return own | {"roles": list(self.roles), "reached": list(self.reached)}


@transaction.atomic
def add_alleged_perpetrator(
    *, child: Child, data: AllegedPerpetratorInput, actor: Staff
) -> AllegedPerpetrator:
    """An accusation on record: what is said, by whom, since when, on what."""
    alleged = AllegedPerpetrator(file_id=child.file_id, child=child, **data.columns())
    access.require(actor, Permission.WORK_ON_CASE, alleged)

    return writing.add(alleged, actor=actor, payload=filled_texts(data.texts))


@transaction.atomic
def change_alleged_perpetrator(
    *, alleged: AllegedPerpetrator, data: AllegedPerpetratorInput, version: int, actor: Staff
) -> AllegedPerpetrator:
    """The accusation as it is said now, taken back, or about somebody else after all."""
    access.require(actor, Permission.WORK_ON_CASE, alleged)

    return writing.change(
        alleged, actor=actor, version=version, payload=filled_texts(data.texts), **data.columns()
    )


@dataclass(frozen=True)
class AuthorityOutcomeInput:
    """What an authority did; `words`: its name, the number of the paper, a note."""

    kind: AuthorityOutcomeKind
    body: AuthorityBody
    decided_on: dt.date
    texts: Texts


@transaction.atomic
def add_outcome(
    *, alleged: AllegedPerpetrator, data: AuthorityOutcomeInput, actor: Staff
) -> Outcome:
    """One more step or decision of an authority, beside those before."""
    outcome = Outcome(
        file_id=alleged.file_id,
        alleged=alleged,
        kind=data.kind,
        body=data.body,
        decided_on=data.decided_on,
    )
    access.require(actor, Permission.WORK_ON_CASE, outcome)

    return writing.add(outcome, actor=actor, payload=filled_texts(data.texts))


def _require_readable_file(file_id: UUID | None, child: Child, actor: Staff) -> None:
    """Refuses a file that this person does not read, as if there were none."""
    if file_id is None:
        return
    found = access.visible(actor, Child).filter(file_id=file_id).exists()
    if not found or file_id == child.file_id:
        raise access.NotAllowed
