"""Names in Latin letters beside names in other scripts."""

from saathi.people.names import Name, display_name
from saathi.people.romanised_names import romanised_form


def test_romanised_form_prefers_the_recorded_one() -> None:
    recorded = [Name("given", "सुनिता", "ne"), Name("given", "Suneeta", "en")]
    assert romanised_form(display_name(recorded)) == "Suneeta"
    assert romanised_form(display_name(recorded[:1])) == "Sunita"


def test_name_in_latin_letters_has_no_second_form() -> None:
    assert not romanised_form(display_name([Name("given", "Sunita", "en")]))
    assert not romanised_form(display_name([]))
