"""The blind tokens of children: made when a name is written, asked when one is looked for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace as replace_in
from functools import partial
from itertools import islice
from typing import Final, Protocol
from uuid import UUID

from django.db import connection, connections
from psycopg.pq import Format

from saathi.agencies import warden
from saathi.matching import names
from saathi.people.names import OF_RELATIVES, Name
from saathi.people.pairs import pairs_of, placed, trios_of
from saathi.vault import store as vault
from saathi.vault import tokens
from saathi.vault.tokens import Kind

# To be raised when others are made of the same names: after an upgrade `saathi remake-words` makes those
# of all files anew, and until then `saathi doctor` says so.
GENERATION: Final = 1
# The tokens stand one after another in one value, the number says how long one is.
_FETCH = """
SELECT token, uuid_send(file_id) FROM people_token
WHERE token = ANY (ARRAY(
  SELECT substr(%b::bytea, at, %b) FROM generate_series(1, %b, %b) at))
"""


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


def facts_of(child: Known, called: Sequence[Name], places: Sequence[str] = ()) -> tokens.Facts:
    """What a child is found by: keys of her names and her parents', birth-year bands, district and places."""
    low, high = child.birth_year_low, child.birth_year_high
    own = [name.text for name in called if name.kind not in OF_RELATIVES]
    relatives = [name.text for name in called if name.kind in OF_RELATIVES]
    return tokens.Facts(
        names=sorted(keys_of(called)),
        pairs=pairs_of(own, relatives),
        trios=[*trios_of(own, relatives), *placed(own, relatives, places)],
        bands=tokens.birth_bands(low, high) if low is not None and high is not None else [],
        districts=[child.home_district] if child.home_district else [],
    )


def keys_of(called: Iterable[Name]) -> set[str]:
    """The keys of names, as they are stored and searched by: who shares a finer one shares one of these."""
    return set(names.coarsest({key for name in called for key in names.keys(name.text)}))


def replace(
    child: Known, called: Sequence[Name], places: Sequence[str] = (), *, by: UUID | None
) -> None:
    """Gives a child the tokens of her present names and places; the earlier ones go.

    `by` is the member of staff who acts; None for maintenance, which acts in nobody's name.
    """
    if by is None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM people_token WHERE file_id = %s", [child.file_id])
    else:
        warden.change("token_clear", [child.file_id], by=by)
    give(child, called, places)


def give(child: Known, called: Sequence[Name], places: Sequence[str] = ()) -> None:
    """Gives a child who has none yet the tokens of her names and places."""
    found = tokens.words(vault.token_key(), facts_of(child, called, places), tuple(Kind))
    tokens.place(found, lambda wanted: _insert(child.file_id, wanted))


def renew(named: Iterable[tuple[Known, Sequence[Name], Sequence[str]]]) -> int:
    """Gives children the tokens they lack, takes away what is no longer theirs; how many it changed.

    A token whose word stays is left where it is, so that a search beside it misses nobody. Within a
    transaction that holds the children: nobody else may change their names meanwhile.
    """
    known, key, kinds = list(named), vault.token_key(), tuple(Kind)
    held = _held([child.file_id for child, _called, _places in known])
    lacking: list[tuple[UUID, tokens.Word]] = []
    over: list[tuple[UUID, bytes]] = []
    for child, called, places in known:
        words = tokens.words(key, facts_of(child, called, places), kinds)
        missing, others = tokens.differing(words, held.get(child.file_id, ()))
        lacking += [(child.file_id, word) for word in missing]
        over += [(child.file_id, value) for value in others]
    tokens.place_all(lacking, _insert_all)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM people_token t USING unnest(%s::uuid[], %s::bytea[]) o (file_id, token) "
            "WHERE t.file_id = o.file_id AND t.token = o.token",
            [[file_id for file_id, _value in over], [value for _file_id, value in over]],
        )
    return len({file_id for file_id, _ in (*lacking, *over)})


def give_all(named: Iterable[tuple[Known, Sequence[Name], Sequence[str]]]) -> None:
    """Gives many children who have none yet the tokens of their names and places."""
    key, kinds = vault.token_key(), tuple(Kind)
    owned = [
        (child.file_id, word)
        for child, called, places in named
        for word in tokens.words(key, facts_of(child, called, places), kinds)
    ]
    tokens.place_all(owned, _insert_all)


def find(facts: tokens.Facts, kinds: Collection[Kind]) -> tokens.Found[UUID]:
    """The files that a search meets, among those the person who acts may see; best first.

    It asks for as much whatever others hold, and gets none of their rows: how long it takes tells
    nothing of them.
    """
    words = tokens.words(vault.token_key(), facts, kinds)
    return _of_files(tokens.find(words, partial(_fetch, "default")))


def find_everywhere(
    facts: tokens.Facts, kinds: Collection[Kind], *, using: str, most: int | None = None
) -> tokens.Found[UUID]:
    """The files of every agency that a search meets: for the matcher alone, whom no one watches.

    The best `most` of them; all without it.
    """
    # Finer keys find no other names, they only ask for more.
    coarse = replace_in(facts, names=sorted(names.coarsest(facts.names)))
    words = tokens.words(vault.token_key(), coarse, kinds)
    return _of_files(tokens.find(words, partial(_fetch, using), effort=tokens.Effort()), most)


def _held(file_ids: Sequence[UUID]) -> dict[UUID, list[tokens.Token]]:
    """The tokens that these files have."""
    found: dict[UUID, list[tokens.Token]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT file_id, kind, token FROM people_token WHERE file_id = ANY (%s::uuid[])",
            [list(file_ids)],
        )
        for file_id, kind, token in cursor.fetchall():
            found.setdefault(file_id, []).append(tokens.Token(Kind(kind), bytes(token)))
    return found


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


def _fetch(using: str, values: list[bytes]) -> list[tuple[bytes, bytes]]:
    """Who has these tokens. They go as one text of bytes: an array of thousands takes long to write.

    They come back as bytes too: to write and read a thousand of them in figures takes a millisecond.
    """
    with connections[using].cursor() as cursor:
        cursor.cursor.format = Format.BINARY
        packed = b"".join(values)
        cursor.execute(_FETCH, [packed, tokens.TOKEN_BYTES, len(packed), tokens.TOKEN_BYTES])
        found: list[tuple[bytes, bytes]] = cursor.fetchall()
        return found


def _of_files(found: tokens.Found[bytes], most: int | None = None) -> tokens.Found[UUID]:
    """The best with the ids of their files: in a search they are bytes, which are sooner compared."""
    best = [(UUID(bytes=owner), owner) for owner in islice(found.hits, most)]
    return tokens.Found(
        {file_id: found.hits[owner] for file_id, owner in best},
        found.was_cut,
        {file_id: found.bits[owner] for file_id, owner in best},
    )
