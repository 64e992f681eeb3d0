"""When a text that explains a decision has enough letters."""

import pytest

from saathi.infra.enough_text import MIN_EXPLANATION_LETTERS, has_enough_letters

WORDS = "theaunthasherinherhouse"


@pytest.mark.parametrize(
    ("text", "enough"),
    [
        ("", False),
        (".", False),
        ("." * 200, False),
        ("1" * 200, False),
        (" \n" * 200, False),
        (WORDS[: MIN_EXPLANATION_LETTERS - 1], False),
        (" ".join(WORDS[: MIN_EXPLANATION_LETTERS - 1]) + "....", False),
        (WORDS[:MIN_EXPLANATION_LETTERS], True),
        ("a" * 200, False),
        ("asdF" * 50, False),
        ("The aunt has her in her house.", True),
        ("बालिका काकीको घरमा छिन्", True),
        ("بچی اپنی خالہ کے گھر میں ہے", True),
        ("بچی گھر میں ہے", False),
    ],
)
def test_text_explains_from_twenty_letters(text: str, enough: bool) -> None:
    assert has_enough_letters(text) is enough
