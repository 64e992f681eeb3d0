"""Which assessment of a family counts, of several that are linked. Pure functions.

In SQL: `functions/families.sql`.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _


def join_families(links: Mapping[UUID, UUID | None]) -> dict[UUID, UUID]:
    """For each assessment its family: the same id for all that are linked, directly or by others."""
    family = {each: each for each in links}
    for each, earlier in links.items():
        if earlier is not None and earlier in family:
            old, new = family[each], family[earlier]
            family = {key: new if value == old else value for key, value in family.items()}
    return family


def latest_of_each[KeyT](families: Iterable[KeyT], ids: Iterable[UUID]) -> list[UUID]:
    """The first assessment of each family, of assessments in the order of the latest first."""
    latest: dict[KeyT, UUID] = {}
    for family, each in zip(families, ids, strict=True):
        latest.setdefault(family, each)
    return list(latest.values())


def reasons_against_same_family(
    *, is_of_child: bool, is_itself: bool, is_earlier: bool
) -> tuple[Reason, ...]:
    """Why an assessment is not of the same family as another one."""
    if is_of_child and not is_itself and is_earlier:
        return ()
    text = _("Choose an assessment for this child that was recorded before this one.")
    return (Reason("same_family_as", text),)
