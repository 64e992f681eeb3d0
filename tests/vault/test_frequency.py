"""The frequency attack must break naive tokens, or its failure against ours would prove nothing."""

import hmac
import random
import uuid
from collections import Counter

import pytest

from saathi.vault import frequency_attack, tokens
from saathi.vault.frequency_attack import DumpedToken, FrequencyAttackReport
from saathi.vault.tokens import TokenFacts

KEY = bytes(range(32))
# An invented list of 400 surnames with frequencies as surnames have them: the n-th commonest about
# 1/n as common as the first (Zipf). The attacker's public list is the same.
NAMES = {f"name{rank:03d}": 1 / rank for rank in range(1, 401)}
BANDS = [501, 502, 503, 504]
DISTRICTS = [f"NP-{number:02d}" for number in range(1, 21)]

Record = tuple[uuid.UUID, str, int, str]


@pytest.fixture(scope="module")
def records() -> list[Record]:
    draw = random.Random(7)
    names = draw.choices(list(NAMES), weights=list(NAMES.values()), k=6000)
    return [
        (uuid.UUID(int=draw.getrandbits(128)), name, draw.choice(BANDS), draw.choice(DISTRICTS))
        for name in names
    ]


def attacked(rows: list[DumpedToken], records: list[Record]) -> FrequencyAttackReport:
    truth = {file_id: {name} for file_id, name, _, _ in records}
    return frequency_attack.frequency_attack(rows, NAMES, truth)


def keyed(*parts: object) -> bytes:
    return hmac.digest(KEY, repr(parts).encode(), "sha256")[:16]


def test_equal_surname_tokens_reveal_names(records: list[Record]) -> None:
    rows = [DumpedToken(file_id, keyed(name), "name") for file_id, name, _, _ in records]

    report = attacked(rows, records)

    assert report.recovered_share > 0.25
    assert not report.passes


def test_equal_name_and_band_tokens_reveal_names(records: list[Record]) -> None:
    rows = [
        DumpedToken(file_id, keyed(name, band), "band", f"band {band}")
        for file_id, name, band, _ in records
    ]

    report = attacked(rows, records)

    # Why a composite is not enough: the band is in clear beside the token.
    assert report.recovered_share > 0.2
    assert not report.passes


def test_equal_name_and_district_tokens_reveal_names(records: list[Record]) -> None:
    rows = [
        DumpedToken(file_id, keyed(name, district), "district", district)
        for file_id, name, _, district in records
    ]

    assert not attacked(rows, records).passes


def test_bucketed_surname_tokens_reveal_the_commonest_names(records: list[Record]) -> None:
    rows = [
        DumpedToken(file_id, bytes([keyed(name)[0] % 64]), "bucket")
        for file_id, name, _, _ in records
    ]

    assert not attacked(rows, records).passes


def test_blind_tokens_reveal_no_name(records: list[Record]) -> None:
    stored: dict[bytes, DumpedToken] = {}
    for file_id, name, band, district in records:

        def insert(
            wanted: list[tokens.BlindToken],
            file_id: uuid.UUID = file_id,
            band: int = band,
            district: str = district,
        ) -> list[bytes]:
            cells = {"band": f"band {band}", "district": district}
            new = [token for token in wanted if token.value not in stored]
            for token in new:
                stored[token.value] = DumpedToken(
                    file_id, token.value, token.kind, cells[token.kind]
                )
            return [token.value for token in new]

        facts = TokenFacts([name], bands=[band], districts=[district])
        tokens.insert_tokens(tokens.list_token_words(KEY, facts), insert)

    report = attacked(list(stored.values()), records)

    assert report.passes
    assert report.recovered_share <= frequency_attack.MAX_RECOVERED_SHARE
    assert report.commonest_token == 1
    assert Counter(row.kind for row in stored.values()) == {"band": 6000, "district": 6000}


def test_the_report_says_its_figures_in_a_sentence(records: list[Record]) -> None:
    rows = [DumpedToken(file_id, keyed(name), "name") for file_id, name, _, _ in records]

    text = str(attacked(rows, records))

    assert "of 6000 records give their name away" in text
    assert "limit 2%" in text
    assert "name001" not in text


def test_claiming_the_commonest_name_for_all_is_no_attack() -> None:
    records = [
        (uuid.uuid4(), "name001" if n < 15 else f"name{n:03d}", 501, "NP-01") for n in range(100)
    ]
    rows = [DumpedToken(file_id, file_id.bytes, "name") for file_id, _, _, _ in records]

    assert attacked(rows, records).recovered_share == 0
