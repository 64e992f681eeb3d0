"""Place names in an address, which find a child who is now recorded elsewhere."""

import pytest

from saathi.people.home_places import home_places, split_places
from saathi.protection.identification.missing import search_profile

TWO = [
    ("a comma", "Kutupalong, Ukhiya"),
    ("an Arabic comma", "کھپرو، سانگھڑ"),
    ("an ideographic comma", "Kutupalong、Ukhiya"),
    ("a wide comma", "Kutupalong，Ukhiya"),
    ("a semicolon", "Kutupalong; Ukhiya"),
    ("an Arabic semicolon", "کھپرو؛ سانگھڑ"),
    ("a wide semicolon", "Kutupalong；Ukhiya"),
    ("a danda", "कमलपुर। बेगूसराय।"),
    ("a double danda", "কমলপুর॥ সিলেট"),
    ("an Urdu full stop", "کھپرو۔ سانگھڑ۔"),
    ("a Tibetan stroke", "སྤ་རོ། ཐིམ་ཕུ།"),
    ("a line", "Kutupalong\nUkhiya"),
    ("a line as Windows ends it", "Kutupalong\r\nUkhiya"),
    ("a line as Unicode ends it", "Kutupalong\u2028Ukhiya"),
    ("a stroke between blanks", "Kutupalong / Ukhiya"),
    ("several, and nothing between", " , Kutupalong،; \n / Ukhiya;;"),
]


@pytest.mark.parametrize(("what", "text"), TWO, ids=[what for what, _text in TWO])
def test_home_address_is_split_at_the_separators_of_each_script(what: str, text: str) -> None:
    assert len(split_places(text)) == 2, what
    assert all(place == place.strip(" ,،;/") for place in split_places(text))


@pytest.mark.parametrize(
    "text", ["Cox's Bazar", "Dera Ismail Khan", "S/O Rahim", "Char-Fasson", "St. Martin", "པཱ་རོ"]
)
def test_single_place_name_is_not_split(text: str) -> None:
    assert split_places(text) == (text,)


def test_address_gives_place_names_without_numbers() -> None:
    assert home_places({"address": "House 12، Kutupalong; بلاک ۴\nUkhiya / ২৩ নং"}) == (
        "Kutupalong",
        "Ukhiya",
    )
    assert home_places({}) == ()


def test_home_places_of_a_missing_child_are_split_alike() -> None:
    places = [{"text": "Kutupalong، Ukhiya", "also": ["কুতুপালং; উখিয়া", ""]}, {"text": "Camp 4"}]
    assert search_profile.known_place_names({"places": places}) == (
        "Kutupalong", "Ukhiya", "কুতুপালং", "উখিয়া", "Camp 4",
    )  # fmt: skip
