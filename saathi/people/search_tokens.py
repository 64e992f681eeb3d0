"""Blind search tokens of children: written with names and queried by searches."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace as replace_in
from functools import partial
from itertools import islice
from typing import Final, Protocol
from uuid import UUID

from django.db import connection, connections
from psycopg.pq import Format

from saathi.agencies import definer_functions
from saathi.engines.matching import names
from saathi.people.name_pair_keys import name_pair_keys, name_place_keys, name_trio_keys
from saathi.people.names import RELATIVE_NAME_KINDS, Name
from saathi.vault import store as vault
from saathi.vault import token_search, tokens
from saathi.vault.tokens import TokenKind

# Increase when tokens are derived differently: after an upgrade `saathi rebuild-search-tokens` rebuilds the
# tokens of all files, and until then `saathi doctor` reports it.
TOKEN_GENERATION: Final = 2
# Tokens are concatenated in one value; the number is the length of each.
_FETCH = """
SELECT token, uuid_send(file_id) FROM people_token
WHERE token = ANY (ARRAY(
  SELECT substr(%b::bytea, at, %b) FROM generate_series(1, %b, %b) at))
"""


class SearchableChild(Protocol):
    """A child on record or a missing child: the clear columns used in searches."""

    @property
    def file_id(self) -> UUID:
        """The file in which the child is found."""

    @property
    def birth_year_low(self) -> int | None:
        """The first year in which the child may have been born."""

    @property
    def birth_year_high(self) -> int | None:
        """The last year in which the child may have been born."""

    @property
    def home_district(self) -> str:
        """The home district code; may be empty."""


def search_facts(
    child: SearchableChild, child_names: Sequence[Name], places: Sequence[str] = ()
) -> tokens.TokenFacts:
    """The search facts of a child: keys of own and parents' names, birth-year bands, district and places."""
    low, high = child.birth_year_low, child.birth_year_high
    own_names = [name.text for name in child_names if name.kind not in RELATIVE_NAME_KINDS]
    relatives = [name.text for name in child_names if name.kind in RELATIVE_NAME_KINDS]
    return tokens.TokenFacts(
        names=sorted(name_keys(child_names)),
        pairs=name_pair_keys(own_names, relatives),
        trios=[
            *name_trio_keys(own_names, relatives),
            *name_place_keys(own_names, relatives, places),
        ],
        bands=tokens.birth_bands(low, high) if low is not None and high is not None else [],
        districts=[child.home_district] if child.home_district else [],
    )


