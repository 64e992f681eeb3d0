"""Who may read the section of a file, in plain Python; `read_oracles` narrows it for single models."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from saathi.agencies.models import Scoped, Staff
from saathi.agencies.sections import Section
from tests.agencies.read_worlds import World

type Oracle = Callable[[World, Staff, Any], bool]

ORACLES: dict[type[Scoped], Oracle] = {}


def reads_section(world: World, person: Staff, file_id: UUID, section: Section) -> bool:
    """An active right of the person, or of an office they lead, reads the section; the file is not hidden."""
    is_hidden = any(
        hidden.file_id == file_id and hidden.principal in {person.id, person.agency_id}
        for hidden in world.hidden
    )
    return bool(kinds_of_rights(world, person, file_id, section)) and not is_hidden


def may_read(world: World, person: Staff, row: Scoped) -> bool:
    """The person may read the section, and the record where its condition limits the readers."""
    if not reads_section(world, person, row.file_id, row.section):
        return False
    oracle = ORACLES.get(type(row))
    return oracle is None or oracle(world, person, row)


def kinds_of_rights(world: World, person: Staff, file_id: UUID, section: Section) -> set[str]:
    if not person.is_active:
        return set()
    return {
        grant.kind
        for grant in world.grants
        if grant.file_id == file_id
        and grant.principal in world.principals[person.id]
        and grant.reads & section
        and grant.starts_at <= world.now
        and (grant.ends_at is None or grant.ends_at > world.now)
    }


def works_with_child(world: World, person: Staff, row: Scoped) -> bool:
    return bool(kinds_of_rights(world, person, row.file_id, row.section) & {"owner", "team"})


def has_more_than_a_referral(world: World, person: Staff, row: Scoped) -> bool:
    return bool(kinds_of_rights(world, person, row.file_id, row.section) - {"referral"})


def oracle_for[F: Oracle](*models: type[Scoped]) -> Callable[[F], F]:
    def keep(function: F) -> F:
        ORACLES.update(dict.fromkeys(models, function))
        return function

    return keep
