"""The blind tokens of children: made when a name is written, asked when one is looked for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace as replace_in
from functools import partial
from itertools import islice
from typing import Final, Protocol
from uuid import UUID

from django.db import connection, connections
from psycopg.pq import Format

from saathi.agencies import definer_functions
from saathi.matching import names
from saathi.people.name_pair_keys import name_pair_keys, name_place_keys, name_trio_keys
from saathi.people.names import RELATIVE_NAME_KINDS, Name
from saathi.vault import store as vault
from saathi.vault import token_search, tokens
from saathi.vault.tokens import TokenKind

# To be raised when others are made of the same names: after an upgrade `saathi remake-words` makes those
# of all files anew, and until then `saathi doctor` says so.
TOKEN_GENERATION: Final = 1
# The tokens stand one after another in one value, the number says how long one is.
_FETCH = """
SELECT token, uuid_send(file_id) FROM people_token
WHERE token = ANY (ARRAY(
  SELECT substr(%b::bytea, at, %b) FROM generate_series(1, %b, %b) at))
"""


class SearchableChild(Protocol):
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


def search_facts(
    child: SearchableChild, child_names: Sequence[Name], places: Sequence[str] = ()
) -> tokens.TokenFacts:
    """What a child is found by: keys of her names and her parents', birth-year bands, district and places."""
    low, high = child.birth_year_low, child.birth_year_high
    own = [name.text for name in child_names if name.kind not in RELATIVE_NAME_KINDS]
    relatives = [name.text for name in child_names if name.kind in RELATIVE_NAME_KINDS]
    return tokens.TokenFacts(
        names=sorted(name_keys(child_names)),
        pairs=name_pair_keys(own, relatives),
        trios=[*name_trio_keys(own, relatives), *name_place_keys(own, relatives, places)],
        bands=tokens.birth_bands(low, high) if low is not None and high is not None else [],
        districts=[child.home_district] if child.home_district else [],
    )


def name_keys(child_names: Iterable[Name]) -> set[str]:
    """The keys of names, as they are stored and searched by: who shares a finer one shares one of these."""
    return set(
        names.coarsest_keys({key for name in child_names for key in names.name_keys(name.text)})
    )


def replace_tokens(
    child: SearchableChild,
    child_names: Sequence[Name],
    places: Sequence[str] = (),
    *,
    by: UUID | None,
) -> None:
    """Gives a child the tokens of her present names and places; the earlier ones go.

    `by` is the member of staff who acts; None for maintenance, which acts in nobody's name.
    """
    if by is None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM people_token WHERE file_id = %s", [child.file_id])
    else:
        definer_functions.make_change("token_clear", [child.file_id], by=by)
    add_tokens(child, child_names, places)


def add_tokens(
    child: SearchableChild, child_names: Sequence[Name], places: Sequence[str] = ()
) -> None:
    """Gives a child who has none yet the tokens of her names and places."""
    found = tokens.list_token_words(
        vault.get_token_key(), search_facts(child, child_names, places), tuple(TokenKind)
    )
    tokens.insert_tokens(found, lambda wanted: _insert(child.file_id, wanted))


def refresh_tokens(named: Iterable[tuple[SearchableChild, Sequence[Name], Sequence[str]]]) -> int:
    """Gives children the tokens they lack, takes away what is no longer theirs; how many it changed.

    A token whose word stays is left where it is, so that a search beside it misses nobody. Within a
    transaction that holds the children: nobody else may change their names meanwhile.
    """
    known, key, kinds = list(named), vault.get_token_key(), tuple(TokenKind)
    held = _tokens_of_files([child.file_id for child, _called, _places in known])
    lacking: list[tuple[UUID, tokens.TokenWord]] = []
    over: list[tuple[UUID, bytes]] = []
    for child, called, places in known:
        words = tokens.list_token_words(key, search_facts(child, called, places), kinds)
        missing, others = tokens.diff_tokens(words, held.get(child.file_id, ()))
        lacking += [(child.file_id, word) for word in missing]
        over += [(child.file_id, value) for value in others]
    tokens.insert_tokens_in_bulk(lacking, _insert_all)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM people_token t USING unnest(%s::uuid[], %s::bytea[]) o (file_id, token) "
            "WHERE t.file_id = o.file_id AND t.token = o.token",
            [[file_id for file_id, _value in over], [value for _file_id, value in over]],
        )
    return len({file_id for file_id, _ in (*lacking, *over)})


