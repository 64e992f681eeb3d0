"""Blind tokens: records are found by their words, and the table holds nothing that repeats."""

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


def test_two_names_that_go_together_find_few_among_many_who_share_one() -> None:
    table, child = Table(), uuid.uuid4()
    for number in range(200):
        table.add(
            uuid.uuid4(), TokenFacts(["snt", "rm"], pairs=[f"snt+{number}"]), tuple(TokenKind)
        )
    table.add(child, TokenFacts(["snt", "rm"], pairs=["snt+rm"]), tuple(TokenKind))

    asked = TokenFacts(["snt", "rm"], pairs=["snt+rm"])
    by_pair = table.find(asked, kinds=[TokenKind.PAIR], most=30)
    by_all = table.find(asked, kinds=tuple(TokenKind), most=30)

    assert list(by_pair.hits) == [child]
    assert child in by_all.hits
    assert list(by_all.bits.values()) == sorted(by_all.bits.values(), reverse=True)


def test_of_two_names_that_very_many_share_the_district_finds_one() -> None:
    table, child = Table(), uuid.uuid4()
    for number in range(600):  # her father's name in other districts, other fathers' in hers
        table.add(
            uuid.uuid4(),
            TokenFacts(["rm"], [503], [f"NP-{number % 40}"], ["rm+hr"]),
            tuple(TokenKind),
        )
        table.add(
            uuid.uuid4(), TokenFacts(["rm"], [503], ["IN-27"], [f"rm+{number}"]), tuple(TokenKind)
        )
    table.add(child, TokenFacts(["rm"], [503], ["IN-27"], ["rm+hr"]), tuple(TokenKind))

    found = table.find(
        TokenFacts(["rm"], [503], ["IN-27"], ["rm+hr"]),
        kinds=tuple(TokenKind),
        most=30,
        max_tokens=300,
    )

    assert next(iter(found.hits)) == child


def test_by_three_names_one_is_found_who_lives_elsewhere_now() -> None:
    table, child = Table(), uuid.uuid4()
    for number in range(600):
        facts = TokenFacts(["rm"], [503], ["NP-27"], ["rm+hr"], [f"rm+hr&{number}"])
        table.add(uuid.uuid4(), facts, tuple(TokenKind))
    table.add(child, TokenFacts(["rm"], [503], ["IN-3"], ["rm+hr"], ["rm+hr&gt"]), tuple(TokenKind))

    asked = TokenFacts(["rm"], [503], ["NP-1"], ["rm+hr"], ["rm+hr&gt"])
    found = table.find(asked, kinds=tuple(TokenKind), most=30, max_tokens=300)

    assert next(iter(found.hits)) == child


def test_who_shares_two_names_shares_each_of_them_however_many_bear_it() -> None:
    table, child = Table(), uuid.uuid4()
    for _ in range(300):
        table.add(uuid.uuid4(), TokenFacts(["rm", "hr"]), [TokenKind.NAME])
    table.add(child, TokenFacts([], pairs=["rm+hr"]), [TokenKind.PAIR])

    found = table.find(TokenFacts(["rm", "hr"], pairs=["rm+hr"]), kinds=tuple(TokenKind), most=4)

    assert found.hits[child] == 3


def test_a_record_is_not_found_by_another_name_fact_or_key() -> None:
    table = Table()
    table.add(uuid.uuid4(), TokenFacts(["aysa"], bands=[503], districts=["NP-27"]))

    assert not table.find(TokenFacts(["aysa"], bands=[504], districts=["NP-28"])).hits
    assert not table.find(TokenFacts(["rina"], bands=[503], districts=["NP-27"])).hits
    other = tokens.list_token_words(b"x" * 32, TokenFacts(["aysa"], bands=[503]))
    assert not token_search.find_files(other, table.fetch).hits


def test_more_words_in_common_come_first() -> None:
    table, near, far = Table(), uuid.uuid4(), uuid.uuid4()
    table.add(far, TokenFacts(["aysa"], bands=[503], districts=["NP-01"]))
    table.add(near, TokenFacts(["aysa", "kan"], bands=[503], districts=["NP-27"]))

    found = table.find(TokenFacts(["aysa", "kan"], bands=[503], districts=["NP-27"]))

    assert list(found.hits.items()) == [(near, 4), (far, 1)]


