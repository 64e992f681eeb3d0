"""The search tokens of a bulk load: the slots they take, and that they equal those of the application."""

import os

from saathi.people import search_tokens as people_tokens
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.people.token_slots import TokenSlots
from saathi.vault import tokens
from saathi.vault.tokens import TokenKind

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