def add_tokens_for_many(
    named: Iterable[tuple[SearchableChild, Sequence[Name], Sequence[str]]],
) -> None:
    """Gives many children who have none yet the tokens of their names and places."""
    key, kinds = vault.get_token_key(), tuple(TokenKind)
    owned = [
        (child.file_id, word)
        for child, called, places in named
        for word in tokens.list_token_words(key, search_facts(child, called, places), kinds)
    ]
    tokens.insert_tokens_in_bulk(owned, _insert_all)


def find_files(
    facts: tokens.TokenFacts, kinds: Collection[TokenKind]
) -> token_search.TokenSearchResult[UUID]:
    """The files that a search meets, among those the person who acts may see; best first.

    It asks for as much whatever others hold, and gets none of their rows: how long it takes tells
    nothing of them.
    """
    words = tokens.list_token_words(vault.get_token_key(), facts, kinds)
    return _to_file_ids(token_search.find_files(words, partial(_fetch_matches, "default")))


def find_files_everywhere(
    facts: tokens.TokenFacts, kinds: Collection[TokenKind], *, using: str, limit: int | None = None
) -> token_search.TokenSearchResult[UUID]:
    """The files of every agency that a search meets: for the matcher alone, whom no one watches.

    The best `most` of them; all without it.
    """
    # Finer keys find no other names, they only ask for more.
    coarse = replace_in(facts, names=sorted(names.coarsest_keys(facts.names)))
    words = tokens.list_token_words(vault.get_token_key(), coarse, kinds)
    return _to_file_ids(
        token_search.find_files(
            words, partial(_fetch_matches, using), effort=token_search.TokenSearchEffort()
        ),
        limit,
    )


def _tokens_of_files(file_ids: Sequence[UUID]) -> dict[UUID, list[tokens.BlindToken]]:
    """The tokens that these files have."""
    found: dict[UUID, list[tokens.BlindToken]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT file_id, kind, token FROM people_token WHERE file_id = ANY (%s::uuid[])",
            [list(file_ids)],
        )
        for file_id, kind, token in cursor.fetchall():
            found.setdefault(file_id, []).append(tokens.BlindToken(TokenKind(kind), bytes(token)))
    return found


def _insert(file_id: UUID, wanted: Sequence[tokens.BlindToken]) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_token (file_id, token, kind) "
            "SELECT %s, * FROM unnest(%s::bytea[], %s::text[]) ON CONFLICT DO NOTHING "
            "RETURNING token",
            [file_id, [t.value for t in wanted], [str(t.kind) for t in wanted]],
        )
        return [bytes(token) for (token,) in cursor.fetchall()]


def _insert_all(wanted: Sequence[tuple[UUID, tokens.BlindToken]]) -> list[tuple[UUID, bytes]]:
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


def _fetch_matches(using: str, values: list[bytes]) -> list[tuple[bytes, bytes]]:
    """Who has these tokens. They go as one text of bytes: an array of thousands takes long to write.

    They come back as bytes too: to write and read a thousand of them in figures takes a millisecond.
    """
    with connections[using].cursor() as cursor:
        cursor.cursor.format = Format.BINARY
        packed = b"".join(values)
        cursor.execute(_FETCH, [packed, tokens.TOKEN_BYTES, len(packed), tokens.TOKEN_BYTES])
        found: list[tuple[bytes, bytes]] = cursor.fetchall()
        return found


def _to_file_ids(
    found: token_search.TokenSearchResult[bytes], most: int | None = None
) -> token_search.TokenSearchResult[UUID]:
    """The best with the ids of their files: in a search they are bytes, which are sooner compared."""
    best = [(UUID(bytes=owner), owner) for owner in islice(found.hits, most)]
    return token_search.TokenSearchResult(
        {file_id: found.hits[owner] for file_id, owner in best},
        found.was_truncated,
        {file_id: found.bits[owner] for file_id, owner in best},
    )
