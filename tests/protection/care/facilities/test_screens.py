"""The register of facilities: who keeps it, what it says, its licences, addresses, import and print."""

from typing import Any

import pytest
from django.urls import reverse

from saathi.agencies.models import Notice, Staff
from saathi.audit.models import AuditEntry
from saathi.protection.care.facilities import actions
from saathi.protection.care.facilities.models import Facility, FacilityAddress, FacilityLicence
from tests import filled
from tests.factories import agencies, facilities
from tests.reading import day, post, read, refused, status, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

ENTRY: dict[str, Any] = {
    "name": "Monastery at the hill", "kind": "religious", "operator": "Order (invented)",
    "operator_kind": "faith", "country": "BTN", "boys_places": "40", "boys_age_low": "6",
    "boys_age_high": "17", "day_ratio": "8", "languages": ["dz"],
}  # fmt: skip


def address(name: str, *ids: object) -> str:
    return reverse(f"facilities:{name}", args=ids)


def follow_form(person: Staff, path: str, **typed: object) -> str:
    """Sends the form of a page as it is; the words of the page that follows."""
    client = signed_in(person)
    sent = filled.form(client.get(path).content.decode()) | typed
    answer: Any = client.post(path, sent)
    return words((client.get(answer.url) if answer.status_code == 302 else answer).content)


# --- who may not ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["change_facility", "record_licence", "change_address"])
def test_only_keepers_of_the_agency_change_a_facility(keeper: Staff, name: str) -> None:
    path = address(name, facilities.facility(keeper).pk)
    worker, other = agencies.staff("case_worker", keeper.office), agencies.staff("supervisor")
    assert status(worker, path) == {404}
    assert status(other, path) == {404}
    assert signed_in(keeper).get(path).status_code == 200


def test_only_a_second_keeper_confirms_a_licence(keeper: Staff, second: Staff) -> None:
    entry = facilities.facility(keeper)
    licence = facilities.licence(
        entry, state="proposed", recorded_by=keeper.pk, published_by=None, published_at=None
    )
    confirm, withdraw = (
        address(name, entry.pk, licence.pk) for name in ("confirm_licence", "withdraw_licence")
    )
    for person in (agencies.staff("case_worker", keeper.office), agencies.staff("supervisor")):
        assert status(person, confirm) == {404}
        assert status(person, withdraw) == {404}
    assert signed_in(keeper).get(confirm).status_code == 404
    assert "You entered this record" in refused(keeper, confirm, {})
    other = facilities.facility(keeper)
    assert (
        signed_in(second).get(address("confirm_licence", other.pk, licence.pk)).status_code == 404
    )


def test_a_draft_is_read_by_its_keepers_alone(keeper: Staff) -> None:
    entry = facilities.facility(keeper, is_published=False, name="Not yet open")
    worker = agencies.staff("case_worker", keeper.office)
    assert signed_in(worker).get(address("show_facility", entry.pk)).status_code == 404
    assert "Not yet open" not in read(worker, address("list_facilities"))
    with acting(worker):
        assert not Facility.objects.exists()


# --- what it says ---------------------------------------------------------------------------------


@pytest.mark.requirement("FAC-001", "FAC-010")
def test_a_monastery_without_a_licence_is_recorded_and_takes_no_child(
    keeper: Staff, second: Staff
) -> None:
    post(keeper, address("add_facility"), ENTRY)
    with acting(keeper):
        entry = Facility.objects.get()
    shown = address("show_facility", entry.pk)
    follow_form(second, address("act_on_facility", entry.pk, "publish"))
    worker = agencies.staff("case_worker", keeper.office)
    page = read(worker, shown)
    for text in (
        "Monastery at the hill", "Religious or monastic house", "Religious body", "Bhutan",
        "Places for boys 40", "Dzongkha", "No new placements", "has no valid licence",
    ):  # fmt: skip
        assert text in page, text
    page = read(worker, address("list_facilities"))
    assert "Monastery at the hill" in page
    assert "Not recorded" in page
    for query, is_found in (
        ("kind=religious", True), ("kind=madrasa", False), ("licence=none", True),
        ("licence=registered", False), ("sex=boy", True), ("sex=girl", False), ("age=12", True),
        ("age=18", False), ("q=Order", True), ("q=Elsewhere", False), ("country=BTN", True),
        ("language=dz", True), ("accessible=sign", False),
    ):  # fmt: skip
        found = read(worker, f"{address('list_facilities')}?{query}")
        assert ("Monastery at the hill" in found) == is_found, query
    again = refused(keeper, address("add_facility"), ENTRY)
    assert "Your agency already has a facility with this name" in again


def test_a_family_is_no_facility(keeper: Staff) -> None:
    page = refused(keeper, address("add_facility"), ENTRY | {"kind": "family"})
    assert "Kinship and foster families are not facilities." in page
    values = facilities.FACILITY | {"name": "A family", "kind": "family"}
    with acting(keeper), pytest.raises(actions.FacilityRefused):
        actions.add_facility(values=values, is_proposed=True, actor=keeper)
    with acting(keeper):
        assert not Facility.objects.exists()


