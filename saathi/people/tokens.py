"""The blind tokens of children: made when a name is written, asked when one is looked for."""

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import Protocol
from uuid import UUID

from django.db import connection, connections

from saathi.matching import names
from saathi.people.names import OF_RELATIVES, Name
from saathi.people.pairs import pairs_of
from saathi.vault import store as vault
from saathi.vault import tokens

MOST = 300  # of a word; more facts find fewer
# Where more is known, a word that many share is not followed to its end: another word has few.
MOST_BY_DISTRICT = 60  # of a name in a district, where a parent's name is known
MOST_BY_BAND = 60  # of a name in four years, where the district is known
MOST_BESIDE_PAIRS = 40  # the same, where a parent's name is
MOST_BY_NAME = 30  # of a name with nothing beside it: one that more children bear says too little
MOST_BY_PAIR = 60


class Known(Protocol):
    """A child on record, or one who is missing: what stands in clear of her."""

    @property
    def file_id(self) -> UUID:
        """The file she is found in."""

    @property
    def birth_year_low(self) -> int | None:
        """The first year in which she may have been born."""

    @property
    def birth_year_high(self) -> int | None:
        """The last one."""

    @property
    def home_district(self) -> str:
        """Where home is, as a code; may be empty."""


def facts_of(child: Known, called: Sequence[Name]) -> tokens.Facts:
    """What a child is found by: keys of all her names and her parents', birth-year bands, home district."""
    low, high = child.birth_year_low, child.birth_year_high
    own = [name.text for name in called if name.kind not in OF_RELATIVES]
    relatives = [name.text for name in called if name.kind in OF_RELATIVES]
    return tokens.Facts(
        names=sorted(keys_of(called)),
        pairs=pairs_of(own, relatives),
        bands=tokens.birth_bands(low, high) if low is not None and high is not None else [],
        districts=[child.home_district] if child.home_district else [],
    )


def keys_of(called: Iterable[Name]) -> set[str]:
    """The keys of names, as they are stored and searched by."""
    return {key for name in called for key in names.keys(name.text)}


def replace(child: Known, called: Sequence[Name]) -> None:
    """Gives a child the tokens of her present names; the earlier ones go."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_token WHERE file_id = %s", [child.file_id])
    give(child, called)


def give(child: Known, called: Sequence[Name]) -> None:
    """Gives a child who has none yet the tokens of her names."""
    found = tokens.words(vault.token_key(), facts_of(child, called), tuple(tokens.Kind))
    tokens.place(found, lambda wanted: _insert(child.file_id, wanted))


def give_all(named: Iterable[tuple[Known, Sequence[Name]]]) -> None:
    """Gives many children who have none yet the tokens of their names."""
    key, kinds = vault.token_key(), tuple(tokens.Kind)
    owned = [
        (child.file_id, word)
        for child, called in named
        for word in tokens.words(key, facts_of(child, called), kinds)
    ]
    tokens.place_all(owned, _insert_all)


def find(facts: tokens.Facts, kinds: Collection[tokens.Kind]) -> tokens.Found:
    """The files that a search meets, among those the person who acts may see; best first.

    It asks for as much whatever others hold, and gets none of their rows: how long it takes tells
    nothing of them.
    """
    words = tokens.words(vault.token_key(), facts, kinds)
    return tokens.find(words, partial(_fetch, "default"), most=MOST, is_equal_work=True)


def find_everywhere(
    facts: tokens.Facts, kinds: Collection[tokens.Kind], *, using: str
) -> tokens.Found:
    """The files of every agency that a search meets: for the matcher alone, whom no one watches."""
    words = tokens.words(vault.token_key(), facts, kinds)
    fewer = {tokens.Kind.NAME: MOST_BY_NAME, tokens.Kind.PAIR: MOST_BY_PAIR}
    if facts.districts:  # which parts children of one name better than their years do
        fewer[tokens.Kind.BAND] = MOST_BY_BAND
    if facts.pairs:
        fewer[tokens.Kind.BAND] = MOST_BESIDE_PAIRS
        fewer[tokens.Kind.DISTRICT] = MOST_BY_DISTRICT
    return tokens.find(words, partial(_fetch, using), most=MOST, fewer=fewer)


def _insert(file_id: UUID, wanted: Sequence[tokens.Token]) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_token (file_id, token, kind) "
            "SELECT %s, * FROM unnest(%s::bytea[], %s::text[]) ON CONFLICT DO NOTHING "
            "RETURNING token",
            [file_id, [t.value for t in wanted], [str(t.kind) for t in wanted]],
        )
        return [bytes(token) for (token,) in cursor.fetchall()]


def _insert_all(wanted: Sequence[tuple[UUID, tokens.Token]]) -> list[tuple[UUID, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_token (file_id, token, kind) "
            "SELECT * FROM unnest(%s::uuid[], %s::bytea[], %s::text[]) ON CONFLICT DO NOTHING "
            "RETURNING file_id, token",
            [
                [file_id for file_id, _token in wanted],
                [token.value for _file_id, token in wanted],
                [str(token.kind) for _file_id, token in wanted],
            ],
        )
        return [(file_id, bytes(token)) for file_id, token in cursor.fetchall()]


def _fetch(using: str, values: list[bytes]) -> Iterable[tuple[bytes, UUID]]:
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT token, file_id FROM people_token WHERE token = ANY (%s::bytea[])", [values]
        )
        return [(bytes(token), file_id) for token, file_id in cursor.fetchall()]
