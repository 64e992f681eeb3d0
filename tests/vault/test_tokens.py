"""Blind tokens: records are found by their words, and no token in the table repeats."""

import random
import uuid
from collections.abc import Collection, Iterable
from typing import Any

import pytest

from saathi.vault import token_search, tokens
from saathi.vault.token_search import TokenSearchEffort
from saathi.vault.tokens import BlindToken, TokenFacts, TokenKind

KEY = bytes(range(32))
LEVELS = dict.fromkeys(TokenKind, 5)  # asked for at once


class Table:
    """The token table as a dictionary, with the unique index that the real one has."""

    def __init__(self) -> None:
        self.rows: dict[bytes, uuid.UUID] = {}
        self.questions = 0

    def add(
        self, file_id: uuid.UUID, facts: TokenFacts, kinds: tuple[TokenKind, ...] = tokens.COMPOSITE
    ) -> None:
        def insert(wanted: list[BlindToken]) -> list[bytes]:
            new = [token.value for token in wanted if token.value not in self.rows]
            self.rows.update(dict.fromkeys(new, file_id))
            return new

        tokens.insert_tokens(tokens.list_token_words(KEY, facts, kinds), insert)

    def fetch(self, values: list[bytes]) -> Iterable[tuple[bytes, uuid.UUID]]:
        self.questions += 1
        return [(value, self.rows[value]) for value in values if value in self.rows]

    def find(
        self,
        facts: TokenFacts,
        *,
        most: int = 500,
        kinds: Collection[TokenKind] = tokens.COMPOSITE,
        **effort: Any,
    ) -> token_search.TokenSearchResult[uuid.UUID]:
        limits = TokenSearchEffort(
            max_files=dict.fromkeys(TokenKind, most), **{"max_tokens": 1_000_000} | effort
        )
        return token_search.find_files(
            tokens.list_token_words(KEY, facts, kinds), self.fetch, effort=limits
        )

    def erase(self, file_id: uuid.UUID) -> None:
        self.rows = {value: owner for value, owner in self.rows.items() if owner != file_id}


def test_a_record_is_found_by_a_name_with_either_fact() -> None:
    table, child = Table(), uuid.uuid4()
    table.add(child, TokenFacts(["aysa", "kan"], bands=[503], districts=["NP-27"]))

    assert list(table.find(TokenFacts(["aysa"], bands=[503])).hits) == [child]
    assert list(table.find(TokenFacts(["kan"], districts=["NP-27"])).hits) == [child]


def test_name_pair_finds_few_files_among_many_sharing_one_name() -> None:
    table, child = Table(), uuid.uuid4()
    for number in range(200):
        table.add(
            uuid.uuid4(), TokenFacts(["snt", "rm"], pairs=[f"snt+{number}"]), tuple(TokenKind)
        )
    table.add(child, TokenFacts(["snt", "rm"], pairs=["snt+rm"]), tuple(TokenKind))

    facts = TokenFacts(["snt", "rm"], pairs=["snt+rm"])
    by_pair = table.find(facts, kinds=[TokenKind.PAIR], most=30)
    by_all = table.find(facts, kinds=tuple(TokenKind), most=30)

    assert list(by_pair.hits) == [child]
    assert child in by_all.hits
    assert list(by_all.bits.values()) == sorted(by_all.bits.values(), reverse=True)


def test_common_name_pair_with_district_finds_the_child() -> None:
    table, child = Table(), uuid.uuid4()
    for number in range(
        600
    ):  # the father's name in other districts, other fathers' names in this one
        table.add(
            uuid.uuid4(),
            TokenFacts(["rm"], [503], [f"NP-{number % 40}"], ["rm+hr"]),
            tuple(TokenKind),
        )
        table.add(
            uuid.uuid4(), TokenFacts(["rm"], [503], ["IN-27"], [f"rm+{number}"]), tuple(TokenKind)
        )
    table.add(child, TokenFacts(["rm"], [503], ["IN-27"], ["rm+hr"]), tuple(TokenKind))

    result = table.find(
        TokenFacts(["rm"], [503], ["IN-27"], ["rm+hr"]),
        kinds=tuple(TokenKind),
        most=30,
        max_tokens=300,
    )

    assert next(iter(result.hits)) == child


