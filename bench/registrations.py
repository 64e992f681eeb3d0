"""Loads invented registrations of children as they are stored: sealed, with keys and blind tokens.

Run in a home with a small nation (`saathi simulate --children 2000`), whose offices hold the children and whose
reports are used for the queries: `SAATHI_HOME=... python -m bench.registrations [--children 100000] [--seed 77] [--queries 2000]`.
The first registration of each child (`engines/matching/generator.py`, which shares no rule with the matcher) is stored; the second one
of some, written by another clerk, is a query of `bench.tracing --registrations`. They stay in the home; all are fictitious. Tables are
filled by COPY without their indexes, tokens in the random slots that `vault.tokens.insert_tokens` would give.
"""
# ruff: noqa: PLC0415 - Django and its settings wait until the process is started

import argparse
import json
import os
import random
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, Final

from saathi.agencies.sections import ALL_SECTIONS
from saathi.config import start
from saathi.engines.matching import names
from saathi.engines.matching.generator import RecordRow, SyntheticRecords, generate_records

PIECE: Final = 50_000  # registrations made at a time
COMMONEST: Final = 40
OWNER_SECTIONS: Final = str(int(ALL_SECTIONS))
ASKED: Final = "registrations.jsonl"
COUNTRIES: Final = {"bd": "BGD", "in": "IND", "np": "NPL", "pk": "PAK"}
SEXES: Final = {"f": "girl", "m": "boy"}


def years(row: RecordRow, wider: int = 0) -> tuple[int, int] | None:
    """First and last year of birth, as a registration tells them."""
    told = row["birth_date"]
    wider += len(told) == 4 or told.endswith("-01-01")
    return (int(told[:4]) - wider, int(told[:4]) + wider) if told else None


def envelope(row: RecordRow) -> dict[str, Any]:
    """What is sealed of the child."""
    whole = f"{row['given_name']} {row['family_name']}".strip()
    called = {"given": whole, "father": row["father_name"], "mother": row["mother_name"]}
    told = [{"kind": kind, "text": text, "language": ""} for kind, text in called.items() if text]
    return {"names": told, "address": row["place"]}


class Slots:
    """The slots of every word that are taken, as `vault.tokens.insert_tokens` takes them."""

    def __init__(self, draws: random.Random, there: frozenset[bytes]) -> None:
        self._taken: dict[bytes, int] = defaultdict(int)
        self._draws, self._there = draws, there

    def give(self, word: Any) -> Any:
        """The token of a free slot."""
        from saathi.vault import tokens

        taken = self._taken[word.secret]
        for level in range(tokens.LEVELS):
            first = tokens.FIRST_SLOTS * (2**level - 1)
            slot = first + int(self._draws.random() * tokens.FIRST_SLOTS * 2**level)
            if not taken >> slot & 1:
                self._taken[word.secret] = taken = taken | 1 << slot
                token = tokens.token_in_slot(word, slot)
                if token.value not in self._there:
                    return token
        return None


def pieces(
    children: int, seed: int
) -> Iterator[tuple[list[RecordRow], list[tuple[RecordRow, int]]]]:
    """First registrations, and of some a second one with the place of the first among all."""
    done = at = 0
    with ProcessPoolExecutor(1) as ahead:  # the next piece is made meanwhile
        waiting = ahead.submit(generate_records, PIECE, seed)
        while done < children:
            made: SyntheticRecords = waiting.result()
            at += 1
            waiting = ahead.submit(generate_records, PIECE, seed + at)
            place: dict[int, int] = {}
            first: list[RecordRow] = []
            again: dict[int, RecordRow] = {}
            for row, child in zip(made.rows, made.children, strict=True):
                if child in place:
                    again.setdefault(child, row)
                elif done + len(first) < children:
                    place[child] = done + len(first)
                    first.append(row)
            yield first, [(row, place[child]) for child, row in again.items()]
            done += len(first)


