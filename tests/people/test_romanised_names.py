"""Names in Latin letters compared with names in other scripts."""

from saathi.people.names import Name, display_name
from saathi.people.romanised_names import automatic_form, recorded_form, romanised_form


def test_romanised_form_prefers_the_recorded_one() -> None:
    recorded = [Name("given", "सुनिता", "ne"), Name("given", "Suneeta", "en")]
    assert romanised_form(display_name(recorded)) == "Suneeta"
    assert romanised_form(display_name(recorded[:1])) == "Sunita"


def test_name_in_latin_letters_has_no_second_form() -> None:
    assert not romanised_form(display_name([Name("given", "Sunita", "en")]))
    assert not romanised_form(display_name([]))


def test_automatic_form_is_left_out_for_recorded_latin_and_for_arabic_script() -> None:
    recorded = [Name("given", "सुनिता", "ne"), Name("given", "Suneeta", "en")]
    assert automatic_form(display_name(recorded[:1])) == "Sunita"
    assert not automatic_form(display_name(recorded))
    assert recorded_form(display_name(recorded)) == "Suneeta"
    assert not automatic_form(display_name([Name("given", "شہزاد", "ur")]))
