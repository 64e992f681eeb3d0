"""Names, details and age evidence of a child: changed with their history kept."""

import datetime as dt

import pytest

from saathi.agencies import access
from saathi.people import queries
from saathi.people.models import AgeStatement, Child
from saathi.vault import store as vault
from tests.counting import at_most
from tests.factories import agencies, children
from tests.roles import acting
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
PAGES = ("who/change", "who/names/new", "who/names/0", "who/origin", "who/languages", "age")


def form(**fields: object) -> dict[str, object]:
    return {"gender": "girl", "version": 1} | key() | fields


def test_identity_forms_are_hidden_from_strangers_and_readers() -> None:
    office = agencies.office()
    child = children.child(agencies.staff("case_worker", office))
    for person in (
        agencies.staff(),
        agencies.staff("case_worker", office),
        agencies.staff("intake_officer", office),
    ):
        client = signed_in(person)
        for page in PAGES:
            address = f"/child/{child.file_id}/{page}/"
            assert client.get(address).status_code == 404
            assert client.post(address, form()).status_code == 404


def test_a_stale_change_is_not_written_over_and_its_text_stays() -> None:
    worker = agencies.staff()
    child = children.child(worker)
    client = signed_in(worker)
    address = f"/child/{child.file_id}/who/change/"
    assert client.post(address, form(marks="A scar")).status_code == 302
    late = client.post(address, form(marks="A limp", address="By the mill"))
    assert late.status_code == 409
    assert "A limp" in late.content.decode()
    assert "By the mill" in late.content.decode()
    with acting(worker):
        payload = vault.open(access.get(worker, Child, child.pk))
    assert (payload["marks"], payload["names"][0]["text"]) == ("A scar", "Sunita")


@pytest.mark.requirement("RTS-004")
def test_age_evidence_is_shown_side_by_side_and_no_paper_is_needed() -> None:
    worker = agencies.staff()
    child = children.child(worker)
    client = signed_in(worker)
    address = f"/child/{child.file_id}/age/"
    with at_most(15):
        assert "14 to 15 years" in client.get(address).content.decode()
    sent = {"age_low": "१६", "basis": "documented", "age_note": "A school register"}
    assert client.post(address, sent | key()).status_code == 302
    assert (
        "Enter an age, an age range or a date of birth"
        in client.post(address, {"basis": "stated"} | key()).content.decode()
    )
    with acting(worker):
        statements = access.visible(worker, AgeStatement).filter(child=child)
        assert {(a.basis, a.low, a.high) for a in statements} == {
            ("stated", 14, 15),
            ("documented", 16, 16),
        }
        now = access.get(worker, Child, child.pk)
        assert (now.birth_year_low, now.birth_year_high) != (
            child.birth_year_low,
            child.birth_year_high,
        )


def test_a_double_tap_adds_one_piece_of_evidence() -> None:
    worker = agencies.staff()
    child = children.child(worker)
    client, sent = signed_in(worker), {"age_low": "16", "basis": "assessed"} | key()
    for _ in range(2):
        client.post(f"/child/{child.file_id}/age/", sent)
    with acting(worker):
        assert access.visible(worker, AgeStatement).filter(child=child).count() == 2


@pytest.mark.parametrize(
    ("typed", "years", "shown"),
    [
        (("", "", "२०११"), (2011, 2011), "born 2011 (Stated in a document)"),
        (("", "۳", "۲۰۱۱"), (2011, 2011), "born March 2011"),
        (("৭", "৩", "২০১১"), (2011, 2011), "born 7 March 2011"),
    ],
)
def test_a_birth_date_is_kept_as_far_as_it_is_known_in_any_digits(
    typed: tuple[str, str, str], years: tuple[int, int], shown: str
) -> None:
    worker = agencies.staff()
    child = children.child(worker, ages=[])
    client = signed_in(worker)
    address = f"/child/{child.file_id}/age/"
    sent = {f"born_{part}": digits for part, digits in enumerate(typed)}
    sent |= {"basis": "documented", "age_note": "A vaccination card"} | key()
    assert client.post(address, sent).status_code == 302
    page = client.get(address).content.decode()
    assert shown in page
    assert "A vaccination card" in page
    with acting(worker):
        now = access.get(worker, Child, child.pk)
        [statement] = access.visible(worker, AgeStatement).filter(child=child)
        assert (now.birth_year_low, now.birth_year_high) == years
        assert b"2011" not in bytes(statement.sealed)
        assert not [
            field.name
            for field in AgeStatement._meta.get_fields()
            if getattr(statement, field.name, None) == dt.date(2011, 3, 7)
        ]