class Load:
    """The rows of a piece, and where they belong."""

    def __init__(self, seed: int, connection: Any) -> None:
        from saathi.vault import store as vault

        self.draws = random.Random(seed)
        self.key = vault.get_token_key()
        with connection.cursor() as cursor:
            cursor.execute("SELECT token FROM people_token")
            there = frozenset(bytes(token) for (token,) in cursor.fetchall())
            self.slots = Slots(self.draws, there)
            cursor.execute(
                "SELECT id, agency_id, office_id FROM agencies_staff WHERE office_id IS NOT NULL"
            )
            self.holders = [tuple(item.hex for item in row) for row in cursor.fetchall()]
        self.files: list[uuid.UUID] = []

    def piece(self, rows: list[RecordRow]) -> None:
        """Makes and stores the rows of these registrations."""
        from saathi.simulation import load_workers
        from saathi.synthetic.tables import CopyRows
        from saathi.vault import store as vault

        sheets = CopyRows()
        fresh = [uuid.UUID(int=self.draws.getrandbits(128), version=4) for _ in rows]
        for row, key in zip(rows, vault.generate_file_keys(fresh), strict=True):
            self._child(sheets, row, key, len(self.files))
            self.files.append(key.file_id)
        load_workers.copy_rows(sheets)

    def _child(self, sheets: Any, row: RecordRow, key: Any, number: int) -> None:
        from saathi.people.home_places import home_places
        from saathi.people.name_pair_keys import name_pair_keys, name_place_keys, name_trio_keys
        from saathi.people.names import Name
        from saathi.synthetic.tables import NULL
        from saathi.vault import envelopes, tokens

        staff, agency, office = self.draws.choice(self.holders)
        file, child, at = (
            key.file_id.hex,
            uuid.UUID(int=self.draws.getrandbits(128), version=4),
            "2026-01-05 06:00:00+00",
        )
        known, born, district = envelope(row), years(row), row["district_code"]
        sealed = envelopes.seal_bytes(key.key, "people.child", child, envelopes.to_bytes(known))
        low, high = (str(year) for year in born) if born else (NULL, NULL)
        sheets.add("agencies_file", file, "child", agency, office, "f", at, staff)
        sheets.add("vault_key", file, f"\\\\x{key.wrapped.hex()}", key.kek_id, at)
        owner = uuid.UUID(int=self.draws.getrandbits(128), version=4).hex
        sheets.add(
            "agencies_grant",
            owner,
            file,
            office,
            "owner",
            OWNER_SECTIONS,
            OWNER_SECTIONS,
            at,
            NULL,
            staff,
        )
        sheets.add(
            "people_child", child.hex, file, at, staff, "1", f"RG-{number:07d}", SEXES.get(row["sex"], "not_said"),
            low, high, "unknown", "{}", COUNTRIES[row["country"]], district, "{}", "not_known", "not_known", "",
            "not_known", "{speech}", NULL, NULL, "presumed", f"\\\\x{sealed.hex()}",
        )  # fmt: skip
        called = [Name.from_payload(item) for item in known["names"]]
        own = [called[0].text] if row["given_name"] or row["family_name"] else []
        parents = [name.text for name in called if name.kind != "given"]
        facts = tokens.TokenFacts(
            sorted(names.coarsest_keys({key for name in called for key in names.name_keys(name.text)})),
            tokens.birth_bands(*born) if born else [], [district] if district else [],
            name_pair_keys(own, parents),
            [*name_trio_keys(own, parents), *name_place_keys(own, parents, home_places(known))],
        )  # fmt: skip
        for word in tokens.list_token_words(self.key, facts, tuple(tokens.TokenKind)):
            if token := self.slots.give(word):
                sheets.add("people_token", file, f"\\\\x{token.value.hex()}", token.kind)


def questions(
    again: list[tuple[RecordRow, int]], files: list[uuid.UUID], number: int, seed: int
) -> Iterator[dict[str, Any]]:
    """The children to search for: half with the most common given names, half with others."""
    keys = [min(names.first_word_keys(row["given_name"]), default="") for row, _at in again]
    commonest = {key for key, _count in Counter(keys).most_common(COMMONEST)}
    draws = random.Random(seed)
    for is_common in (True, False):
        able = [
            item for item, key in zip(again, keys, strict=True) if (key in commonest) is is_common
        ]
        for row, at in draws.sample(able, min(number // 2, len(able))):
            yield {"group": "common" if is_common else "others", "file": str(files[at]), "row": row}


def load(children: int, seed: int, number: int, home: Path) -> None:
    """All of it; indexes stand again at the end."""
    from django.db import connection

    from saathi.simulation import index_stripping

    owner, note = os.environ["SAATHI_DATABASE_URL_OWNER"], home / "registrations-stripped.json"
    index_stripping.strip_indexes(owner, note)
    began = time.monotonic()
    again: list[tuple[RecordRow, int]] = []
    try:
        all_of_it = Load(seed, connection)
        for first, second in pieces(children, seed):
            all_of_it.piece(first)
            again += second
            print(
                f"{len(all_of_it.files)} children after {time.monotonic() - began:.0f} s",
                flush=True,
            )
    finally:
        connection.close()
        index_stripping.restore_indexes(owner, note)
    print(f"indexes after {time.monotonic() - began:.0f} s", flush=True)
    asked = questions(again, all_of_it.files, number, seed)
    (home / ASKED).write_text("".join(json.dumps(item) + "\n" for item in asked), encoding="utf-8")


def main() -> None:
    """Loads as the maintenance role, takes indexes off as the owner."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=77)
    parser.add_argument("--queries", type=int, default=2000)
    options = parser.parse_args()
    with start.process("maintenance"):
        load(options.children, options.seed, options.queries, Path(os.environ["SAATHI_HOME"]))


if __name__ == "__main__":
    main()
