"""Recall and ranking of the search for a missing child, in memory, without a database.

Run: `python -m bench.tracing_ranks [--records 60000] [--queries 400] [--seed 77]`. The register holds the first of the invented
registrations of each child (`engines/matching/generator.py`, which shares no rule with the matcher); the second, written by another
clerk, is the query: 40 % of them are in another script, with a year more on both sides of the birth. Half of the queries are for the
most common given names. Search and ranking are those of the installation; the weights of the columns in clear
(`intake/functions/candidates.sql`) are repeated here. Both ways in one run: by names, pairs of names and one name with a fact;
and by two names with a fact and three names as well, of which rare ones are queried first.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from saathi.engines.matching import names, tracing
from saathi.engines.matching.generator import RecordRow, generate_records
from saathi.engines.matching.linking import model as models
from saathi.engines.matching.tracing import TracingProfile
from saathi.people.name_pair_keys import (
    OWN_NAMES_SEPARATOR,
    name_pair_keys,
    name_place_keys,
    name_trio_keys,
)
from saathi.vault import token_search, tokens
from saathi.vault.token_search import TokenSearchEffort
from saathi.vault.tokens import BlindToken, TokenFacts, TokenKind

KEY: Final = bytes(range(32))
COMMONEST: Final = 40
PLACES: Final = (1, 5, 20)
NAMED: Final = 450  # passed to the SQL function, which opens this many:
OPENED: Final = 60


@dataclass(frozen=True)
class Way:
    """One way to search: which words are used, and how far each is queried."""

    name: str
    effort: TokenSearchEffort
    kinds: tuple[TokenKind, ...]
    has_own: bool = True  # two words of the child's own name are a pair as well


WAYS: Final = (
    Way("two names, or one name and a fact", TokenSearchEffort(
        levels_at_once={TokenKind.PAIR: 4, TokenKind.DISTRICT: 4, TokenKind.BAND: 2, TokenKind.NAME: 2},
        max_files={TokenKind.PAIR: 400, TokenKind.DISTRICT: 300, TokenKind.BAND: 300, TokenKind.NAME: 60}, max_tokens=2000),
        (TokenKind.PAIR, TokenKind.DISTRICT, TokenKind.BAND, TokenKind.NAME), has_own=False),
    Way("two names beside a fact, three names as well", TokenSearchEffort(), tuple(TokenKind)),
)  # fmt: skip


def portrait(row: RecordRow, wider: int = 0) -> TracingProfile:
    """The child as described by a record."""
    name = f"{row['given_name']} {row['family_name']}".strip()
    born = None
    if told := row["birth_date"]:
        wider += len(told) == 4 or told.endswith("-01-01")
        born = (int(told[:4]) - wider, int(told[:4]) + wider)
    return TracingProfile(
        names=(name,) if name else (), father=row["father_name"], mother=row["mother_name"],
        sex=row["sex"], birth_years=born, district=row["district_code"],
        places=(row["place"],) if row["place"] else (),
    )  # fmt: skip


def facts(of: TracingProfile) -> TokenFacts:
    """The child's entries in the index."""
    parents = [name for name in (of.father, of.mother) if name]
    keys = {key for name in (*of.names, *parents) for key in names.name_keys(name)}
    return TokenFacts(
        names=sorted(names.coarsest_keys(keys)),
        bands=tokens.birth_bands(*of.birth_years) if of.birth_years else (),
        districts=[of.district] if of.district else (),
        pairs=name_pair_keys(of.names, parents),
        trios=[*name_trio_keys(of.names, parents), *name_place_keys(of.names, parents, of.places)],
    )


class Register:
    """Children and the index of their tokens."""

    def __init__(self, found: dict[UUID, TracingProfile]) -> None:
        self.found = found
        self.rows: dict[bytes, UUID] = {}
        self.asked = 0
        owned = ((pk, word) for pk, item in found.items()
                 for word in tokens.list_token_words(KEY, facts(item), tuple(TokenKind)))  # fmt: skip
        tokens.insert_tokens_in_bulk(owned, self._insert)

    def _insert(self, wanted: list[tuple[UUID, BlindToken]]) -> Collection[tuple[UUID, bytes]]:
        new = []
        for pk, token in wanted:
            if self.rows.setdefault(token.value, pk) == pk:
                new.append((pk, token.value))
        return new

    def fetch(self, values: list[bytes]) -> Iterable[tuple[bytes, UUID]]:
        """The rows of these tokens; counts how many were queried."""
        self.asked += len(values)
        return [(value, self.rows[value]) for value in values if value in self.rows]

    def search(self, asked: TracingProfile, way: Way) -> dict[UUID, int]:
        """The opened candidates, each with the number of words that found it."""
        known = facts(asked)
        if not way.has_own:
            known = replace(
                known, pairs=[pair for pair in known.pairs if OWN_NAMES_SEPARATOR not in pair]
            )
        files = token_search.find_files(
            tokens.list_token_words(KEY, known, way.kinds), self.fetch, effort=way.effort
        )
        best = list(files.bits.items())[:NAMED]
        best.sort(key=lambda one: -(one[1] + clear(asked, self.found[one[0]])))
        return {pk: files.hits[pk] for pk, _bits in best[:OPENED]}


