"""Write actions for relations of a child and alleged perpetrators."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.actions import change_record
from saathi.infra.reasons import Refused
from saathi.people.around import rules
from saathi.people.around.models import AllegedPerpetrator, Relation
from saathi.people.around.rules import AllegationChange
from saathi.people.around.vocabulary import AllegationSource, AllegationState, RelationKind
from saathi.people.models import Child


@transaction.atomic
def add_relation(*, relation: Relation, actor: Staff) -> Relation:
    """Records a relation; a sibling's file can be linked only if the actor may read it."""
    access.require(actor, Permission.WORK_ON_CASE, relation)
    if relation.linked_file:
        _require_readable_file(UUID(relation.linked_file), relation.file_id, actor)

    return writing.add(relation, actor=actor)


class AllegationChangeRefused(Refused):
    """A change of an allegation that cannot be saved; `reasons` say why."""


@transaction.atomic
def change_alleged_perpetrator(
    *,
    alleged: AllegedPerpetrator,
    texts: Mapping[str, str],
    columns: Mapping[str, object],
    version: int,
    actor: Staff,
) -> AllegedPerpetrator:
    """Changes an opened allegation; `AllegationChangeRefused` with reasons.

    That it was withdrawn, or is about another person, takes effect once a second person records the
    same status.
    """
    status = AllegationState(str(columns["allegation_state"]))
    change = AllegationChange(
        was=AllegationState(alleged.allegation_state),
        becomes=status,
        is_of_child=alleged.said_by == AllegationSource.CHILD,
        replaces_name=alleged.name not in {"", texts["name"]},
        changes_source=(alleged.said_by, alleged.said_by_name)
        != (columns["said_by"], texts["said_by_name"]),
        is_own_request=(alleged.asked_state, alleged.asked_by) == (status, actor.id),
        why=texts["why_changed"],
    )
    if reasons := rules.reasons_against_allegation_change(change):
        raise AllegationChangeRefused(reasons)
    for name, text in texts.items():
        if text or name != "why_changed":  # the last reason stays
            setattr(alleged, name, text)
    values = {**columns, **_status_values(alleged, status, actor)}
    return change_record(record=alleged, columns=values, version=version, actor=actor)


def _status_values(
    alleged: AllegedPerpetrator, status: AllegationState, actor: Staff
) -> dict[str, object]:
    """The status, in effect or recorded by the first of two people."""
    if status == alleged.allegation_state:
        return {}
    if status == AllegationState.ALLEGED:
        return {"asked_state": "", "asked_by": None}
    if alleged.asked_state == status and alleged.asked_by != actor.id:
        return {"allegation_state": status}
    return {
        "allegation_state": alleged.allegation_state,
        "asked_state": status,
        "asked_by": actor.id,
    }


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
