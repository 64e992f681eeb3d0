"""Everything on the page of who a child is, as much of it as this person reads, opened once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from saathi.agencies import access, record_history, records
from saathi.agencies.access import FileRights
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.queries import names_of
from saathi.agencies.sections import Section
from saathi.people.age_evidence import ReadableAgeStatement
from saathi.people.identity.models import (
    Background,
    Culture,
    DiscriminationGrounds,
    Functioning,
    IdentityDocument,
    Movement,
)
from saathi.people.models import Child
from saathi.people.names import Name, names_in_payload
from saathi.people.queries import list_age_statements
from saathi.vault import store as vault
from saathi.web.components import ActionLink

PAGE_SIZE = 50


@dataclass(frozen=True)
class ChildProfile:
    """What is on record of who a child is; lists are empty where a section is closed."""

    rights: FileRights
    child: Child
    names: Sequence[Name]
    ages: Sequence[ReadableAgeStatement]
    documents: Sequence[IdentityDocument]
    functioning: Sequence[Functioning]
    grounds: Sequence[DiscriminationGrounds]
    culture: Culture | None
    movements: Sequence[Movement]
    background: Background | None
    opened: dict[UUID, dict[str, Any]]  # by record, the child's own among them

    def change_actions(self, section: Section, *actions: ActionLink) -> list[ActionLink]:
        """The links of what can be changed here, for those who may write the section."""
        return list(actions) if self.rights.writes & section else []

    def texts(self, record: Scoped) -> dict[str, Any]:
        """What is sealed in one of the records."""
        return self.opened.get(record.pk, {})

    @property
    def record_ids(self) -> list[UUID]:
        """The records on the page beside the child's own, for the log."""
        records = (*self.documents, *self.functioning, *self.grounds, *self.movements)
        single = [one for one in (self.culture, self.background) if one]
        return [one.pk for one in (*records, *single)]


def load_child_profile(rights: FileRights, child: Child) -> ChildProfile:
    """The latest fifty of each. Nine queries and that of the key; `FileKeyMissing` once erased."""
    papers = list(rights.records(IdentityDocument).order_by("kind", "-recorded_at")[:PAGE_SIZE])
    functioning = list(
        rights.records(Functioning).order_by("-asked_on", "-recorded_at")[:PAGE_SIZE]
    )
    grounds = list(
        rights.records(DiscriminationGrounds).order_by("-told_on", "-recorded_at")[:PAGE_SIZE]
    )
    culture = rights.records(Culture).first()
    movements = list(rights.records(Movement).order_by("-year", "-recorded_at")[:PAGE_SIZE])
    background = rights.records(Background).first()
    single = [one for one in (culture, background) if one]
    opened = {child.pk: vault.open(child)} | records.open_texts_of_each(
        [*papers, *functioning, *grounds, *movements, *single]
    )
    return ChildProfile(
        rights=rights,
        child=child,
        names=names_in_payload(opened[child.pk]),
        ages=list_age_statements(child, rights.staff),
        documents=papers,
        functioning=functioning,
        grounds=grounds,
        culture=culture,
        movements=movements,
        background=background,
        opened=opened,
    )


@dataclass(frozen=True)
class EarlierChildVersion:
    """What stood in the child's own envelope until somebody changed it."""

    valid_until: dt.datetime
    changed_by: str  # the name of who changed it
    texts: dict[str, Any]


def list_earlier_versions(staff: Staff, child: Child) -> list[EarlierChildVersion]:
    """The latest fifty earlier versions of her names, home and reach. Three queries and the key's."""
    found = record_history.old_values(staff, child)[:PAGE_SIZE]
    names = names_of(one.replaced_by for one in found)
    return [
        EarlierChildVersion(
            one.replaced_at, names.get(one.replaced_by, ""), vault.open_old_value(one)
        )
        for one in found
    ]


def get_culture(staff: Staff, child: Child) -> Culture | None:
    """The cultural identity on record of a child, for a reader of the section."""
    return access.visible(staff, Culture).filter(child=child).first()


def get_background(staff: Staff, child: Child) -> Background | None:
    """The social background on record of a child, for a reader of the section."""
    return access.visible(staff, Background).filter(child=child).first()
