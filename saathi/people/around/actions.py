"""Write actions for relations of a child and alleged perpetrators."""

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
    """A person around the child. Keys of `texts`: name, where, phone, note, her_words, why_ended."""

    kind: RelationKind
    texts: Texts
    lives_with: YesNo = YesNo.NOT_KNOWN
    is_carer: YesNo = YesNo.NOT_KNOWN
    contact: ContactWish = ContactWish.NOT_ASKED
    danger: DangerToChild = DangerToChild.NOT_KNOWN
    life: LifeStatus = LifeStatus.NOT_KNOWN
    ended_on: dt.date | None = None
    sibling_file: UUID | None = None  # file of a sibling who is registered here

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        hidden = {"texts", "sibling_file"}
        return {name: value for name, value in vars(self).items() if name not in hidden}

    def payload(self) -> dict[str, str]:
        """The content of the envelope, including the sibling's file id."""
        joined = {"file": self.sibling_file.hex} if self.sibling_file else {}
        return filled_texts(self.texts) | joined


@transaction.atomic
def add_relation(*, child: Child, data: RelationInput, actor: Staff) -> Relation:
    """Records a relation; a sibling's file can be linked only if the actor may read it."""
    person = Relation(file_id=child.file_id, child=child, **data.columns())
    access.require(actor, Permission.WORK_ON_CASE, person)
    _require_readable_file(data.sibling_file, child, actor)

    return writing.add(person, actor=actor, payload=data.payload())


@transaction.atomic
def change_relation(
    *, relation: Relation, data: RelationInput, version: int, actor: Staff
) -> Relation:
    """Changes or ends a relation; the earlier version is kept."""
    access.require(actor, Permission.WORK_ON_CASE, relation)

    return writing.change(
        relation, actor=actor, version=version, payload=data.payload(), **data.columns()
    )


@transaction.atomic
def add_reverse_sibling_link(*, child: Child, sibling: Child, actor: Staff) -> Relation | None:
    """Writes the reverse link into the sibling's file; None if the actor may not write there.

    The link carries no name: a reader of the sibling's file alone learns only that there is a
    sibling.
    """
    if not access.may_write(actor, sibling.file_id, Relation.section):
        return None
    reverse = RelationInput(RelationKind.SIBLING, {}, sibling_file=child.file_id)
    return add_relation(child=sibling, data=reverse, actor=actor)


@dataclass(frozen=True)
class AllegedPerpetratorInput:
    """An alleged perpetrator. Keys of `texts`: name, where, marks, on_what, how, said_by_name."""

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
        values = {name: value for name, value in vars(self).items() if name != "texts"}
        return values | {"roles": list(self.roles), "reached": list(self.reached)}


@transaction.atomic
def add_alleged_perpetrator(
    *, child: Child, data: AllegedPerpetratorInput, actor: Staff
) -> AllegedPerpetrator:
    """Records an allegation: what is alleged, by whom, since when, on what basis."""
    alleged = AllegedPerpetrator(file_id=child.file_id, child=child, **data.columns())
    access.require(actor, Permission.WORK_ON_CASE, alleged)

    return writing.add(alleged, actor=actor, payload=filled_texts(data.texts))


@transaction.atomic
def change_alleged_perpetrator(
    *, alleged: AllegedPerpetrator, data: AllegedPerpetratorInput, version: int, actor: Staff
) -> AllegedPerpetrator:
    """Changes an allegation, also to withdrawn or to mistaken identity."""
    access.require(actor, Permission.WORK_ON_CASE, alleged)

    return writing.change(
        alleged, actor=actor, version=version, payload=filled_texts(data.texts), **data.columns()
    )


@dataclass(frozen=True)
class AuthorityOutcomeInput:
    """A step or decision of an authority. Keys of `texts`: its name, the number of the document, a note."""

    kind: AuthorityOutcomeKind
    body: AuthorityBody
    decided_on: dt.date
    texts: Texts


@transaction.atomic
def add_outcome(
    *, alleged: AllegedPerpetrator, data: AuthorityOutcomeInput, actor: Staff
) -> Outcome:
    """Adds a step or decision of an authority to those on record."""
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
    """Refuses a file that the actor may not read as if it did not exist."""
    if file_id is None:
        return
    is_readable = access.visible(actor, Child).filter(file_id=file_id).exists()
    if not is_readable or file_id == child.file_id:
        raise access.NotAllowed