def name_keys(child_names: Iterable[Name]) -> set[str]:
    """The keys of names as stored and searched; children who share a finer key share one of these."""
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
    """Replaces a child's tokens with those of the current names and places.

    `by` is the staff member who acts; None for maintenance.
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
    """Adds the tokens of names and places for a child who has none yet."""
    new_tokens = tokens.list_token_words(
        vault.get_token_key(), search_facts(child, child_names, places), tuple(TokenKind)
    )
    tokens.insert_tokens(new_tokens, lambda batch: _insert(child.file_id, batch))


def refresh_tokens(named: Iterable[tuple[SearchableChild, Sequence[Name], Sequence[str]]]) -> int:
    """Brings the tokens of children up to date; returns how many children changed.

    Unchanged tokens are not rewritten, so a concurrent search misses no child. Runs in a
    transaction that locks the children: their names cannot change meanwhile.
    """
    children, key, kinds = list(named), vault.get_token_key(), tuple(TokenKind)
    stored = _tokens_of_files([child.file_id for child, _called, _places in children])
    missing_rows: list[tuple[UUID, tokens.TokenWord]] = []
    outdated_rows: list[tuple[UUID, bytes]] = []
    for child, called, places in children:
        current = tokens.list_token_words(key, search_facts(child, called, places), kinds)
        missing, outdated = tokens.diff_tokens(current, stored.get(child.file_id, ()))
        missing_rows += [(child.file_id, token) for token in missing]
        outdated_rows += [(child.file_id, value) for value in outdated]
    tokens.insert_tokens_in_bulk(missing_rows, _insert_all)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM people_token t USING unnest(%s::uuid[], %s::bytea[]) o (file_id, token) "
            "WHERE t.file_id = o.file_id AND t.token = o.token",
            [
                [file_id for file_id, _value in outdated_rows],
                [value for _file_id, value in outdated_rows],
            ],
        )
    return len({file_id for file_id, _ in (*missing_rows, *outdated_rows)})


def add_tokens_for_many(
    named: Iterable[tuple[SearchableChild, Sequence[Name], Sequence[str]]],
) -> None:
    """Adds the tokens of names and places for many children who have none yet."""
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
    """The files that match a search among those the actor may see; best first.

    The query does the same work whatever other agencies hold, and returns none of their rows: its
    duration reveals nothing about them.
    """
    token_words = tokens.list_token_words(vault.get_token_key(), facts, kinds)
    return _to_file_ids(token_search.find_files(token_words, partial(_fetch_matches, "default")))


def find_files_everywhere(
    facts: tokens.TokenFacts, kinds: Collection[TokenKind], *, using: str, limit: int | None = None
) -> token_search.TokenSearchResult[UUID]:
    """The files of every agency that match a search: for the matcher only, whose timing no user observes.

    Returns the best `limit` files; all if it is not set.
    """
    # Finer keys find no further names; they only add queries.
    coarse = replace_in(facts, names=sorted(names.coarsest_keys(facts.names)))
    token_words = tokens.list_token_words(vault.get_token_key(), coarse, kinds)
    return _to_file_ids(
        token_search.find_files(
            token_words, partial(_fetch_matches, using), effort=token_search.TokenSearchEffort()
        ),
        limit,
    )


def _tokens_of_files(file_ids: Sequence[UUID]) -> dict[UUID, list[tokens.BlindToken]]:
    """The stored tokens of these files."""
    by_file: dict[UUID, list[tokens.BlindToken]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT file_id, kind, token FROM people_token WHERE file_id = ANY (%s::uuid[])",
            [list(file_ids)],
        )
        for file_id, kind, token in cursor.fetchall():
            by_file.setdefault(file_id, []).append(tokens.BlindToken(TokenKind(kind), bytes(token)))
    return by_file


def _insert(file_id: UUID, new_tokens: Sequence[tokens.BlindToken]) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_token (file_id, token, kind) "
            "SELECT %s, * FROM unnest(%s::bytea[], %s::text[]) ON CONFLICT DO NOTHING "
            "RETURNING token",
            [file_id, [t.value for t in new_tokens], [str(t.kind) for t in new_tokens]],
        )
        return [bytes(token) for (token,) in cursor.fetchall()]


def _insert_all(new_tokens: Sequence[tuple[UUID, tokens.BlindToken]]) -> list[tuple[UUID, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_token (file_id, token, kind) "
            "SELECT * FROM unnest(%s::uuid[], %s::bytea[], %s::text[]) ON CONFLICT DO NOTHING "
            "RETURNING file_id, token",
            [
                [file_id for file_id, _token in new_tokens],
                [token.value for _file_id, token in new_tokens],
                [str(token.kind) for _file_id, token in new_tokens],
            ],
        )
        return [(file_id, bytes(token)) for file_id, token in cursor.fetchall()]


def _fetch_matches(using: str, values: list[bytes]) -> list[tuple[bytes, bytes]]:
    """The files that have these tokens, sent as one byte string: a long array is slow to encode.

    Results are bytes as well: converting a thousand ids to text takes a millisecond.
    """
    with connections[using].cursor() as cursor:
        cursor.cursor.format = Format.BINARY
        packed = b"".join(values)
        cursor.execute(_FETCH, [packed, tokens.TOKEN_BYTES, len(packed), tokens.TOKEN_BYTES])
        rows: list[tuple[bytes, bytes]] = cursor.fetchall()
        return rows


def _to_file_ids(
    result: token_search.TokenSearchResult[bytes], most: int | None = None
) -> token_search.TokenSearchResult[UUID]:
    """The best matches with their file ids; a search keeps ids as bytes, which compare faster."""
    best = [(UUID(bytes=owner), owner) for owner in islice(result.hits, most)]
    return token_search.TokenSearchResult(
        {file_id: result.hits[owner] for file_id, owner in best},
        result.was_truncated,
        {file_id: result.bits[owner] for file_id, owner in best},
    )
