"""The same seed and day make the same rows apart from keys, tokens and sealed values."""

import datetime as dt
import os
from collections import Counter

import pytest

from saathi.people import tokens as people_tokens
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.simulation import fill_chunk, name_lists, nation
from saathi.simulation.chunk import LoadChunk
from saathi.simulation.tables import CopyRows
from saathi.simulation.token_slots import TokenSlots
from saathi.vault import tokens
from saathi.vault.keys import NewFileKey
from saathi.vault.tokens import TokenKind

TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys without a database that wraps them; no sealed value is opened here."""
    monkeypatch.setattr(
        fill_chunk.vault,
        "generate_file_keys",
        lambda ids: (NewFileKey(i, os.urandom(32), os.urandom(60), "root-1") for i in ids),
    )


def made(seed: int, size: int = 40) -> CopyRows:
    slots = TokenSlots(os.urandom(32), part=0, parts=1)
    world = nation.build_nation(size, seed)
    chunk = LoadChunk(nation=world, slots=slots, seed=seed, number=0, size=2000, today=TODAY)
    fill_chunk.fill_chunk(chunk, size)
    return chunk.sheets


def clear(sheets: CopyRows) -> list[tuple[str, list[str]]]:
    """Every field except those that begin with \\x: envelopes, keys, tokens."""
    return [
        (table, [field for line in lines for field in line.split("\t") if field[:3] != "\\\\x"])
        for table, lines in sorted(sheets.lines.items())
    ]


@pytest.mark.usefixtures("_keys")
def test_the_same_seed_makes_the_same_rows() -> None:
    assert clear(made(5)) == clear(made(5))


@pytest.mark.usefixtures("_keys")
def test_another_seed_makes_other_rows() -> None:
    assert clear(made(5)) != clear(made(6))


SUNITA = [{"kind": "given", "text": "Sunita Tamang"}, {"kind": "father", "text": "Ram Tamang"}]


def test_parallel_processes_share_token_slots_without_gaps() -> None:
    key = os.urandom(32)
    processes = [TokenSlots(key, part=part, parts=2) for part in (0, 1)]
    alone = TokenSlots(key, part=0, parts=1)

    together = [
        token
        for slots in processes
        for _ in range(20)
        for token, _kind in slots.child_tokens(SUNITA, (2011, 2012), "NP-DHA")
    ]
    by_one = [
        token
        for _ in range(40)
        for token, _kind in alone.child_tokens(SUNITA, (2011, 2012), "NP-DHA")
    ]

    assert len(together) == len(set(together))
    assert set(together) == set(by_one)


def test_bulk_load_tokens_equal_tokens_of_the_application() -> None:
    key = os.urandom(32)
    child = Child(birth_year_low=2011, birth_year_high=2012, home_district="NP-DHA")
    facts = people_tokens.search_facts(child, [Name.from_payload(name) for name in SUNITA])
    first = {
        tokens.token_in_slot(word, 0)
        for word in tokens.list_token_words(key, facts, tuple(TokenKind))
    }

    loaded = TokenSlots(key, part=0, parts=1).child_tokens(SUNITA, (2011, 2012), "NP-DHA")

    assert {(token.value.hex(), token.kind) for token in first} == set(loaded)


def test_name_frequencies_follow_the_list() -> None:
    for group in name_lists.load_communities():
        for usual, additional, borne in (
            (group.girls, group.more_girls, group.weighted.girls),
            (group.boys, group.more_boys, group.weighted.boys),
            (group.surnames, group.more_surnames, group.weighted.surnames),
        ):
            assert set(borne) == {*usual, *additional}
            counted = Counter(borne)
            assert counted.most_common(1)[0][0] == usual[0]
            assert 0.025 < counted[usual[0]] / len(borne) < 0.07
