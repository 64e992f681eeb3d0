"""Write actions for relations of a child and alleged perpetrators."""

from uuid import UUID

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.people.around.models import Relation
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


def _require_readable_file(linked: UUID, own: UUID, actor: Staff) -> None:
    """Refuses the child's own file and, as if it did not exist, one that the actor may not read."""
    if linked == own or not access.visible(actor, Child).filter(file_id=linked).exists():
        raise access.NotAllowed
