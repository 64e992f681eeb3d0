"""The register of courts for children: found by district, kept by two persons, open to all staff."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.infra.district_list import load_districts
from saathi.policy.courts.models import SpecialCourt
from tests import filled
from tests.factories import agencies, courts
from tests.reading import read, status, words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("JUS-019")]
FIRST, OTHER = [code for code, district in load_districts().items() if district.country == "IND"][
    :2
]


@pytest.fixture
def keeper() -> Staff:
    return agencies.staff("supervisor")


@pytest.fixture
def second(keeper: Staff) -> Staff:
    return agencies.staff("data_officer", keeper.office)


def address(name: str, *ids: object) -> str:
    return reverse(f"courts:{name}", args=ids)


def send(person: Staff, path: str, **typed: object) -> str:
    client = signed_in(person)
    page = client.get(path)
    assert page.status_code == 200, path
    answer = client.post(path, filled.form(page.content.decode(), **typed))  # type: ignore[arg-type]
    return words((client.get(answer["Location"]) if answer.status_code == 302 else answer).content)


def test_only_keepers_of_the_agency_change_a_court(keeper: Staff) -> None:
    entry = courts.court(keeper, district=FIRST)
    worker, other = agencies.staff("case_worker", keeper.office), agencies.staff("supervisor")
    for path in (address("change_court", entry.pk), address("act_on_court", entry.pk, "archive")):
        assert status(worker, path) == {404}
        assert status(other, path) == {404}
    assert status(worker, address("add_court")) == {404}
    with acting(other), pytest.raises(DatabaseError), transaction.atomic():
        SpecialCourt.objects.create(
            agency=keeper.agency, kind="children", name="x", country="IND", district=FIRST,
            recorded_by=other.pk, changed_by=other.pk,
        )  # fmt: skip
    assert entry.name in read(other, address("show_court", entry.pk))


def test_a_second_person_publishes_a_court(keeper: Staff, second: Staff) -> None:
    page = send(
        keeper,
        address("add_court"),
        kind="fast_track",
        name="Fast-track court of the river (invented)",
        district=FIRST,
        facilities=["video", "waiting"],
        law="Act of 2012",
    )
    with acting(keeper):
        entry = SpecialCourt.objects.get()
    assert entry.country == "IND"
    assert "Act of 2012" in page
    worker = agencies.staff("case_worker")
    assert status(worker, address("show_court", entry.pk)) <= {404, 405}
    with acting(keeper):
        assert entry.state == "proposed"
    send(second, address("act_on_court", entry.pk, "publish"))
    page = read(worker, address("list_courts"))
    assert "Fast-track court of the river (invented)" in page
    assert "Separate waiting room" in page


def test_courts_are_found_by_name_district_and_what_they_offer(keeper: Staff) -> None:
    courts.court(keeper, name="Court A", district=FIRST, facilities=["video"])
    courts.court(keeper, name="Court B", district=OTHER, facilities=["screen"], kind="fast_track")
    courts.court(keeper, name="Court C", district=OTHER, is_published=False)
    worker = agencies.staff("case_worker")
    for query, found in (
        ("", "AB"),
        ("?q=Court+B", "B"),
        (f"?district={FIRST}", "A"),
        ("?offers=screen", "B"),
        ("?kind=fast_track", "B"),
        ("?country=NPL", ""),
    ):
        page = read(worker, address("list_courts") + query)
        shown = "".join(letter for letter in "ABC" if f"Court {letter} " in page)
        assert shown == found, query
    assert "Court C" in read(keeper, address("list_courts") + "?state=waiting")


def test_form_names_what_is_missing(keeper: Staff) -> None:
    page = send(keeper, address("add_court"), name="Without a district")
    assert "There is a problem" in page
    with acting(keeper):
        assert not SpecialCourt.objects.exists()
