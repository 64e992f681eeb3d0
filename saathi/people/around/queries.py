"""Who is around a child and who is said to have harmed her, opened for one reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Q, QuerySet

from saathi.agencies import access, records
from saathi.agencies.access import FileRights
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.sections import Section
from saathi.infra.join_words import isolate_direction
from saathi.people.around.models import AllegedPerpetrator, Outcome, Relation
from saathi.people.models import Child
from saathi.vault import store as vault
from saathi.web.components import ActionLink

PAGE_SIZE = 50


@dataclass(frozen=True)
class RelationsPage:
    """A page of the people around a child, and all that is said of those who harmed her."""

    rights: FileRights
    people: Sequence[Relation]
    page: Page[Relation]
    alleged: Sequence[AllegedPerpetrator]
    outcomes: dict[UUID, list[Outcome]]  # by what is alleged, by day
    opened: dict[UUID, dict[str, str]]
    siblings: dict[UUID, Child]  # by file: those that this person reads

    @property
    def record_ids(self) -> list[UUID]:
        """The records on the page, for the log."""
        decided = [one for some in self.outcomes.values() for one in some]
        return [one.pk for one in (*self.people, *self.alleged, *decided)]

    def change_actions(self, section: Section, *actions: ActionLink) -> list[ActionLink]:
        """The links of what can be changed here, for those who may write the section."""
        return list(actions) if self.rights.writes & section else []

    def texts(self, record: Scoped) -> dict[str, str]:
        """What is sealed in one of the records."""
        return self.opened.get(record.pk, {})


def load_relations_page(rights: FileRights, number: int | str = 1) -> RelationsPage:
    """Those who are around her first, fifty a page; the latest fifty accusations. Seven queries."""
    # Whoever is still around has no end, and PostgreSQL puts what is missing first here.
    found = rights.records(Relation).order_by("-ended_on", "kind", "recorded_at", "pk")
    page = Paginator(found, PAGE_SIZE).get_page(number)
    people = list(page.object_list)
    alleged = list(
        rights.records(AllegedPerpetrator).order_by("-said_on", "-recorded_at")[:PAGE_SIZE]
    )
    outcomes: dict[UUID, list[Outcome]] = {}
    decided = rights.records(Outcome).filter(alleged__in=[one.pk for one in alleged])
    for one in decided.order_by("decided_on", "recorded_at") if alleged else ():
        outcomes.setdefault(one.alleged_id, []).append(one)
    decisions = [one for some in outcomes.values() for one in some]
    opened = records.open_texts_of_each([*people, *alleged, *decisions])
    return RelationsPage(
        rights=rights,
        people=people,
        page=page,
        alleged=alleged,
        outcomes=outcomes,
        opened=opened,
        siblings=_siblings(rights.staff, opened.values()),
    )


def get_relation(staff: Staff, file_id: UUID, person_id: UUID) -> Relation:
    """Somebody around the child of a file, the look on record; 404 to strangers."""
    return records.get_record_of_file(staff, Relation, file_id, person_id)


def get_alleged_perpetrator(staff: Staff, file_id: UUID, alleged_id: UUID) -> AllegedPerpetrator:
    """An accusation of a file, the look on record; 404 to strangers and to the accused."""
    return records.get_record_of_file(staff, AllegedPerpetrator, file_id, alleged_id)


def readable_children(staff: Staff) -> QuerySet[Child]:
    """The children whose files this person reads."""
    return access.visible(staff, Child)


def get_sibling(staff: Staff, texts: dict[str, str]) -> tuple[Child | None, UUID | None]:
    """The sibling whose file is joined, where this person reads it; else the file that stays joined."""
    told = texts.get("file")
    if not told:
        return None, None
    file_id = UUID(hex=told)
    child = readable_children(staff).filter(file_id=file_id).first()
    return child, None if child else file_id


def relation_choices(staff: Staff, child: Child) -> list[tuple[Relation, str]]:
    """Everybody around the child with the name or what they are to her, for a choice."""
    found = list(access.visible(staff, Relation).filter(child=child).order_by("kind")[:PAGE_SIZE])
    opened = vault.open_many(found)
    return [(one, _relation_name(one, opened.get(one.pk, {}))) for one in found]


def possible_accused_staff(
    staff: Staff, child: Child, accused: UUID | None = None
) -> QuerySet[Staff]:
    """Who works in the office that holds the file or in one's own, and who is accused already.

    Not the whole agency: a list of thousands would name the wrong one too easily.
    """
    offices = [staff.office_id, child.file.office_id]
    found = Staff.objects.filter(Q(office__in=offices) | Q(pk=accused)).exclude(pk=staff.pk)
    return found.select_related("office").order_by("name")


def has_unhidden_accused(file_id: UUID, accused: Iterable[UUID]) -> bool:
    """Whether one of the accused could still open the file. False for who cannot know it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_hidden_from(%s)", [file_id])
        hidden = {row[0] for row in cursor.fetchall()}
    return bool(set(accused) - hidden)


def _relation_name(relation: Relation, texts: dict[str, str]) -> str:
    kind = str(relation.get_kind_display())
    return isolate_direction(f"{texts['name']} · {kind}") if texts.get("name") else kind


def _siblings(staff: Staff, opened: Iterable[dict[str, str]]) -> dict[UUID, Child]:
    files = [UUID(hex=words["file"]) for words in opened if words.get("file")]
    return {child.file_id: child for child in readable_children(staff).filter(file_id__in=files)}
