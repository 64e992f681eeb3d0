"""Possible duplicates of imported rows among the actor's own files. A person decides.

There is no score. Uses the same comparison as a search of one's own files; rows of other agencies
are never read.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.engines.matching import names as keys
from saathi.engines.sheets.checking import CaseloadRecord
from saathi.people import names as child_names
from saathi.people.models import Child
from saathi.people.search_tokens import search_facts
from saathi.protection.exchange import row_conversion
from saathi.vault import store as vault
from saathi.vault.tokens import birth_bands

# Maximum number of own files that a job opens and compares by name in a few seconds.
MAX_OPENED: Final = 20_000
MAX_SHOWN: Final = 3


@dataclass
class OwnChildren:
    """The children of the actor's own files, by the keys of their names."""

    is_whole: bool = True  # False if there are more files than the maximum
    children: list[Child] = field(default_factory=list)
    by_name: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    facts: list[tuple[frozenset[int], str, str]] = field(default_factory=list)


def load_own_children(staff: Staff) -> OwnChildren:
    """The children that the actor may see and whose identity is not erased."""
    own_children = OwnChildren()
    visible_children = list(access.visible(staff, Child).order_by("pk")[: MAX_OPENED + 1])
    if len(visible_children) > MAX_OPENED:
        return OwnChildren(is_whole=False)
    opened = vault.open_many(visible_children)
    for child in visible_children:
        if child.pk not in opened:
            continue
        index = len(own_children.children)
        own_children.children.append(child)
        facts = search_facts(child, child_names.searchable_names(_own_names(opened[child.pk])))
        own_children.facts.append((frozenset(facts.bands), child.home_district, child.gender))
        for key in facts.names:
            own_children.by_name[key].add(index)
    return own_children


def _own_names(payload: dict[str, object]) -> Iterable[child_names.Name]:
    return (
        name
        for name in child_names.names_in_payload(payload)
        if name.kind not in child_names.RELATIVE_NAME_KINDS
    )


def find_possible_duplicates(own: OwnChildren, record: CaseloadRecord) -> list[Child]:
    """Children with a similar name whose birth years, district and gender are compatible."""
    name_keys = {
        key
        for name in row_conversion.build_names(record)
        if name.kind not in child_names.RELATIVE_NAME_KINDS
        for key in keys.name_keys(name.text)
    }
    match_counts: dict[int, int] = defaultdict(int)
    for key in name_keys:
        for index in own.by_name.get(key, ()):
            match_counts[index] += 1
    bands = frozenset(_bands(record))
    fitting = [
        (-count, index)
        for index, count in match_counts.items()
        if _is_compatible(own.facts[index], bands, record.district, record.gender)
    ]
    return [own.children[index] for _count, index in sorted(fitting)[:MAX_SHOWN]]


def _bands(record: CaseloadRecord) -> list[int]:
    span = record.born.span if record.born else None
    return birth_bands(span[0].year, span[1].year) if span else []


def _is_compatible(
    facts: tuple[frozenset[int], str, str], bands: frozenset[int], district: str, gender: str
) -> bool:
    """Whether years or district agree and none differs: a name alone is not enough."""
    their_years, their_district, their_gender = facts
    if gender and their_gender not in {gender, "not_said", ""}:
        return False
    if bands and their_years and not bands & their_years:
        return False
    return bool(bands & their_years) or bool(district and district == their_district)
