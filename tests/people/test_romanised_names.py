"""Names in Latin letters beside names in other scripts."""

import pytest

from saathi.people.names import Name, display_name
from saathi.people.romanised_names import romanised_form, transcribe


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("सुगिया यादव", "Sugiya Yadav"),
        ("चाँदनी", "Chandani"),
        ("রহিমা খাতুন", "Rohima Khatun"),
        ("Sunita Rai", "Sunita Rai"),
        ("", ""),
        ("…", ""),
    ],
)
def test_name_is_transcribed_sign_by_sign(written: str, latin: str) -> None:
    assert transcribe(written) == latin


def test_romanised_form_prefers_the_recorded_one() -> None:
    recorded = [Name("given", "सुनिता", "ne"), Name("given", "Suneeta", "en")]
    assert romanised_form(display_name(recorded)) == "Suneeta"
    assert romanised_form(display_name(recorded[:1])) == "Sunita"


def test_name_in_latin_letters_has_no_second_form() -> None:
    assert not romanised_form(display_name([Name("given", "Sunita", "en")]))
    assert not romanised_form(display_name([]))