def test_no_token_is_stored_twice_however_common_the_name() -> None:
    table = Table()
    children = [uuid.uuid4() for _ in range(300)]
    for child in children:
        table.add(child, TokenFacts(["bigm"], bands=[503]))

    assert len(table.rows) == 300
    assert set(table.find(TokenFacts(["bigm"], bands=[503])).hits) == set(children)


def test_a_name_too_common_is_cut_and_says_so() -> None:
    table = Table()
    for _ in range(300):
        table.add(uuid.uuid4(), TokenFacts(["bigm"], bands=[503]))

    found = table.find(TokenFacts(["bigm"], bands=[503]), most=40)

    assert found.was_truncated
    assert 40 <= len(found.hits) < 300


def test_a_search_asks_for_no_more_tokens_than_it_may_and_for_rare_words_first() -> None:
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

    asked = tokens.list_token_words(
        KEY, TokenFacts(["rm"], [503], ["NP-27"], ["rm+hr"]), tuple(TokenKind)
    )
    found = token_search.find_files(asked, fetch, effort=TokenSearchEffort(max_tokens=400))

    assert sum(lengths) <= 400
    assert found.was_truncated
    assert child in found.hits  # by her father's name, which 16 share


@pytest.mark.parametrize("secret", [b"", bytes(range(32)), bytes(64)])
def test_the_tokens_of_a_search_are_those_that_were_given(secret: bytes) -> None:
    for level in range(4):
        first = 2 * (2**level - 1)
        given = [tokens.value_in_slot(secret, slot) for slot in range(first, first + 2 * 2**level)]
        assert tokens.values_in_level(secret, level) == given


def test_a_name_beside_years_is_followed_on_only_when_nothing_rarer_is() -> None:
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


def test_two_names_say_more_than_one_beside_years_and_district() -> None:
    table, alike, hers = Table(), uuid.uuid4(), uuid.uuid4()
    # One shares a name, years and district; the other two names, one of them beside years alone.
    table.add(alike, TokenFacts(["aysa"], [503], ["NP-27"]), tuple(TokenKind))
    table.add(hers, TokenFacts(["aysa", "kan"], [503]), tuple(TokenKind))
    asked = TokenFacts(["aysa", "kan"], [503], ["NP-27"])

    found = table.find(asked, kinds=tuple(TokenKind))

    assert next(iter(found.hits)) == hers
    assert found.bits[alike] == pytest.approx(
        3 * token_search.FURTHER_WORD_FACTOR
        + token_search.RAREST_WORD_FACTOR * token_search.MAX_WORD_BITS
    )


def test_a_name_beside_the_place_of_home_says_more_than_another_name() -> None:
    table, namesake, hers = Table(), uuid.uuid4(), uuid.uuid4()
    asked = TokenFacts(["aysa", "kan"], [503], trios=["aysa+@gplpr"])
    table.add(namesake, TokenFacts(["aysa", "kan"], [503]), tuple(TokenKind))
    table.add(hers, TokenFacts(["aysa"], [504], trios=["aysa+@gplpr"]), tuple(TokenKind))

    found = table.find(asked, kinds=tuple(TokenKind))

    assert next(iter(found.hits)) == hers


def test_of_namesakes_those_come_first_who_share_years_and_district_too() -> None:
    table, hers = Table(), uuid.uuid4()
    others = [uuid.uuid4() for _ in range(12)]
    for child in others[:6]:
        table.add(child, TokenFacts(["aysa"], [503]), tuple(TokenKind))
    table.add(hers, TokenFacts(["aysa"], [503], ["NP-27"]), tuple(TokenKind))
    for child in others[6:]:
        table.add(child, TokenFacts(["aysa"], [504], ["NP-27"]), tuple(TokenKind))

    found = table.find(
        TokenFacts(["aysa"], [503], ["NP-27"]), kinds=tuple(TokenKind), at_once=LEVELS
    )

    assert next(iter(found.hits)) == hers


def test_a_word_that_was_not_followed_to_its_end_says_little() -> None:
    table, child = Table(), uuid.uuid4()
    for _ in range(200):
        table.add(uuid.uuid4(), TokenFacts(["bigm"]), [TokenKind.NAME])
    table.add(child, TokenFacts(["kan"]), [TokenKind.NAME])

    found = table.find(TokenFacts(["bigm", "kan"]), kinds=[TokenKind.NAME], most=4)

    others = [bits for file_id, bits in found.bits.items() if file_id != child]
    assert (
        found.bits[child]
        == token_search.FURTHER_WORD_FACTOR
        + token_search.RAREST_WORD_FACTOR * token_search.MAX_WORD_BITS
    )
    assert max(others) < found.bits[child] - 4