def test_name_trio_finds_child_who_moved() -> None:
    table, child = Table(), uuid.uuid4()
    for number in range(600):
        facts = TokenFacts(["rm"], [503], ["NP-27"], ["rm+hr"], [f"rm+hr&{number}"])
        table.add(uuid.uuid4(), facts, tuple(TokenKind))
    table.add(child, TokenFacts(["rm"], [503], ["IN-3"], ["rm+hr"], ["rm+hr&gt"]), tuple(TokenKind))

    asked = TokenFacts(["rm"], [503], ["NP-1"], ["rm+hr"], ["rm+hr&gt"])
    result = table.find(asked, kinds=tuple(TokenKind), most=30, max_tokens=300)

    assert next(iter(result.hits)) == child


def test_file_with_name_pair_counts_for_each_single_name() -> None:
    table, child = Table(), uuid.uuid4()
    for _ in range(300):
        table.add(uuid.uuid4(), TokenFacts(["rm", "hr"]), [TokenKind.NAME])
    table.add(child, TokenFacts([], pairs=["rm+hr"]), [TokenKind.PAIR])

    result = table.find(TokenFacts(["rm", "hr"], pairs=["rm+hr"]), kinds=tuple(TokenKind), most=4)

    assert result.hits[child] == 3


def test_a_record_is_not_found_by_another_name_fact_or_key() -> None:
    table = Table()
    table.add(uuid.uuid4(), TokenFacts(["aysa"], bands=[503], districts=["NP-27"]))

    assert not table.find(TokenFacts(["aysa"], bands=[504], districts=["NP-28"])).hits
    assert not table.find(TokenFacts(["rina"], bands=[503], districts=["NP-27"])).hits
    other = tokens.list_token_words(b"x" * 32, TokenFacts(["aysa"], bands=[503]))
    assert not token_search.find_files(other, table.fetch).hits


def test_files_sharing_more_words_are_ranked_first() -> None:
    table, near, far = Table(), uuid.uuid4(), uuid.uuid4()
    table.add(far, TokenFacts(["aysa"], bands=[503], districts=["NP-01"]))
    table.add(near, TokenFacts(["aysa", "kan"], bands=[503], districts=["NP-27"]))

    result = table.find(TokenFacts(["aysa", "kan"], bands=[503], districts=["NP-27"]))

    assert list(result.hits.items()) == [(near, 4), (far, 1)]


def test_no_token_is_stored_twice_however_common_the_name() -> None:
    table = Table()
    children = [uuid.uuid4() for _ in range(300)]
    for child in children:
        table.add(child, TokenFacts(["bigm"], bands=[503]))

    assert len(table.rows) == 300
    assert set(table.find(TokenFacts(["bigm"], bands=[503])).hits) == set(children)


def test_search_of_too_common_name_is_truncated_and_says_so() -> None:
    table = Table()
    for _ in range(300):
        table.add(uuid.uuid4(), TokenFacts(["bigm"], bands=[503]))

    result = table.find(TokenFacts(["bigm"], bands=[503]), most=40)

    assert result.was_truncated
    assert 40 <= len(result.hits) < 300


def test_search_respects_token_limit_and_asks_rare_words_first() -> None:
    table, child = Table(), uuid.uuid4()
    for number in range(300):  # all of one name and district, each with a father of his own
        table.add(
            uuid.uuid4(), TokenFacts(["rm"], [503], ["NP-27"], [f"rm+{number}"]), tuple(TokenKind)
        )
    for _ in range(15):
        table.add(uuid.uuid4(), TokenFacts(["x"], pairs=["rm+hr"]), [TokenKind.PAIR])
    table.add(child, TokenFacts(["rm"], [503], ["NP-27"], ["rm+hr"]), tuple(TokenKind))
    lengths: list[int] = []

    def fetch(values: list[bytes]) -> Iterable[tuple[bytes, uuid.UUID]]:
        lengths.append(len(values))
        return table.fetch(values)

    facts = tokens.list_token_words(
        KEY, TokenFacts(["rm"], [503], ["NP-27"], ["rm+hr"]), tuple(TokenKind)
    )
    result = token_search.find_files(facts, fetch, effort=TokenSearchEffort(max_tokens=400))

    assert sum(lengths) <= 400
    assert result.was_truncated
    assert child in result.hits  # by the father's name, which 16 share