def test_file_header_counts_age_from_the_birth_day_not_the_year() -> None:
    worker = agencies.staff()
    child = children.child(worker, ages=[])
    today = worker.office.today()
    birthday = today - dt.timedelta(days=1)
    sent = {"born_0": birthday.day, "born_1": birthday.month, "born_2": birthday.year - 15}
    signed_in(worker).post(f"/child/{child.file_id}/age/", sent | {"basis": "stated"} | key())
    with acting(worker):
        fact = queries.child_header(child, staff=worker).facts[0]
    assert fact.strong == "15 years"
    assert "resumed" not in fact.text


def test_a_birth_date_of_another_calendar_shows_the_original_words_and_what_it_means() -> None:
    worker = agencies.staff()
    child = children.child(worker, ages=[])
    client = signed_in(worker)
    address = f"/child/{child.file_id}/age/"
    sent = {"born_0": "५", "born_1": "३", "born_2": "२०६८", "born_calendar": "bikram_sambat"}
    assert client.post(address, sent | {"basis": "stated"} | key()).status_code == 302
    page = client.get(address).content.decode()
    assert "born 5 Asar 2068 Bikram Sambat, that is 19 June 2011" in page
    # The thirty-second of a month exists in Nepal, and nowhere else.
    for calendar, is_kept in (("bikram_sambat", True), ("gregorian", False)):
        sent = {"born_0": "32", "born_1": "3", "born_2": "2068", "born_calendar": calendar}
        answer = client.post(address, sent | {"basis": "stated"} | key())
        assert (answer.status_code == 302) is is_kept


@pytest.mark.parametrize(
    ("born", "reason"),
    [
        (("31", "2", "2011"), "Enter a date that exists in this calendar."),
        (("1", "1", "2999"), "Enter a date that is not in the future."),
        (("", "", "1800"), "This date is too long ago. Correct the year."),
        (("7", "", "2011"), "Enter the month as well as the day."),
        (("", "3", ""), "Enter at least the year, with four digits"),
    ],
)
def test_impossible_birth_date_says_why_and_keeps_the_input(
    born: tuple[str, str, str], reason: str
) -> None:
    worker = agencies.staff()
    child = children.child(worker)
    sent = {f"born_{part}": digits for part, digits in enumerate(born)} | {"basis": "stated"}
    page = signed_in(worker).post(f"/child/{child.file_id}/age/", sent | key()).content.decode()
    assert reason in page
    for digits in filter(None, born):
        assert f'value="{digits}"' in page


def test_an_age_and_a_birth_date_given_together_stand_side_by_side() -> None:
    worker = agencies.staff()
    child = children.child(worker, ages=[])
    sent = {"age_low": "12", "age_high": "13", "born_2": "2011", "basis": "stated"}
    signed_in(worker).post(f"/child/{child.file_id}/age/", sent | key())
    with acting(worker):
        assert access.visible(worker, AgeStatement).filter(child=child).count() == 2


@pytest.mark.parametrize(
    "typed",
    [
        "9841-1, 01 555", "9841-1،01 555", "9841-1؛ 01 555", "9841-1۔ 01 555", "9841-1 । 01 555",
        "9841-1; 01 555", "9841-1\r\n01 555", "9841-1॥01 555", "9841-1、01 555\n", "9841-1།01 555",
    ],
)  # fmt: skip
def test_telephone_numbers_are_split_at_common_separators(typed: str) -> None:
    worker = agencies.staff()
    child = children.child(worker)
    client = signed_in(worker)
    address = f"/child/{child.file_id}/who/change/"
    assert client.post(address, form(phones=typed)).status_code == 302
    with acting(worker):
        payload = vault.open(access.get(worker, Child, child.pk))
    assert payload["phones"] == ["9841-1", "01 555"]
    assert "9841-1\n01 555</textarea>" in client.get(address).content.decode()
