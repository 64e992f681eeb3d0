"""Write actions for relations of a child and alleged perpetrators."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.people.around.models import AllegedPerpetrator, Outcome, Relation
from saathi.people.around.vocabulary import RelationKind
from saathi.people.models import Child


@transaction.atomic
def add_relation(*, relation: Relation, actor: Staff) -> Relation:
    """Records a relation; a sibling's file can be linked only if the actor may read it."""
    access.require(actor, Permission.WORK_ON_CASE, relation)
    if relation.linked_file:
        _require_readable_file(UUID(relation.linked_file), relation.file_id, actor)

    return writing.add(relation, actor=actor)


@transaction.atomic
def change_relation(
    *, relation: Relation, columns: Mapping[str, object], version: int, actor: Staff
) -> Relation:
    """Changes or ends a relation, which has its new texts; the earlier version is kept."""
    access.require(actor, Permission.WORK_ON_CASE, relation)

    texts = payload_of(relation)
    return writing.change(relation, actor=actor, version=version, payload=texts, **columns)


@transaction.atomic
def add_reverse_sibling_link(*, child: Child, sibling: Child, actor: Staff) -> Relation | None:
    """Writes the reverse link into the sibling's file; None if the actor may not write there.

    The link carries no name: a reader of the sibling's file alone learns only that there is a
    sibling.
    """
    if not access.may_write(actor, sibling.file_id, Relation.section):
        return None
    reverse = Relation(file_id=sibling.file_id, child=sibling, kind=RelationKind.SIBLING)
    reverse.linked_file = child.file_id.hex
    return add_relation(relation=reverse, actor=actor)


@transaction.atomic
def add_alleged_perpetrator(*, alleged: AllegedPerpetrator, actor: Staff) -> AllegedPerpetrator:
    """Records an allegation: what is alleged, by whom, since when, on what basis."""
    access.require(actor, Permission.WORK_ON_CASE, alleged)

    return writing.add(alleged, actor=actor)


@transaction.atomic
def change_alleged_perpetrator(
    *, alleged: AllegedPerpetrator, columns: Mapping[str, object], version: int, actor: Staff
) -> AllegedPerpetrator:
    """Changes an allegation, which has its new texts, also to withdrawn or to mistaken identity."""
    access.require(actor, Permission.WORK_ON_CASE, alleged)

    texts = payload_of(alleged)
    return writing.change(alleged, actor=actor, version=version, payload=texts, **columns)


@transaction.atomic
def add_outcome(*, outcome: Outcome, actor: Staff) -> Outcome:
    """Adds a step or decision of an authority to those on record."""
    access.require(actor, Permission.WORK_ON_CASE, outcome)

    return writing.add(outcome, actor=actor)


def _require_readable_file(linked: UUID, own: UUID, actor: Staff) -> None:
    """Refuses a file that the actor may not read as if it did not exist, and the child's own."""
    if linked == own or not access.visible(actor, Child).filter(file_id=linked).exists():
        raise access.NotAllowed
