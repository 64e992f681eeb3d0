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
from saathi.infra.listing import in_our_direction
from saathi.people.around.models import Alleged, Outcome, Relation
from saathi.people.models import Child
from saathi.vault import store as vault
from saathi.web.parts import Action

A_PAGE = 50


@dataclass(frozen=True)
class Around:
    """A page of the people around a child, and all that is said of those who harmed her."""

    rights: FileRights
    people: Sequence[Relation]
    page: Page[Relation]
    alleged: Sequence[Alleged]
    outcomes: dict[UUID, list[Outcome]]  # by what is alleged, by day
    opened: dict[UUID, dict[str, str]]
    siblings: dict[UUID, Child]  # by file: those that this person reads

    @property
    def shown(self) -> list[UUID]:
        """The records on the page, for the log."""
        decided = [one for some in self.outcomes.values() for one in some]
        return [one.pk for one in (*self.people, *self.alleged, *decided)]

    def to_change(self, section: Section, *actions: Action) -> list[Action]:
        """The links of what can be changed here, for those who may write the section."""
        return list(actions) if self.rights.writes & section else []

    def words(self, record: Scoped) -> dict[str, str]:
        """What is sealed in one of the records."""
        return self.opened.get(record.pk, {})


def around_of(rights: FileRights, number: int | str = 1) -> Around:
    """Those who are around her first, fifty a page; the latest fifty accusations. Seven queries."""
    # Whoever is still around has no end, and PostgreSQL puts what is missing first here.
    found = rights.records(Relation).order_by("-ended_on", "kind", "recorded_at", "pk")
    page = Paginator(found, A_PAGE).get_page(number)
    people = list(page.object_list)
    alleged = list(rights.records(Alleged).order_by("-said_on", "-recorded_at")[:A_PAGE])
    outcomes: dict[UUID, list[Outcome]] = {}
    decided = rights.records(Outcome).filter(alleged__in=[one.pk for one in alleged])
    for one in decided.order_by("decided_on", "recorded_at") if alleged else ():
        outcomes.setdefault(one.alleged_id, []).append(one)
    decisions = [one for some in outcomes.values() for one in some]
    opened = records.words_of_each([*people, *alleged, *decisions])
    return Around(
        rights=rights,
        people=people,
        page=page,
        alleged=alleged,
        outcomes=outcomes,
        opened=opened,
        siblings=_siblings(rights.staff, opened.values()),
    )


def person_of(staff: Staff, file_id: UUID, person_id: UUID) -> Relation:
    """Somebody around the child of a file, the look on record; 404 to strangers."""
    return records.one_of(staff, Relation, file_id, person_id)


def alleged_of(staff: Staff, file_id: UUID, alleged_id: UUID) -> Alleged:
    """An accusation of a file, the look on record; 404 to strangers and to the accused."""
    return records.one_of(staff, Alleged, file_id, alleged_id)


def readable(staff: Staff) -> QuerySet[Child]:
    """The children whose files this person reads."""
    return access.visible(staff, Child)


def sibling_of(staff: Staff, words: dict[str, str]) -> tuple[Child | None, UUID | None]:
    """The sibling whose file is joined, where this person reads it; else the file that stays joined."""
    told = words.get("file")
    if not told:
        return None, None
    file_id = UUID(hex=told)
    child = readable(staff).filter(file_id=file_id).first()
    return child, None if child else file_id


def named(staff: Staff, child: Child) -> list[tuple[Relation, str]]:
    """Everybody around the child with the name or what they are to her, for a choice."""
    found = list(access.visible(staff, Relation).filter(child=child).order_by("kind")[:A_PAGE])
    opened = vault.open_many(found)
    return [(one, _name(one, opened.get(one.pk, {}))) for one in found]


def colleagues(staff: Staff, child: Child, accused: UUID | None = None) -> QuerySet[Staff]:
    """Who works in the office that holds the file or in one's own, and who is accused already.

    Not the whole agency: a list of thousands would name the wrong one too easily.
    """
    offices = [staff.office_id, child.file.office_id]
    found = Staff.objects.filter(Q(office__in=offices) | Q(pk=accused)).exclude(pk=staff.pk)
    return found.select_related("office").order_by("name")


def not_hidden(file_id: UUID, accused: Iterable[UUID]) -> bool:
    """Whether one of the accused could still open the file. False for who cannot know it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_hidden_from(%s)", [file_id])
        hidden = {row[0] for row in cursor.fetchall()}
    return bool(set(accused) - hidden)


def _name(one: Relation, words: dict[str, str]) -> str:
    kind = str(one.get_kind_display())
    return in_our_direction(f"{words['name']} · {kind}") if words.get("name") else kind


def _siblings(staff: Staff, opened: Iterable[dict[str, str]]) -> dict[UUID, Child]:
    files = [UUID(hex=words["file"]) for words in opened if words.get("file")]
    return {child.file_id: child for child in readable(staff).filter(file_id__in=files)}
