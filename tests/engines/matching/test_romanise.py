"""Names in Latin letters, for readers of another script."""

import pytest

from saathi.engines.matching.romanise import romanise_name


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("सुगिया यादव", "Sugiya Yadav"),
        ("अनीता चौधरी", "Anita Chaudhary"),
        ("মোহাম্মদ", "Muhammad"),
        ("محمد علی", "Muhammad Ali"),  # no vowels are written; the attested spelling has them
        ("ਗੁਰਪ੍ਰੀਤ", "Gurpreet"),
        ("නිමල්", "Nimal"),
        ("Sunita", ""),
        ("12 —", ""),
        ("", ""),
    ],
)
def test_name_is_written_in_latin_letters(name: str, latin: str) -> None:
    assert romanise_name(name) == latin