def test_common_words_are_followed_after_rare_words_only() -> None:
    table = Table()
    kinds = (TokenKind.PAIR, TokenKind.BAND)
    together = TokenFacts(["aysa"], bands=[503], pairs=["aysa+kan"])
    for _number in range(100):
        table.add(uuid.uuid4(), together, kinds)
    asked: list[int] = []

    def fetch(values: list[bytes]) -> Iterable[tuple[bytes, uuid.UUID]]:
        asked.append(len(values))
        return table.fetch(values)

    def words(**effort: Any) -> list[int]:
        asked.clear()
        limits = TokenSearchEffort(
            levels_at_once=dict.fromkeys(TokenKind, 2),
            max_files=dict.fromkeys(TokenKind, 500),
            **effort,
        )
        token_search.find_files(tokens.list_token_words(KEY, together, kinds), fetch, effort=limits)
        return asked

    assert words(max_tokens=80) == [
        12,
        8,
        16,
        32,
        8,
    ]  # two names first; what is left, for the other
    assert words(max_tokens=10_000)[-1] >= 128  # nothing is missed where there is room


def test_two_names_weigh_more_than_one_name_with_years_and_district() -> None:
    table, alike, right_child = Table(), uuid.uuid4(), uuid.uuid4()
    # One shares a name, years and district; the other two names, one of them beside years alone.
    table.add(alike, TokenFacts(["aysa"], [503], ["NP-27"]), tuple(TokenKind))
    table.add(right_child, TokenFacts(["aysa", "kan"], [503]), tuple(TokenKind))
    facts = TokenFacts(["aysa", "kan"], [503], ["NP-27"])

    result = table.find(facts, kinds=tuple(TokenKind))

    assert next(iter(result.hits)) == right_child
    assert result.bits[alike] == pytest.approx(
        3 * token_search.FURTHER_WORD_FACTOR
        + token_search.RAREST_WORD_FACTOR * token_search.MAX_WORD_BITS
    )


def test_name_with_home_place_weighs_more_than_another_name() -> None:
    table, namesake, right_child = Table(), uuid.uuid4(), uuid.uuid4()
    facts = TokenFacts(["aysa", "kan"], [503], trios=["aysa+@gplpr"])
    table.add(namesake, TokenFacts(["aysa", "kan"], [503]), tuple(TokenKind))
    table.add(right_child, TokenFacts(["aysa"], [504], trios=["aysa+@gplpr"]), tuple(TokenKind))

    result = table.find(facts, kinds=tuple(TokenKind))

    assert next(iter(result.hits)) == right_child


def test_namesakes_sharing_years_and_district_are_ranked_first() -> None:
    table, right_child = Table(), uuid.uuid4()
    others = [uuid.uuid4() for _ in range(12)]
    for child in others[:6]:
        table.add(child, TokenFacts(["aysa"], [503]), tuple(TokenKind))
    table.add(right_child, TokenFacts(["aysa"], [503], ["NP-27"]), tuple(TokenKind))
    for child in others[6:]:
        table.add(child, TokenFacts(["aysa"], [504], ["NP-27"]), tuple(TokenKind))

    result = table.find(
        TokenFacts(["aysa"], [503], ["NP-27"]), kinds=tuple(TokenKind), levels_at_once=LEVELS
    )

    assert next(iter(result.hits)) == right_child


def test_truncated_word_weighs_little() -> None:
    table, child = Table(), uuid.uuid4()
    for _ in range(200):
        table.add(uuid.uuid4(), TokenFacts(["bigm"]), [TokenKind.NAME])
    table.add(child, TokenFacts(["kan"]), [TokenKind.NAME])

    result = table.find(TokenFacts(["bigm", "kan"]), kinds=[TokenKind.NAME], most=4)

    others = [bits for file_id, bits in result.bits.items() if file_id != child]
    assert (
        result.bits[child]
        == token_search.FURTHER_WORD_FACTOR
        + token_search.RAREST_WORD_FACTOR * token_search.MAX_WORD_BITS
    )
    assert max(others) < result.bits[child] - 4


