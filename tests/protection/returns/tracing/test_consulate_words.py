"""Which words name an embassy or a consulate."""

import pytest

from saathi.protection.returns.tracing.consulate_words import names_consulate


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Ind. Emb., Lainchaur", True),
        ("Chancery of India", True),
        ("Chancellery, New Delhi", True),
        ("High Comm. of Bangladesh", True),
        ("High Comm of Pakistan", True),
        ("H. Comm. Dhaka", True),
        ("Consular section", True),
        ("Cons. Sec., New Delhi", True),
        ("Second Secretary, Lainchaur", True),
        ("2nd Secy (visas)", True),
        ("भारतीय दूतावास", True),
        ("Embassy of India", True),
        ("High Commission of India", True),
        ("Secretary of the ward", False),
        ("High Court, Patna", False),
        ("High committee of the village", False),
        ("Member of the ward, September", False),
        ("Constable Ram, police post", False),
        ("Second floor, district office", False),
    ],
)
def test_embassy_is_found_in_words_and_abbreviations(text: str, *, is_named: bool) -> None:
    assert names_consulate(text) == is_named
