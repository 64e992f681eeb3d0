"""The directory of services: who keeps it, its content, search and print."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.protection.casework.services.models import Service, ServiceVersion
from tests import counting, filled, sending
from tests.factories import agencies, helps
from tests.protection.casework.services.entries import ENTRY
from tests.reading import day, post, read, refused, status, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def address(name: str, *ids: object) -> str:
    return reverse(f"services:{name}", args=ids)


# --- who may not ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["change_service", "verify_service", "withdraw_service"])
def test_only_keepers_of_own_agency_change_service_entry(keeper: Staff, name: str) -> None:
    path = address(name, helps.service(keeper).pk)
    worker, other = agencies.staff("case_worker", keeper.office), agencies.staff("supervisor")
    assert status(worker, path) == {404}
    assert status(other, path) == {404}
    assert signed_in(keeper).get(path).status_code == 200


def test_every_member_of_staff_reads_an_entry(keeper: Staff) -> None:
    path = address("show_service", helps.service(keeper, name="Sewing centre").pk)
    for role_kind in ("case_worker", "house_mother", "administrator", "rapporteur"):
        assert "Sewing centre" in read(agencies.staff(role_kind), path)


def test_database_refuses_foreign_service_change(keeper: Staff) -> None:
    service = helps.service(keeper)
    worker, other = agencies.staff("case_worker", keeper.office), agencies.staff("supervisor")
    for person in (worker, other):
        with acting(person):
            assert Service.objects.filter(pk=service.pk).update(name="Taken") == 0
            with pytest.raises(DatabaseError), transaction.atomic():
                Service(
                    agency_id=keeper.agency_id, name="X", organisation="Y", kinds=["legal"],
                    country="NPL", recorded_by=person.pk,
                ).save(force_insert=True)  # fmt: skip
    with (
        acting(keeper),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM services_service")


# --- what it says ---------------------------------------------------------------------------------


@pytest.mark.requirement("SRV-002")
@pytest.mark.requirement("SRV-003")
def test_service_entry_shows_all_its_details(keeper: Staff) -> None:
    page = post(keeper, address("add_service"), ENTRY)
    for shown in (
        "Legal aid desk", "Nyaya Kendra", "Legal help", "from 6 years", "Nepali, Maithili",
        "Step-free access, Sign language", "Staff of several communities and languages",
        "Private room", "Station Road", "041-520000", "Sunday to Friday", "Free",
        "Dhanusha", "2 March 2026",
    ):  # fmt: skip
        assert shown in page, shown


@pytest.mark.requirement("SRV-001")
def test_legal_social_medical_and_psychological_help_are_kinds_of_their_own(
    keeper: Staff,
) -> None:
    for kind in ("legal", "social", "health", "psychosocial"):
        helps.service(keeper, name=f"Only {kind}", kinds=[kind])
    for kind in ("legal", "social", "health", "psychosocial"):
        page = read(keeper, address("list_services") + f"?kind={kind}")
        assert f"Only {kind}" in page
        assert page.count("Only ") == 1


@pytest.mark.requirement("SRV-011")
@pytest.mark.requirement("RTS-003")
def test_a_condition_by_nationality_papers_or_trafficking_cannot_be_entered(
    keeper: Staff,
) -> None:
    form = signed_in(keeper).get(address("add_service")).content.decode()
    for unwanted in ("nationality", "papers", "trafficked", "residence", "citizen"):
        assert f'name="{unwanted}' not in form
    sent = ENTRY | {"nationalities": ["NPL"], "only_trafficked": "on"}
    page = post(keeper, address("add_service"), sent)
    assert "Nationality and documents not a condition" in page
    searched = read(
        keeper, address("list_services") + "?state=waiting&nationality=BGD&trafficked=yes"
    )
    assert "Legal aid desk" in searched


@pytest.mark.requirement("SRV-004")
def test_shelters_are_found_by_what_a_disability_needs(keeper: Staff) -> None:
    helps.service(keeper, name="House with ramp", kinds=["shelter"], accessible=["step_free"])
    helps.service(keeper, name="House with stairs", kinds=["shelter"])
    page = read(keeper, address("list_services") + "?kind=shelter&accessible=step_free")
    assert "House with ramp" in page
    assert "House with stairs" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=sewing", True), ("q=SAMUHA+sewing", True), ("q=carpentry", False),
        ("district=NP-DHA", True), ("district=NP-PAR", False), ("age=15", True), ("age=9", False),
        ("serves=girls", True), ("serves=boys", False), ("language=mai", True),
        ("language=bn", False), ("state=stale", True), ("state=withdrawn", False),
        ("age=nonsense", True),
    ],
)  # fmt: skip
def test_directory_filter_narrows_the_list(keeper: Staff, asked: str, found: bool) -> None:
    helps.service(
        keeper, name="Sewing room", age_low=12, age_high=18, serves=["girls"], languages=["mai"]
    )
    with role("maintenance"):
        Service.objects.update(verified_on=dt.date(2020, 1, 1))
    assert ("Sewing room" in read(keeper, address("list_services") + f"?{asked}")) == found


@pytest.mark.requirement("RTS-008")
def test_exclusive_or_stale_service_is_marked(keeper: Staff) -> None:
    service = helps.service(keeper, serves=["girls"])
    with role("maintenance"):
        Service.objects.update(verified_on=dt.date(2020, 1, 1))
    page = read(keeper, address("list_services"))
    assert "Girls" in page
    assert "Check again" in page
    today = keeper.office.today()
    path = address("verify_service", service.pk)
    page = post(keeper, path, day("verified_on", today) | {"version": service.version})
    assert "Check again" not in page


def test_many_entries_come_by_page_in_few_queries(keeper: Staff) -> None:
    for number in range(30):
        helps.service(keeper, name=f"Service {number:02d}")
    client = signed_in(keeper)
    with counting.at_most(12):
        first = words(client.get(address("list_services")).content)
    assert "30 services" in first
    assert "Service 24" in first
    assert "Service 25" not in first
    assert "Service 25" in words(client.get(address("list_services") + "?page=2").content)


# --- change, withdraw -----------------------------------------------------------------------------


def test_service_change_keeps_history_and_refuses_stale_version(
    keeper: Staff,
) -> None:
    service = helps.service(keeper, name="Old name")
    sent = ENTRY | {"name": "New name", "version": service.version}
    page = post(keeper, address("change_service", service.pk), sent)
    assert "New name" in page
    assert "Name of the service: Old name is now New name" in page
    late = signed_in(keeper).post(
        address("change_service", service.pk),
        ENTRY | {"name": "Later", "version": 1} | sending.key(),
    )
    assert late.status_code == 409
    chosen = late.content.decode()
    for shown in ("choose-name", "New name", "Later"):  # field by field: theirs, and mine
        assert shown in chosen
    with acting(keeper):
        assert Service.objects.get().name == "New name"
    path = address("change_service", service.pk)
    theirs = filled.form(chosen, to=path, **{"choose-name": "theirs"})
    assert signed_in(keeper).post(path, theirs).status_code == 302
    with acting(keeper):
        assert Service.objects.get().name == "New name"
        assert ServiceVersion.objects.count() >= 1


def test_a_withdrawn_service_is_no_longer_found_and_can_come_back(keeper: Staff) -> None:
    service = helps.service(keeper, name="Sewing room")
    path = address("withdraw_service", service.pk)
    assert "This field is required" in refused(keeper, path, {"why": "", "version": 1})
    page = post(keeper, path, {"why": "The house was sold", "version": service.version})
    assert "The house was sold" in page
    assert "Sewing room" not in read(keeper, address("list_services"))
    assert "Sewing room" in read(keeper, address("list_services") + "?state=withdrawn")
    page = post(keeper, path, {"version": service.version + 1})
    assert "Last checked on not yet" in page
    assert "Sewing room" in read(keeper, address("list_services") + "?state=waiting")


def test_secret_place_has_no_address(keeper: Staff) -> None:
    sent = ENTRY | {"is_place_secret": "on"}
    assert "leave the address blank" in refused(keeper, address("add_service"), sent)
    page = post(keeper, address("add_service"), sent | {"address": ""})
    assert "confidential: ask by telephone" in page


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"kinds": []}, "This field is required"),
        ({"age_low": "15", "age_high": "9"}, "must not be below the minimum age"),
        ({"district": "IN-BR-SIT"}, "Choose a different district"),
        (day("verified_on", dt.date(2990, 1, 1)), "Enter today’s date or an earlier date."),
    ],
)
def test_invalid_service_form_keeps_typed_text(
    keeper: Staff, wrong: dict[str, object], told: str
) -> None:
    path = address("add_service")
    assert told in refused(keeper, path, ENTRY | wrong)
    page = signed_in(keeper).post(path, ENTRY | wrong | sending.key()).content.decode()
    assert "Nyaya Kendra" in page
    with acting(keeper):
        assert not Service.objects.exists()


def test_the_same_entry_is_not_added_twice(keeper: Staff) -> None:
    post(keeper, address("add_service"), ENTRY)
    assert "already has a service with this name" in refused(keeper, address("add_service"), ENTRY)


def test_withdrawn_service_is_not_reinstated_beside_its_duplicate(keeper: Staff) -> None:
    old = helps.service(keeper, name="House")
    path = address("withdraw_service", old.pk)
    post(keeper, path, {"why": "Moved", "version": old.version})
    new = helps.service(keeper, name="House")
    assert "already has a service with this name" in refused(
        keeper, path, {"version": old.version + 1}
    )
    change = address("change_service", helps.service(keeper, name="Other house").pk)
    key_fields = {
        name: getattr(new, name) for name in ("name", "organisation", "kinds", "district")
    }
    assert "already has a service with this name" in refused(
        keeper, change, ENTRY | key_fields | {"version": 1}
    )


def test_printed_directory_holds_filtered_services(keeper: Staff) -> None:
    helps.service(keeper, name="Sewing room")
    helps.service(keeper, name="Clinic", kinds=["health"])
    page = read(keeper, address("print_services") + "?kind=health")
    assert "Clinic" in page
    assert "Sewing room" not in page


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (
            {"verified_on": dt.date(1990, 1, 1)},
            "Enter a date on or after the last check of this entry",
        ),
        ({"verified_on": helps.DAY, "review_on": helps.DAY}, "within the next 12 months"),
        ({"verified_on": helps.DAY, "review_on": dt.date(2099, 1, 1)}, "within the next 12 months"),
    ],
    ids=[
        "Enter a date on or after the last check of this entry",
        "review in the past",
        "review in 2099",
    ],
)
def test_check_on_a_day_that_cannot_be_right_is_refused(
    keeper: Staff, days: dict[str, dt.date], said: str
) -> None:
    service = helps.service(keeper)
    sent: dict[str, object] = {"version": service.version}
    for name, on in days.items():
        sent |= day(name, on)
    assert said in refused(keeper, address("verify_service", service.pk), sent)


def test_new_entry_was_not_checked_decades_ago(keeper: Staff) -> None:
    sent = ENTRY | day("verified_on", dt.date(1990, 1, 1))
    assert "Enter a date within the last five years" in refused(
        keeper, address("add_service"), sent
    )


def test_page_dials_a_number_and_edits_under_its_own_title(keeper: Staff) -> None:
    service = helps.service(keeper, phone="+977 41-520000")
    page = signed_in(keeper).get(address("show_service", service.pk)).content.decode()
    assert 'href="tel:+97741520000"' in page
    listed = signed_in(keeper).get(address("list_services")).content.decode()
    assert 'href="tel:+97741520000"' in listed
    edit = read(keeper, address("change_service", service.pk))
    assert "Edit service" in edit
    assert "Add service" not in edit