def test_rare_name_is_found_with_one_query() -> None:
    table = Table()
    table.add(uuid.uuid4(), TokenFacts(["aysa"], bands=[503]))

    table.find(TokenFacts(["zulikha", "tsring"], bands=[502, 503, 504], districts=["BT-11"]))

    assert table.questions == 1


@pytest.mark.parametrize("seed", range(5))
def test_erasure_of_other_files_hides_no_file(seed: int) -> None:
    random.seed(seed)
    table = Table()
    children = [uuid.uuid4() for _ in range(60)]
    for child in children:
        table.add(child, TokenFacts(["bigm"], bands=[503]))
    gone = set(random.sample(children, 15))
    for child in gone:
        table.erase(child)

    assert set(table.find(TokenFacts(["bigm"], bands=[503])).hits) == set(children) - gone


@pytest.mark.parametrize("seed", range(5))
def test_files_of_others_do_not_hide_the_searchers_own(seed: int) -> None:
    random.seed(seed)
    table = Table()
    others, mine = [uuid.uuid4() for _ in range(200)], uuid.uuid4()
    for child in [*others, mine]:
        table.add(child, TokenFacts(["bigm"], bands=[503]))

    def fetch(values: list[bytes]) -> list[tuple[bytes, uuid.UUID]]:
        return [(value, owner) for value, owner in table.fetch(values) if owner == mine]

    words = tokens.list_token_words(KEY, TokenFacts(["bigm"], bands=[503]))
    result = token_search.find_files(words, fetch)

    assert list(result.hits) == [mine]


def test_constant_effort_search_is_one_query_of_constant_length() -> None:
    lengths = []
    for others in (0, 1, 300):
        table = Table()
        for _ in range(others):
            table.add(uuid.uuid4(), TokenFacts(["bigm"], bands=[503]))

        def fetch(values: list[bytes]) -> list[tuple[bytes, uuid.UUID]]:
            lengths.append(len(values))
            return []

        words = tokens.list_token_words(KEY, TokenFacts(["bigm"], bands=[503], districts=["NP-27"]))
        assert not token_search.find_files(words, fetch).hits

    assert lengths == [lengths[0]] * 3


def test_search_ends_for_name_of_a_whole_nation() -> None:
    facts = TokenFacts(["bigm"], bands=[503])

    nation = [uuid.uuid4() for _ in range(9)]

    def fetch(values: list[bytes]) -> list[tuple[bytes, uuid.UUID]]:
        return [(value, nation[at % 9]) for at, value in enumerate(values)]

    result = token_search.find_files(
        tokens.list_token_words(KEY, facts), fetch, effort=TokenSearchEffort(max_tokens=1_000_000)
    )

    assert result.was_truncated
    assert set(result.hits) == set(nation)


def test_a_bulk_load_fills_the_slots_in_order_and_is_found() -> None:
    table = Table()
    [word] = tokens.list_token_words(KEY, TokenFacts(["bigm"], bands=[503]))
    children = [uuid.uuid4() for _ in range(200)]
    for slot, child in enumerate(children):
        table.rows[tokens.token_in_slot(word, slot).value] = child
    late = uuid.uuid4()
    table.add(late, TokenFacts(["bigm"], bands=[503]))

    assert set(table.find(TokenFacts(["bigm"], bands=[503])).hits) == {*children, late}


def test_two_repeated_common_names_weigh_less_than_one_rare_name() -> None:
    table, right_child = Table(), uuid.uuid4()
    for _ in range(40):  # share both common names, alone and as a pair
        table.add(uuid.uuid4(), TokenFacts(["rm", "hr"], pairs=["rm+hr"]), tuple(TokenKind))
    table.add(right_child, TokenFacts(["zlk", "brs"]), tuple(TokenKind))

    result = table.find(
        TokenFacts(["rm", "hr", "zlk", "brs"], pairs=["rm+hr"]), kinds=tuple(TokenKind)
    )
    assert next(iter(result.hits)) == right_child
