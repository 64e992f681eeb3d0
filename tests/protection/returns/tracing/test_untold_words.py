"""The words of an enquiry tell neither the child's name nor the place of the child, unless this was chosen."""

import pytest

from saathi.protection.returns.tracing.child_words import find_names, find_places
from saathi.protection.returns.tracing.models import TracingEnquiry
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements import steps as placing
from tests.protection.returns.tracing import steps
from tests.protection.returns.tracing.walking import ENQUIRY, NAMED, fill
from tests.reading import day, read
from tests.roles import role
from tests.signing import signed_in

CARD = "It does not name the child"


@pytest.fixture
def around(db: None) -> ChildFileCast:
    return cast.around()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Anita Sherpa is looking for her sister", ["anita", "sherpa"]),
        ("A girl called aneeta", ["aneeta"]),
        ("अनितालाई खोज्दै", ["अनितालाई"]),
        ("انیتا شیرپا اپنی بہن کو ڈھونڈ رہی ہے", ["انیتا", "شیرپا"]),
        ("অনিতার বোন", ["অনিতার"]),
        ("The Sherpa family of Rajbiraj", []),
        ("A child in care is looking for relatives of this name. Can you help us?", []),
        ("हामी बालबालिकाको संस्था हौं। एक बच्चा आफ्नो परिवार खोज्दैछन्।", []),
        ("ایک بچہ اپنے خاندان کو تلاش کر رہا ہے۔", []),
    ],
)
def test_name_of_the_child_is_found_in_any_script(text: str, words: list[str]) -> None:
    assert find_names(text, ["Anita Sherpa"]) == words


def test_name_of_the_person_sought_does_not_tell_the_child() -> None:
    names = ["Ram Bahadur Thapa", "Mohammad Rahim"]
    assert (
        find_names("We look for Ram Kumar and Mohammad Ali", names, ["Ram Kumar", "M. Ali"]) == []
    )
    assert find_names("Rahim looks for Mohammad Ali", names, ["Mohammad Ali"]) == [
        "rahim",
        "mohammad",
    ]


@pytest.mark.parametrize(
    ("text", "place", "is_told"),
    [
        ("lives in Home by the river now", "Home by the river (invented)", True),
        ("at Maiti Ghar", "माइती घर", True),
        ("a girl at Asha Niketan", "Asha Niketan Home", True),
        ("the house by the river", "Home by the river", False),
        ("a child in a home", "Children’s Home", False),
    ],
)
def test_name_of_the_place_is_found(text: str, place: str, *, is_told: bool) -> None:
    assert bool(find_places(text, [place])) == is_told


@pytest.mark.requirement("TRC-003")
@pytest.mark.parametrize("name", [cast.NAME, "सुनीता", "سنیتا"])
def test_child_is_named_only_as_chosen(around: ChildFileCast, name: str) -> None:
    request = steps.seek(around)
    steps.answer(around, request)
    page = f"{request.pk}/enquiries/new/"
    told = {"cover_text": f"{name} is looking for her mother."}
    assert "Remove the child’s name" in fill(
        around, page, **ENQUIRY | {"facts": ["in_care"]} | told
    )
    call: dict[str, object] = {"asked": "family", "country": "NPL", "to_whom": f"Aunt of {name}"}
    call |= {"kept_from": "no"} | day("next_on", steps.today(around, 2))
    assert "Remove the child’s name" in fill(around, f"{request.pk}/calls/new/", **call)
    with role("maintenance"):
        assert not TracingEnquiry.objects.exists()
    fill(around, page, **ENQUIRY | NAMED | told)
    card = f"{around.url}tracing/enquiries/{steps.latest(TracingEnquiry).pk}/print/"
    assert CARD not in read(around.worker, card), "it does"
    fill(around, page, **ENQUIRY)
    card = f"{around.url}tracing/enquiries/{steps.latest(TracingEnquiry).pk}/print/"
    assert CARD in read(around.worker, card)


@pytest.mark.requirement("TRC-003")
def test_words_of_others_that_name_the_child_are_kept_but_not_printed(
    around: ChildFileCast,
) -> None:
    request = steps.seek(around)
    steps.answer(around, request)
    told = {"cover_text": f"{cast.NAME} is looking for you.", "made_through": "others"}
    shown = fill(around, f"{request.pk}/enquiries/new/", **ENQUIRY | told)
    assert told["cover_text"] in shown
    assert "Print card" not in shown
    card = f"{around.url}tracing/enquiries/{steps.latest(TracingEnquiry).pk}/print/"
    assert signed_in(around.worker).get(card).status_code == 404


@pytest.mark.requirement("TRC-003")
def test_place_of_the_child_is_told_only_as_chosen(around: ChildFileCast) -> None:
    home = placing.home(around, name="Home by the river (invented)")
    placing.agree(around)
    placing.place(around, home)
    request = steps.seek(around)
    steps.answer(around, request)
    page = f"{request.pk}/enquiries/new/"
    told = {
        "cover_text": "A child in Home by the river looks for her mother.",
        "way": "phone",
        "asked": "organisation",
        "to_whom": "District office",
    }
    refused = fill(around, page, **ENQUIRY | told)
    assert "Remove the name of the place where the child stays" in refused
    assert home.name in refused
    fill(around, page, **ENQUIRY | told | {"facts": ["whereabouts"]})
    assert steps.latest(TracingEnquiry).facts == ["whereabouts"]


@pytest.mark.requirement("TRC-003")
def test_name_of_a_registered_facility_is_told_only_as_chosen(around: ChildFileCast) -> None:
    placing.home(around, name="Lotus house, Janakpur (invented)")  # the child does not live there
    request = steps.seek(around)
    steps.answer(around, request)
    page = f"{request.pk}/enquiries/new/"
    told = {
        "cover_text": "A child in Lotus house, Janakpur, looks for relatives",
        "way": "phone",
        "asked": "organisation",
        "to_whom": "District office",
    }
    assert "Remove the name of the registered facility" in fill(around, page, **ENQUIRY | told)
    addressee = {"cover_text": "A child looks for relatives", "to_whom": "Lotus house, Janakpur"}
    fill(around, page, **ENQUIRY | told | addressee)
    assert steps.latest(TracingEnquiry).facts == ENQUIRY.get("facts", [])