@dataclass(frozen=True)
class Clear:
    """Weights, in bits, of the columns in clear."""

    sex: tuple[float, float]  # the same, another
    same_years: float
    years: tuple[float, ...]  # by difference; the last for all larger ones
    district: tuple[float, float, float]  # the same, of the same country, of another


DOOR = Clear((2.5, -2.5), 3.5, (0.25, -1.0, -3.0), (1.0, 0.0, -4.0))


def clear(asked: TracingProfile, found: TracingProfile, weights: Clear = DOOR) -> float:
    """The bits that the SQL function adds for columns in clear, or the bits by other weights."""
    bits = 0.0
    if {asked.sex, found.sex} <= {"f", "m"}:
        bits += weights.sex[asked.sex != found.sex]
    if asked.birth_years and found.birth_years:
        apart = max(
            found.birth_years[0] - asked.birth_years[1],
            asked.birth_years[0] - found.birth_years[1],
            0,
        )
        is_same = sum(asked.birth_years) == sum(found.birth_years)
        bits += weights.same_years if is_same else weights.years[: apart + 1][-1]
    if asked.district and found.district:
        countries = {item.district.partition("-")[0] for item in (asked, found)}
        further = 0 if asked.district == found.district else len(countries)
        bits += weights.district[further]
    return bits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=60_000)
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--seed", type=int, default=77)
    options = parser.parse_args()
    draws = random.Random(options.seed)
    made = generate_records(options.records, options.seed)
    first: dict[int, RecordRow] = {}
    again: dict[int, RecordRow] = {}
    for row, child in zip(made.rows, made.children, strict=True):
        (again if child in first else first).setdefault(child, row)
    ids = {child: UUID(int=draws.getrandbits(128)) for child in first}
    register = Register({ids[child]: portrait(row) for child, row in first.items()})
    key_of = {
        child: min(names.first_word_keys(row["given_name"]), default="")
        for child, row in again.items()
    }
    common = {key for key, _count in Counter(key_of.values()).most_common(COMMONEST)}
    print(f"{len(first)} children, {len(register.rows) / len(first):.0f} tokens each")
    for is_common in (True, False):
        able = [child for child in again if (key_of[child] in common) is is_common]
        asked = draws.sample(able, min(options.queries // 2, len(able)))
        for way in WAYS:
            print(("common" if is_common else "others").ljust(8) + measured(register, way, [(ids[child], again[child]) for child in asked]))  # fmt: skip


def measured(register: Register, way: Way, asked: list[tuple[UUID, RecordRow]]) -> str:
    """One line of results: whether the child was opened, at which rank, at what cost."""
    model = models.load_model("tracing")
    within: Counter[int] = Counter()
    opened = met = 0
    register.asked = 0
    spent = 0.0
    for wanted, row in asked:
        of = portrait(row, 1)
        told = register.search(of, way)
        began = time.process_time()
        results = [register.found[pk] for pk in told]
        ranked = tracing.rank_children(of, results, model, len(register.found))
        spent += time.process_time() - began
        order = [list(told)[item.position] for item in ranked]
        met += wanted in told
        opened += len(told)
        for place in PLACES:
            within[place] += wanted in order[:place]
    size = max(len(asked), 1)
    ranks = "  ".join(f"R@{place} {within[place] / size:.3f}" for place in PLACES)
    return (
        f"{way.name:<46}{size:>5} asked: opened {met / size:.3f} of them among {opened / size:.0f}, "
        f"{ranks}, {register.asked / size:.0f} tokens, scoring {spent / size * 1000:.1f} ms of CPU"
    )


if __name__ == "__main__":
    main()
