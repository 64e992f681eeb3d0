"""Loads everything on the identity page that the reader may read."""

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
class IdentityDetails:
    """All records on a child's identity; lists are empty if the section is closed to the reader."""

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
    opened: dict[
        UUID, dict[str, Any]
    ]  # opened texts by record id, including the child's own record

    def change_actions(self, section: Section, *actions: ActionLink) -> list[ActionLink]:
        """Links to what can be changed here, for staff who may write the section."""
        return list(actions) if self.rights.writes & section else []

    def texts(self, record: Scoped) -> dict[str, Any]:
        """The opened texts of one of the records."""
        return self.opened.get(record.pk, {})

    @property
    def record_ids(self) -> list[UUID]:
        """The ids of the records on the page except the child's own, for the access log."""
        records = (*self.documents, *self.functioning, *self.grounds, *self.movements)
        single = [record for record in (self.culture, self.background) if record]
        return [record.pk for record in (*records, *single)]


def load_identity_details(rights: FileRights, child: Child) -> IdentityDetails:
    """The latest fifty records of each kind. Nine queries and the key's; `FileKeyMissing` after erasure."""
    papers = list(rights.records(IdentityDocument).order_by("kind", "-recorded_at")[:PAGE_SIZE])
    functioning = list(
        rights.records(Functioning).order_by("-asked_on", "-recorded_at")[:PAGE_SIZE]
    )
    grounds = list(
        rights.records(DiscriminationGrounds).order_by("-stated_on", "-recorded_at")[:PAGE_SIZE]
    )
    culture = rights.records(Culture).first()
    movements = list(rights.records(Movement).order_by("-year", "-recorded_at")[:PAGE_SIZE])
    background = rights.records(Background).first()
    single = [record for record in (culture, background) if record]
    opened = {child.pk: vault.open(child)} | records.open_texts_of_each(
        [*papers, *functioning, *grounds, *movements, *single]
    )
    return IdentityDetails(
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
    """An earlier version of the child's envelope."""

    valid_until: dt.datetime
    changed_by: str  # name of the staff member who changed it
    texts: dict[str, Any]


def list_earlier_versions(staff: Staff, child: Child) -> list[EarlierChildVersion]:
    """The latest fifty earlier versions of names, home and contact. Three queries and the key's."""
    old_versions = record_history.old_values(staff, child)[:PAGE_SIZE]
    names = names_of(version.replaced_by for version in old_versions)
    return [
        EarlierChildVersion(
            version.replaced_at, names.get(version.replaced_by, ""), vault.open_old_value(version)
        )
        for version in old_versions
    ]


def get_culture(staff: Staff, child: Child) -> Culture | None:
    """A child's cultural identity, for a reader of the section."""
    return access.visible(staff, Culture).filter(child=child).first()


def get_background(staff: Staff, child: Child) -> Background | None:
    """A child's social background, for a reader of the section."""
    return access.visible(staff, Background).filter(child=child).first()
