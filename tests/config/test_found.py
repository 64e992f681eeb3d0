"""`saathi create-agency`: what it refuses in a sentence, and the link that it prints."""

from argparse import ArgumentParser, Namespace

import pytest

from saathi.config.commands import create_agency
from saathi.config.env import SettingError
from tests.factories import agencies

GOOD = (
    *("--country", "NPL", "--agency", "Council", "--office", "Centre"),
    *("--name", "Asha", "--email", "asha@example.org", "--time-zone", "Asia/Kathmandu"),
)


def options(*words: str) -> Namespace:
    parser = ArgumentParser()
    create_agency.add_arguments(parser)
    return parser.parse_args([*GOOD, *words])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--email", "asha"), "“asha” is not an e-mail address"),
        (("--time-zone", "Nepal"), "“Nepal” is not a time zone"),
        (("--time-zone", "../../etc/passwd"), "is not a time zone"),
        (("--country", "NP"), "--country must be one of"),
        (("--kind", "club"), "--kind must be one of"),
    ],
)
def test_found_refuses_invalid_value_with_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(SettingError, match=sentence):
        create_agency._check(options(*words))


def test_found_accepts_valid_values() -> None:
    create_agency._check(options())


def test_found_needs_either_new_or_existing_agency() -> None:
    with pytest.raises(SettingError, match="Name a new agency"):
        create_agency.run(options("--into", "Council"))


@pytest.mark.parametrize("words", [("--kind", "ngo"), ("--time-zone", "UTC")])
def test_found_refuses_new_agency_options_for_existing_agency(
    words: tuple[str, str],
) -> None:
    parser = ArgumentParser()
    create_agency.add_arguments(parser)
    into = ("--into", "Council", "--name", "Asha", "--email", "asha@example.org", *words)
    with pytest.raises(SettingError, match="belong to a new agency"):
        create_agency.run(parser.parse_args(into))


@pytest.mark.django_db
def test_a_name_that_may_mean_two_offices_is_refused() -> None:
    place = agencies.office()
    assert create_agency._office(place.agency, place.name.upper()) == place
    agencies.office(place.agency, parent=place, name=place.name.upper())
    assert create_agency._office(place.agency, place.name) == place
    with pytest.raises(SettingError, match="has 2 active offices"):
        create_agency._office(place.agency, place.name.lower())
    assert create_agency._office(place.agency, None) == place


def test_the_whole_link_is_printed_where_the_address_is_known() -> None:
    known = create_agency.invitation_text("Asha", "Council", "https://saathi.example.org", "token")
    assert "\n    https://saathi.example.org/join/token/\n" in known
    unknown = create_agency.invitation_text("Asha", "Council", "https://localhost", "token")
    assert "\n    /join/token/\n" in unknown
    assert "put the address of your site before it" in unknown