def test_a_rare_name_is_found_with_one_question() -> None:
    table = Table()
    table.add(uuid.uuid4(), TokenFacts(["aysa"], bands=[503]))

    table.find(TokenFacts(["zulikha", "tsring"], bands=[502, 503, 504], districts=["BT-11"]))

    assert table.questions == 1


@pytest.mark.parametrize("seed", range(5))
def test_the_erasure_of_others_hides_nobody(seed: int) -> None:
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
    found = token_search.find_files(words, fetch)

    assert list(found.hits) == [mine]


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


def test_a_search_ends_where_a_whole_nation_has_the_name() -> None:
    facts = TokenFacts(["bigm"], bands=[503])

    nation = [uuid.uuid4() for _ in range(9)]

    def fetch(values: list[bytes]) -> list[tuple[bytes, uuid.UUID]]:
        return [(value, nation[at % 9]) for at, value in enumerate(values)]

    found = token_search.find_files(
        tokens.list_token_words(KEY, facts), fetch, effort=TokenSearchEffort(max_tokens=1_000_000)
    )

    assert found.was_truncated
    assert set(found.hits) == set(nation)


def test_a_bulk_load_fills_the_slots_in_order_and_is_found() -> None:
    table = Table()
    [word] = tokens.list_token_words(KEY, TokenFacts(["bigm"], bands=[503]))
    children = [uuid.uuid4() for _ in range(200)]
    for slot, child in enumerate(children):
        table.rows[tokens.token_in_slot(word, slot).value] = child
    late = uuid.uuid4()
    table.add(late, TokenFacts(["bigm"], bands=[503]))

    assert set(table.find(TokenFacts(["bigm"], bands=[503])).hits) == {*children, late}


def test_a_name_repeated_in_a_record_gives_one_word() -> None:
    words = tokens.list_token_words(
        KEY, TokenFacts(["aysa", "aysa", ""], bands=[503, 503], districts=["NP-27"])
    )

    assert [word.kind for word in words] == [TokenKind.BAND, TokenKind.DISTRICT]


def test_a_name_alone_is_a_word_only_where_asked_for() -> None:
    facts = TokenFacts(["aysa"])

    assert tokens.list_token_words(KEY, facts) == []
    assert [word.kind for word in tokens.list_token_words(KEY, facts, [TokenKind.NAME])] == [
        TokenKind.NAME
    ]


def test_facts_cannot_run_into_each_other() -> None:
    [one] = tokens.list_token_words(KEY, TokenFacts(["b"], districts=["a"]))
    [two] = tokens.list_token_words(KEY, TokenFacts(["ab"], districts=[""]))

    assert one.secret != two.secret


@pytest.mark.parametrize(
    ("first", "last", "bands"),
    [
        (2012, 2012, [503]),
        (2011, 2012, [502, 503]),
        (2000, 2015, [500, 501, 502, 503]),
        (2000, 2016, []),
    ],
)
def test_a_birth_interval_touches_bands_unless_it_says_nothing(
    first: int, last: int, bands: list[int]
) -> None:
    assert tokens.birth_bands(first, last) == bands


def test_printing_words_facts_and_tokens_shows_neither_name_nor_secret() -> None:
    facts = TokenFacts(["aysa"], bands=[503])
    [word] = tokens.list_token_words(KEY, facts)

    shown = repr((facts, word, tokens.token_in_slot(word, 0)))

    assert "aysa" not in shown
    assert "\\x" not in shown


def test_two_repeated_common_names_weigh_less_than_one_rare_name() -> None:
    table, hers = Table(), uuid.uuid4()
    for _ in range(40):  # share both common names, alone and as a pair
        table.add(uuid.uuid4(), TokenFacts(["rm", "hr"], pairs=["rm+hr"]), tuple(TokenKind))
    table.add(hers, TokenFacts(["zlk", "brs"]), tuple(TokenKind))

    found = table.find(
        TokenFacts(["rm", "hr", "zlk", "brs"], pairs=["rm+hr"]), kinds=tuple(TokenKind)
    )
    assert next(iter(found.hits)) == hers
