"""The same seed and day make the same rows apart from keys, tokens and sealed values."""

import datetime as dt
import os

import pytest

from saathi.people.token_slots import TokenSlots
from saathi.simulation import fill_chunk
from saathi.synthetic import nation
from saathi.synthetic.chunk import LoadChunk
from saathi.synthetic.tables import CopyRows
from saathi.vault import store as vault
from saathi.vault.keys import NewFileKey

# The same seed writes files of the same names: not by two workers at once.
pytestmark = pytest.mark.xdist_group("simulation")
TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys without a database that wraps them; no sealed value is opened here."""
    monkeypatch.setattr(
        vault,
        "generate_file_keys",
        lambda ids: (NewFileKey(i, os.urandom(32), os.urandom(60), "root-1") for i in ids),
    )


def made(seed: int, size: int = 40) -> CopyRows:
    slots = TokenSlots(os.urandom(32), part=0, parts=1)
    world = nation.build_nation(size, seed)
    chunk = LoadChunk(nation=world, slots=slots, seed=seed, number=0, size=2000, today=TODAY)
    fill_chunk.fill_chunk(chunk, size)
    return chunk.rows


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
