"""Children of one's own files who may be the ones a table tells of. A person decides, no score.

By the same comparison as a search of one's own files; nothing here reads a row of others.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.matching import names as keys
from saathi.people import names as hers
from saathi.people.models import Child
from saathi.people.tokens import search_facts
from saathi.protection.exchange import row_conversion
from saathi.sheets.checking import CaseloadRecord
from saathi.vault import store as vault
from saathi.vault.tokens import birth_bands

# So many files of one's own are opened and compared by name, in a few seconds of a job.
MAX_OPENED: Final = 20_000
MAX_SHOWN: Final = 3


@dataclass
class OwnChildren:
    """The children of one's own files, by the keys of their names."""

    is_whole: bool = True  # no where one has more files than are opened
    children: list[Child] = field(default_factory=list)
    by_name: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    facts: list[tuple[frozenset[int], str, str]] = field(default_factory=list)


def load_own_children(staff: Staff) -> OwnChildren:
    """Those she may see whose identity was not erased."""
    own = OwnChildren()
    found = list(access.visible(staff, Child).order_by("pk")[: MAX_OPENED + 1])
    if len(found) > MAX_OPENED:
        return OwnChildren(is_whole=False)
    opened = vault.open_many(found)
    for child in found:
        if child.pk not in opened:
            continue
        place = len(own.children)
        own.children.append(child)
        held = search_facts(child, hers.searchable_names(_own_names(opened[child.pk])))
        own.facts.append((frozenset(held.bands), child.home_district, child.gender))
        for key in held.names:
            own.by_name[key].add(place)
    return own


def _own_names(payload: dict[str, object]) -> Iterable[hers.Name]:
    return (
        name for name in hers.names_in_payload(payload) if name.kind not in hers.RELATIVE_NAME_KINDS
    )


def find_possible_duplicates(own: OwnChildren, record: CaseloadRecord) -> list[Child]:
    """Those with a name like hers whose years, district and gender do not speak against it."""
    wanted = {
        key
        for name in row_conversion.build_names(record)
        if name.kind not in hers.RELATIVE_NAME_KINDS
        for key in keys.name_keys(name.text)
    }
    met: dict[int, int] = defaultdict(int)
    for key in wanted:
        for place in own.by_name.get(key, ()):
            met[place] += 1
    bands = frozenset(_bands(record))
    fitting = [
        (-count, place)
        for place, count in met.items()
        if _fits(own.facts[place], bands, record.district, record.gender)
    ]
    return [own.children[place] for _count, place in sorted(fitting)[:MAX_SHOWN]]


def _bands(record: CaseloadRecord) -> list[int]:
    span = record.born.span if record.born else None
    return birth_bands(span[0].year, span[1].year) if span else []


def _fits(
    facts: tuple[frozenset[int], str, str], bands: frozenset[int], district: str, gender: str
) -> bool:
    """A name alone is shared by many: the years or the district must agree, and none may differ."""
    theirs, their_district, their_gender = facts
    if gender and their_gender not in {gender, "not_said"}:
        return False
    if bands and theirs and not bands & theirs:
        return False
    return bool(bands & theirs) or bool(district and district == their_district)