@pytest.mark.requirement("FAC-003")
def test_a_registration_counts_once_a_second_person_has_confirmed_it(
    keeper: Staff, second: Staff
) -> None:
    entry = facilities.facility(keeper)
    shown, record = (address(name, entry.pk) for name in ("show_facility", "record_licence"))
    typed = {"status": "registered", "authority": "Licensing board", "number": "B/12"}
    today = keeper.office.today()
    page = refused(keeper, record, typed | day("from_on", today) | {"authority": ""})
    assert "Enter the authority" in page
    assert "Waiting for a second person" in post(keeper, record, typed | day("from_on", today))
    assert "has no valid licence" in read(keeper, shown)
    with role("maintenance"):
        assert Notice.objects.get(kind="facility_detail").staff_id == second.pk
        licence = FacilityLicence.objects.get()
    page = follow_form(second, address("confirm_licence", entry.pk, licence.pk))
    assert second.name in page
    assert "No new placements" not in page
    page = post(keeper, record, typed | day("from_on", today) | {"status": "suspended"})
    assert "The licence of the facility is suspended." in page
    with acting(keeper):
        suspended = FacilityLicence.objects.get(status="suspended")
    withdraw = address("withdraw_licence", entry.pk, suspended.pk)
    assert signed_in(keeper).get(withdraw).status_code == 404
    page = follow_form(second, withdraw, why="Another facility of this name")
    assert "Recorded in error" in page
    assert "No new placements" not in page
    with role("maintenance"):
        rows = AuditEntry.objects.filter(kind="wrote", objects_seen__contains=[entry.pk])
        logged = [(row.detail or {})["action"] for row in rows.order_by("at")]
    assert [*logged[-4:]] == [
        "licence_recorded", "licence_confirmed", "licence_recorded", "licence_withdrawn",
    ]  # fmt: skip


def test_a_new_address_is_read_once_a_second_person_published_it(
    keeper: Staff, second: Staff
) -> None:
    entry = facilities.registered(keeper, name="Shelter of the river")
    change, publish, shown = (
        address(name, entry.pk) for name in ("change_address", "publish_address", "show_facility")
    )
    worker, rapporteur = (
        agencies.staff(kind, keeper.office) for kind in ("case_worker", "rapporteur")
    )
    assert status(second, publish) == {404}
    assert "Enter the address" in refused(keeper, change, {"address_class": "staff"})
    assert "This field is required" in refused(keeper, change, {"address": "12 Hill Road"})
    post(keeper, change, {"address_class": "staff", "address": "12 Hill Road"})
    assert "12 Hill Road" not in read(worker, shown)
    assert status(worker, publish) == {404}
    assert status(agencies.staff("supervisor"), publish) == {404}
    assert "You entered this address" in follow_form(keeper, publish)
    follow_form(second, publish)
    assert "12 Hill Road" in read(worker, shown)
    assert "12 Hill Road" not in read(rapporteur, shown)
    for name in ("list_facilities", "print_facilities"):
        page = read(keeper, address(name))
        assert "Shelter of the river" in page
        assert "12 Hill Road" not in page
    table = signed_in(keeper).get(address("download_facilities")).content.decode()
    assert "Shelter of the river" in table
    assert "12 Hill Road" not in table

    client = signed_in(second)
    post(keeper, change, {"address_class": "restricted", "address": "13 Hill Road"})
    before = client.get(publish).content.decode()
    post(keeper, change, {"address_class": "restricted", "address": "14 Hill Road"})
    assert "Check it again" in words(client.post(publish, filled.form(before)).content)
    follow_form(second, publish)
    page = read(worker, shown)
    assert "Hill Road" not in page
    assert "14 Hill Road" in read(keeper, shown)
    with role("maintenance"):
        assert FacilityAddress.objects.count() == 3


def test_facilities_are_imported_with_a_preview(keeper: Staff) -> None:
    path = address("import_facilities")
    table = (
        "name,kind,operator,operator_kind,country,girls_places,girls_age_low,girls_age_high\n"
        "Home one,hostel,Society,civil,IND,20,6,12\nA family,family,X,civil,IND,,,\n"
    )
    page = words(signed_in(keeper).post(path, filled.form(
        signed_in(keeper).get(path).content.decode()) | {"text": table}).content)  # fmt: skip
    assert "Kinship and foster families are not facilities." in page
    client = signed_in(keeper)
    sent = filled.form(client.get(path).content.decode()) | {
        "text": table.split("A family", maxsplit=1)[0]
    }
    preview = client.post(path, sent).content.decode()
    assert "new entry" in words(preview.encode())
    client.post(path, filled.form(preview) | {"save": "1"})
    with acting(keeper):
        entry = Facility.objects.get()
    assert (entry.state, entry.girls_places, entry.girls_age_high) == ("proposed", 20, 12)
