"""Shelters are facilities: entered once, offered in the directory, and a stay begins with a placement."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from saathi.agencies import writing
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.actions import SeenEntry, change_entry
from saathi.protection.care.facilities import actions
from saathi.protection.care.facilities.models import Facility
from saathi.protection.casework.services.actions.directory import SERVICES
from saathi.protection.casework.services.models import Referral, Service
from saathi.protection.casework.services.vocabulary import ServiceKind
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, facilities, helps
from tests.protection.care.placements import steps
from tests.protection.casework.services.entries import ENTRY
from tests.protection.casework.services.entries import address as page_of
from tests.reading import day, post, read, refused, status
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
OFFER = {
    "kinds": ["shelter"], "about": "For some weeks", "phone": "041-520000", "opening": "Day and night",
    "cost": "free", "respects": ["own_language"], "friendly": ["private"],
}  # fmt: skip


@pytest.fixture
def home(keeper: Staff) -> Facility:
    return facilities.registered(
        keeper, name="Asha house", operator="Asha society", country="NPL", district="NP-DHA",
        kind="shelter", languages=["ne"], accessible=["step_free"],
    )  # fmt: skip


def entry() -> Service:
    with role("maintenance"):
        return Service.objects.get()


@pytest.mark.requirement("FAC-001")
def test_shelter_is_entered_in_the_register_alone(keeper: Staff, home: Facility) -> None:
    shelter = ENTRY | {"kinds": ["shelter"], "name": "Asha house"}
    page = refused(keeper, page_of("add_service"), shelter)
    assert "entered once, in the register of facilities" in page
    path = page_of("offer_facility")
    worker = agencies.staff("case_worker", keeper.office)
    assert status(worker, path) == {404}
    form = signed_in(keeper).get(path).content.decode()
    for name in ("name", "organisation", "address", "languages", "age_low", "district", "run_by"):
        assert f'name="{name}"' not in form, name
    page = post(keeper, path, OFFER | {"facility": home.pk})
    for shown in ("Asha house", "Asha society", "Registered", "10", "Nepali", "Dhanusha", "girls"):
        assert shown in page, shown
    assert "confidential: ask by telephone" in page
    row = entry()
    assert (row.name, row.organisation, row.address) == ("Asha house", "Asha society", "")
    assert (row.serves, row.age_low, row.age_high) == (["girls"], 6, 17)
    again = refused(keeper, path, OFFER | {"facility": home.pk})
    assert "Select a valid choice" in again


@pytest.mark.requirement("FAC-001")
def test_change_of_the_register_is_in_the_directory_at_once(keeper: Staff, home: Facility) -> None:
    service = helps.service(keeper, kinds=["shelter"], facility_id=home.pk)
    with acting(keeper):
        values = facilities.FACILITY | {
            "name": "New name",
            "operator": "Another society",
            "country": "NPL",
        }
        values |= {"girls_places": None, "girls_age_low": None, "girls_age_high": None}
        values |= {"mixed_places": 8, "mixed_age_low": 10, "languages": ["hi"]}
        actions.change_facility(seen=SeenEntry(home, home.version), values=values, actor=keeper)
    row = entry()
    assert (row.name, row.organisation) == ("New name", "Another society")
    assert (row.serves, row.age_low, row.age_high, row.languages) == ([], 10, None, ["hi"])
    assert row.version == service.version + 1
    assert "New name" in read(keeper, page_of("list_services"))
    other = agencies.staff("case_worker")
    assert "Another society" in read(other, page_of("show_service", service.pk))


def test_database_copies_what_the_register_says_whatever_a_statement_says(
    keeper: Staff, home: Facility
) -> None:
    service = helps.service(keeper, kinds=["shelter"], facility_id=home.pk)
    forged = {"about": "More", "name": "Mine", "address": "Hill 3", "country": "IND"}
    with acting(keeper):
        change_entry(SERVICES, SeenEntry(service, service.version), values=forged, actor=keeper)
    row = entry()
    assert (row.about, row.name, row.address, row.country) == ("More", "Asha house", "", "NPL")
    seen, left = SeenEntry(row, row.version), {"facility_id": None}
    with acting(keeper), pytest.raises(DatabaseError), transaction.atomic():
        change_entry(SERVICES, seen, values=left, actor=keeper)
    assert entry().facility_id == home.pk


@pytest.mark.requirement("FAC-014")
def test_directory_shows_an_address_of_a_facility_only_if_it_is_public(
    keeper: Staff, home: Facility
) -> None:
    service = helps.service(keeper, kinds=["shelter"], facility_id=home.pk, phone="041-520000")
    path = page_of("show_service", service.pk)
    facilities.address(home, "staff", address="12 Hill Road")
    worker = agencies.staff("case_worker")
    for person in (keeper, worker):
        for shown in (path, page_of("print_services")):
            page = read(person, shown)
            assert "12 Hill Road" not in page
            assert "041-520000" in page
    facilities.address(home, "public", address="Station Road 9")
    assert "Station Road 9" in read(worker, path)
    assert "Station Road 9" in read(worker, page_of("print_services"))
    facilities.address(home, "restricted", address="Station Road 9")
    assert "Station Road 9" not in read(worker, path)


# --- a stay begins with a placement ------------------------------------------------------------------


def shelter(around: ChildFileCast, **fields: Any) -> tuple[Facility, Service]:
    home = fields.pop("home", None) or steps.home(around, **fields)
    keeper = agencies.staff("supervisor")
    return home, helps.service(keeper, kinds=["shelter"], facility_id=home.pk)


def refer(around: ChildFileCast, service: Service | None, **more: Any) -> Referral:
    today = around.worker.office.today()
    with acting(around.worker):
        return helps.referral(
            around.case.child,
            around.worker,
            service,
            kind=ServiceKind.SHELTER,
            offered_on=today,
            **more,
        )


def start(around: ChildFileCast, referral: Referral) -> Any:
    today = around.worker.office.today()
    path = reverse("support:record_referral_progress", args=[around.file_id, referral.pk])
    with acting(around.worker):
        version = Referral.objects.get(pk=referral.pk).version
    sent = {"state": "attended", "child_answer": "yes", "version": version}
    return path, sent | day("answered_on", today) | day("began_on", today)


@pytest.mark.requirement("FAC-012")
def test_referral_to_a_shelter_leads_to_a_placement_with_its_gate(around: ChildFileCast) -> None:
    home, service = shelter(around, home=steps.unlicensed(around))
    choose = reverse("support:choose_service", args=[around.file_id]) + "?kind=shelter"
    page = signed_in(around.worker).get(choose).content.decode()
    place = reverse("placements:place_child", args=[around.file_id]) + f"?facility={home.pk}"
    assert place in page
    assert "The facility has no valid licence." in page
    form = signed_in(around.worker).get(place).content.decode()
    assert f'<option value="{home.pk}" selected' in form
    referral = refer(around, service)
    shown = reverse("support:show_referral", args=[around.file_id, referral.pk])
    assert place in signed_in(around.worker).get(shown).content.decode()
    path, sent = start(around, referral)
    assert "Place the child in the facility first" in refused(around.worker, path, sent)
    # the gate of placements: without a licence only by an exception that a supervisor approves
    steps.agree(around)
    asked = steps.ask(around, home)
    assert "Place the child in the facility first" in refused(around.worker, path, sent)
    steps.approve(around, asked)
    assert "In progress" in post(around.worker, path, start(around, referral)[1])
    with acting(around.worker):
        assert Referral.objects.get(pk=referral.pk).began_on == around.worker.office.today()
    assert place not in signed_in(around.worker).get(shown).content.decode()


@pytest.mark.requirement("FAC-012")
def test_stay_elsewhere_does_not_begin_the_referral(around: ChildFileCast) -> None:
    home, service = shelter(around)
    referral = refer(around, service)
    steps.record(around, facility=steps.home(around))
    path, sent = start(around, referral)
    assert "Place the child in the facility first" in refused(around.worker, path, sent)
    steps.record(around, facility=home, move_reason="order")
    assert "In progress" in post(around.worker, path, sent)


@pytest.mark.requirement("FAC-012")
def test_shelter_that_is_not_in_the_directory_needs_a_placement_too(around: ChildFileCast) -> None:
    referral = refer(around, None)
    path, sent = start(around, referral)
    assert "Place the child in the facility first" in refused(around.worker, path, sent)
    # neither a family nor another facility is this stay
    steps.record(around, kind="kinship", place="The aunt")
    steps.record(around, facility=steps.home(around), move_reason="order")
    assert "Place the child in the facility first" in refused(around.worker, path, sent)
    steps.record(
        around, place="A house at the bus park", move_reason="order"
    )  # others decided; it is not listed
    assert "In progress" in post(around.worker, path, sent)


def test_database_refuses_the_start_of_a_stay_without_a_placement(around: ChildFileCast) -> None:
    _home, service = shelter(around)
    referral = refer(around, service)
    with (
        acting(around.worker),
        pytest.raises(DatabaseError, match="no placement"),
        transaction.atomic(),
    ):
        writing.change(
            referral, actor=around.worker, state="attended", began_on=around.worker.office.today()
        )
    for person in (around.stranger, around.outsider):
        with (
            acting(person),
            pytest.raises(DatabaseError, match="not yours to follow"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT referral_asked_placement(%s)", [referral.pk])


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()
