"""Queries for relations and alleged perpetrators, opened for one reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from saathi.agencies import access, record_history, records
from saathi.agencies.access import FileRights
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.queries import names_of, principals_hidden_from
from saathi.agencies.sections import Section
from saathi.infra.join_words import isolate_direction
from saathi.people.around.models import AllegedPerpetrator, Outcome, Relation
from saathi.people.models import Child
from saathi.vault import store as vault
from saathi.web.components import ActionLink

PAGE_SIZE = 50


@dataclass(frozen=True)
class RelationsPage:
    """One page of relations, and all allegations."""

    rights: FileRights
    people: Sequence[Relation]
    page: Page[Relation]
    alleged: Sequence[AllegedPerpetrator]
    outcomes: dict[UUID, list[Outcome]]  # by id of the alleged perpetrator, in order of the day
    opened: dict[UUID, dict[str, str]]
    earlier_names: dict[UUID, list[str]]  # of alleged perpetrators, the newest first
    askers: dict[UUID, str]  # names of those who recorded a status that waits
    siblings: dict[UUID, Child]  # by file id: siblings whose file the reader may read

    @property
    def record_ids(self) -> list[UUID]:
        """The ids of the records on the page, for the access log."""
        decided = [outcome for group in self.outcomes.values() for outcome in group]
        return [record.pk for record in (*self.people, *self.alleged, *decided)]

    def change_actions(self, section: Section, *actions: ActionLink) -> list[ActionLink]:
        """Links to what can be changed here, for staff who may write the section."""
        return list(actions) if self.rights.writes & section else []

    def texts(self, record: Scoped) -> dict[str, str]:
        """The opened texts of one of the records."""
        return self.opened.get(record.pk, {})


def load_relations_page(rights: FileRights, number: int | str = 1) -> RelationsPage:
    """Fifty relations per page, present first, and the latest fifty allegations. Seven queries."""
    # A present relation has no end date, and PostgreSQL sorts NULL first in descending order.
    relations = rights.records(Relation).order_by("-ended_on", "kind", "recorded_at", "pk")
    page = Paginator(relations, PAGE_SIZE).get_page(number)
    people = list(page.object_list)
    alleged = list(
        rights.records(AllegedPerpetrator).order_by("-said_on", "-recorded_at")[:PAGE_SIZE]
    )
    outcomes: dict[UUID, list[Outcome]] = {}
    decided = rights.records(Outcome).filter(alleged__in=[allegation.pk for allegation in alleged])
    for outcome in decided.order_by("decided_on", "recorded_at") if alleged else ():
        outcomes.setdefault(outcome.alleged_id, []).append(outcome)
    decisions = [outcome for group in outcomes.values() for outcome in group]
    opened = records.open_texts_of_each([*people, *alleged, *decisions])
    return RelationsPage(
        rights=rights,
        people=people,
        page=page,
        alleged=alleged,
        outcomes=outcomes,
        opened=opened,
        earlier_names={row.pk: _earlier_names(rights.staff, row, opened) for row in alleged},
        askers=names_of([row.asked_by for row in alleged if row.waits_for_second]),
        siblings=_siblings(rights.staff, opened.values()),
    )


def _earlier_names(
    staff: Staff, alleged: AllegedPerpetrator, opened: dict[UUID, dict[str, str]]
) -> list[str]:
    """Other names under which the allegation was recorded before, the newest first."""
    if alleged.version == 1:
        return []
    now = opened.get(alleged.pk, {}).get("name", "")
    values = record_history.old_values(staff, alleged)[:PAGE_SIZE]
    names = dict.fromkeys(vault.open_old_value(value).get("name", "") for value in values)
    return [name for name in names if name not in {"", now}]


def get_relation(staff: Staff, file_id: UUID, person_id: UUID) -> Relation:
    """A relation of a file, with an entry in the access log; 404 without access."""
    return records.get_record_of_file(staff, Relation, file_id, person_id)


def get_alleged_perpetrator(staff: Staff, file_id: UUID, alleged_id: UUID) -> AllegedPerpetrator:
    """An allegation of a file, with an entry in the access log; 404 without access and for the accused."""
    return records.get_record_of_file(staff, AllegedPerpetrator, file_id, alleged_id)


def readable_children(staff: Staff) -> QuerySet[Child]:
    """The children whose files the reader may read."""
    return access.visible(staff, Child)


def get_sibling(staff: Staff, texts: dict[str, str]) -> tuple[Child | None, UUID | None]:
    """The linked sibling if the reader may read that file; otherwise the file id, which stays linked."""
    sibling_file = texts.get("file")
    if not sibling_file:
        return None, None
    file_id = UUID(hex=sibling_file)
    child = readable_children(staff).filter(file_id=file_id).first()
    return child, None if child else file_id


def relation_choices(staff: Staff, child: Child) -> list[tuple[Relation, str]]:
    """The relations as choices of a form, labelled with the name or the relation."""
    relations = list(
        access.visible(staff, Relation).filter(child=child).order_by("kind")[:PAGE_SIZE]
    )
    opened = vault.open_many(relations)
    return [
        (relation, _relation_name(relation, opened.get(relation.pk, {}))) for relation in relations
    ]


def possible_accused_staff(
    staff: Staff, child: Child, accused: UUID | None = None
) -> QuerySet[Staff]:
    """Staff of the file's office and of the reader's own office, and the accused on record.

    Not the whole agency: in a list of thousands a wrong person is chosen too easily.
    """
    offices = [staff.office_id, child.file.office_id]
    staff_members = Staff.objects.filter(Q(office__in=offices) | Q(pk=accused)).exclude(pk=staff.pk)
    return staff_members.select_related("office").order_by("name")


def has_unhidden_accused(file_id: UUID, accused: Iterable[UUID]) -> bool:
    """Whether an accused staff member could still open the file; True if unknown to the reader."""
    return bool(set(accused) - principals_hidden_from(file_id))


def _relation_name(relation: Relation, texts: dict[str, str]) -> str:
    kind = str(relation.get_kind_display())
    return isolate_direction(f"{texts['name']} · {kind}") if texts.get("name") else kind


def _siblings(staff: Staff, opened: Iterable[dict[str, str]]) -> dict[UUID, Child]:
    files = [UUID(hex=texts["file"]) for texts in opened if texts.get("file")]
    return {child.file_id: child for child in readable_children(staff).filter(file_id__in=files)}
