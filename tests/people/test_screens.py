"""Names, facts and age evidence of a child: changed with what stood before kept."""

import pytest
from django.db import connection

from saathi.agencies import access
from saathi.people.models import AgeStatement, Child
from saathi.vault import store as vault
from tests.counting import at_most
from tests.factories import agencies, children
from tests.roles import acting
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pages_to_come() -> None:
    pass


def form(**fields: object) -> dict[str, object]:
    values = {
        "name_0": "Sabina",
        "gender": "girl",
        "nationality_state": "unknown",
        "version": 1,
        **{f"kind_{row}": "given" for row in range(5)},
    }
    return values | key() | fields


def test_a_stranger_and_one_who_may_only_read_find_no_such_page() -> None:
    office = agencies.office()
    child = children.child(agencies.staff("case_worker", office))
    for person in (
        agencies.staff(),
        agencies.staff("case_worker", office),
        agencies.staff("intake_officer", office),
    ):
        client = signed_in(person)
        for page in ("who", "age"):
            address = f"/child/{child.file_id}/{page}/"
            assert client.get(address).status_code == 404
            assert client.post(address, form()).status_code == 404


def test_names_are_changed_and_the_earlier_ones_kept_and_no_longer_found() -> None:
    worker = agencies.staff()
    child = children.child(worker, "Sunita")
    client = signed_in(worker)
    address = f"/child/{child.file_id}/who/"
    with at_most(15):
        assert 'value="Sunita"' in client.get(address).content.decode()
    sent = client.post(address, form(name_1="سبینا", kind_1="alias", phones="१२३"))
    assert sent.url == f"/child/{child.file_id}/"
    with acting(worker), connection.cursor() as cursor:
        now = access.get(worker, Child, child.pk)
        assert [n["text"] for n in vault.open(now)["names"]] == ["Sabina", "سبینا"]
        cursor.execute("SELECT count(*) FROM vault_old_value WHERE row_id = %s", [child.pk])
        assert cursor.fetchone()[0] == 1
    search = {"purpose": "new_report", "age_low": "14", "gender": "girl"}
    for name, is_found in (("Sabina", True), ("Sunita", False)):
        answer = client.post("/find/", search | {"name": name} | key()).url
        assert (child.code in client.get(answer).content.decode()) is is_found


def test_a_stale_change_is_not_written_over_and_its_text_stays() -> None:
    worker = agencies.staff()
    child = children.child(worker)
    client = signed_in(worker)
    address = f"/child/{child.file_id}/who/"
    assert client.post(address, form()).status_code == 302
    late = client.post(address, form(name_0="Somebody", address="By the mill"))
    assert late.status_code == 409
    assert "Somebody" in late.content.decode()
    assert "By the mill" in late.content.decode()
    with acting(worker):
        assert vault.open(access.get(worker, Child, child.pk))["names"][0]["text"] == "Sabina"


@pytest.mark.requirement("RTS-004")
def test_age_evidence_stands_side_by_side_and_no_paper_is_needed() -> None:
    worker = agencies.staff()
    child = children.child(worker)
    client = signed_in(worker)
    address = f"/child/{child.file_id}/age/"
    with at_most(15):
        assert "14 to 15 years" in client.get(address).content.decode()
    sent = {"age_low": "१६", "basis": "documented", "age_note": "A school register"}
    assert client.post(address, sent | key()).status_code == 302
    assert "Write an age" in client.post(address, {"basis": "stated"} | key()).content.decode()
    with acting(worker):
        found = access.visible(worker, AgeStatement).filter(child=child)
        assert {(a.basis, a.low, a.high) for a in found} == {
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
