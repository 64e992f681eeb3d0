"""Everything on the page of who a child is, as much of it as this person reads, opened once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from saathi.agencies import access, kept, records
from saathi.agencies.access import FileRights
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.queries import names_of
from saathi.agencies.sections import Section
from saathi.people.evidence import Told
from saathi.people.identity.models import (
    Background,
    Culture,
    Functioning,
    Grounds,
    Movement,
    Paper,
)
from saathi.people.models import Child
from saathi.people.names import Name, in_envelope
from saathi.people.queries import ages_of
from saathi.vault import store as vault
from saathi.web.parts import Action

A_PAGE = 50


@dataclass(frozen=True)
class Known:
    """What is on record of who a child is; lists are empty where a section is closed."""

    rights: FileRights
    child: Child
    names: Sequence[Name]
    ages: Sequence[Told]
    papers: Sequence[Paper]
    functioning: Sequence[Functioning]
    grounds: Sequence[Grounds]
    culture: Culture | None
    movements: Sequence[Movement]
    background: Background | None
    opened: dict[UUID, dict[str, Any]]  # by record, the child's own among them

    def to_change(self, section: Section, *actions: Action) -> list[Action]:
        """The links of what can be changed here, for those who may write the section."""
        return list(actions) if self.rights.writes & section else []

    def words(self, record: Scoped) -> dict[str, Any]:
        """What is sealed in one of the records."""
        return self.opened.get(record.pk, {})

    @property
    def shown(self) -> list[UUID]:
        """The records on the page beside the child's own, for the log."""
        records = (*self.papers, *self.functioning, *self.grounds, *self.movements)
        single = [one for one in (self.culture, self.background) if one]
        return [one.pk for one in (*records, *single)]


def known_of(rights: FileRights, child: Child) -> Known:
    """The latest fifty of each. Nine queries and that of the key; `KeyGone` once erased."""
    papers = list(rights.records(Paper).order_by("kind", "-recorded_at")[:A_PAGE])
    functioning = list(rights.records(Functioning).order_by("-asked_on", "-recorded_at")[:A_PAGE])
    grounds = list(rights.records(Grounds).order_by("-told_on", "-recorded_at")[:A_PAGE])
    culture = rights.records(Culture).first()
    movements = list(rights.records(Movement).order_by("-year", "-recorded_at")[:A_PAGE])
    background = rights.records(Background).first()
    single = [one for one in (culture, background) if one]
    opened = {child.pk: vault.open(child)} | records.words_of_each(
        [*papers, *functioning, *grounds, *movements, *single]
    )
    return Known(
        rights=rights,
        child=child,
        names=in_envelope(opened[child.pk]),
        ages=ages_of(child, rights.staff),
        papers=papers,
        functioning=functioning,
        grounds=grounds,
        culture=culture,
        movements=movements,
        background=background,
        opened=opened,
    )


@dataclass(frozen=True)
class Earlier:
    """What stood in the child's own envelope until somebody changed it."""

    until: dt.datetime
    by: str  # the name of who changed it
    opened: dict[str, Any]


def earlier_of(staff: Staff, child: Child) -> list[Earlier]:
    """The latest fifty earlier versions of her names, home and reach. Three queries and the key's."""
    found = kept.old_values(staff, child)[:A_PAGE]
    names = names_of(one.replaced_by for one in found)
    return [
        Earlier(one.replaced_at, names.get(one.replaced_by, ""), vault.open_old(one))
        for one in found
    ]


def culture_of(staff: Staff, child: Child) -> Culture | None:
    """The cultural identity on record of a child, for a reader of the section."""
    return access.visible(staff, Culture).filter(child=child).first()


def background_of(staff: Staff, child: Child) -> Background | None:
    """The social background on record of a child, for a reader of the section."""
    return access.visible(staff, Background).filter(child=child).first()
