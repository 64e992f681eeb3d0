"""A date may be typed in the digits of the local script."""

import pytest

from saathi.infra.digits import to_ascii_digits


@pytest.mark.parametrize(
    ("script", "typed"),
    [
        ("Devanagari", "२०८१-०५-०७"),
        ("Bengali", "২০৮১-০৫-০৭"),
        ("Arabic-Indic", "٢٠٨١-٠٥-٠٧"),
        ("Extended Arabic-Indic", "۲۰۸۱-۰۵-۰۷"),
        ("Tamil", "௨௦௮௧-௦௫-௦௭"),
        ("Telugu", "౨౦౮౧-౦౫-౦౭"),
        ("Gurmukhi", "੨੦੮੧-੦੫-੦੭"),
        ("Tibetan", "༢༠༨༡-༠༥-༠༧"),
        ("Latin", "2081-05-07"),
        ("mixed", "२०81-০5-٠7"),
    ],
)
def test_digits_of_every_script_become_ascii(script: str, typed: str) -> None:
    assert to_ascii_digits(typed) == "2081-05-07"


@pytest.mark.parametrize("text", ["", "ফাতেমা", "²", "½", "௰", "IV"])
def test_other_characters_than_digits_stay_unchanged(text: str) -> None:
    assert to_ascii_digits(text) == text
