"""Focal points: one national office in force, tested contact, and contact details for those who use them."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from django.urls import reverse

from saathi.agencies.models import Notice, Staff
from saathi.agencies.row_proofs import prove_rows
from saathi.policy.agreements.models import FocalPoint, FocalPointContact
from tests import filled, sending
from tests.factories import agencies, agreements
from tests.reading import day, post, read, refused, status, whole, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

ENTRY = {
    "country": "BGD", "function": "national", "office": "Cross-border desk, Dhaka (invented)",
    "deputy": "Duty officer", "languages": ["bn", "en"],
}  # fmt: skip
CONTACT = {"telephone": "02-5550100", "mail": "desk@focal.example", "hours": "9 to 17"}


def address(name: str, *ids: object) -> str:
    return reverse(f"agreements:{name}", args=ids)


def publish_contact(second: Staff, entry: FocalPoint) -> str:
    return follow_form(second, address("publish_focal_contact", entry.pk))


def follow_form(person: Staff, path: str) -> str:
    """Sends the form of a page as it is; the words of the page that follows."""
    client = signed_in(person)
    answer = client.post(path, filled.form(client.get(path).content.decode()))
    return words((client.get(answer.url) if answer.status_code == 302 else answer).content)


# --- who may not ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["change_focal_point", "test_focal_point", "contact_focal_point"])
def test_only_keepers_of_the_agency_change_a_focal_point(keeper: Staff, name: str) -> None:
    path = address(name, agreements.focal_point(keeper).pk)
    worker, other = agencies.staff("case_worker", keeper.office), agencies.staff("supervisor")
    assert status(worker, path) == {404}
    assert status(other, path) == {404}
    assert signed_in(keeper).get(path).status_code == 200


def test_contact_details_are_for_those_who_use_them(keeper: Staff, second: Staff) -> None:
    entry = agreements.focal_point(keeper, office="Desk in Delhi")
    page = post(keeper, address("contact_focal_point", entry.pk), CONTACT)
    assert "02-5550100" in page
    publish_contact(second, entry)
    shown, contacts = address("show_focal_point", entry.pk), FocalPointContact.objects
    elsewhere = agencies.staff("case_worker")
    assert "desk@focal.example" in read(elsewhere, shown)
    for role_kind in ("rapporteur", "intake_officer"):
        person = agencies.staff(role_kind, keeper.office)
        page = read(person, shown)
        assert "Desk in Delhi" in page
        assert "02-5550100" not in page
        with acting(person):
            assert not contacts.exists()
    assert "02-5550100" not in read(keeper, address("list_focal_points"))
    row = {"focal_point_id": entry.pk, "telephone": "1"}
    for person, name in ((elsewhere, elsewhere.pk), (keeper, elsewhere.pk)):
        with acting(person), pytest.raises(DatabaseError), transaction.atomic():
            contacts.create(**row, recorded_by=name)
    with acting(keeper), pytest.raises(DatabaseError), transaction.atomic():
        contacts.update(telephone="2")
    ahead = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)
    with acting(keeper):
        contacts.create(**row, recorded_by=keeper.pk, recorded_at=ahead)
        assert contacts.latest("recorded_at").recorded_at < ahead
    post(keeper, address("contact_focal_point", entry.pk), CONTACT | {"telephone": "02-5550199"})
    publish_contact(second, entry)
    current, former = read(keeper, shown).split("Previous contact details")
    assert "02-5550199" in current
    assert keeper.name in former
    assert "02-5550199" not in former


@pytest.mark.requirement("CRD-008")
def test_new_contact_is_used_once_a_second_person_published_it(
    keeper: Staff, second: Staff
) -> None:
    entry = agreements.focal_point(keeper, office="Desk in Delhi")
    change, publish = (
        address(name, entry.pk) for name in ("contact_focal_point", "publish_focal_contact")
    )
    shown, worker = address("show_focal_point", entry.pk), agencies.staff("case_worker")
    assert status(second, publish) == {404}
    post(keeper, change, CONTACT)
    assert status(worker, publish) == {404}
    assert status(agencies.staff("supervisor"), publish) == {404}
    assert "You entered this contact" in follow_form(keeper, publish)
    assert "02-5550100" not in read(worker, shown)
    with role("maintenance"):
        assert Notice.objects.get(kind="focal_contact_waits").staff_id == second.pk
        first = FocalPointContact.objects.get()
    values = {"state": "published", "published_at": dt.datetime.now(dt.UTC)}
    row = FocalPointContact.objects.filter(pk=first.pk)
    for person, proof, match in (
        (second, False, "no valid proof"), (keeper, True, "second person"),
    ):  # fmt: skip
        signed = values | {"published_by": person.pk}
        with acting(person), transaction.atomic():
            if proof:
                prove_rows([(first, signed)], by=person.pk)
            with pytest.raises(DatabaseError, match=match), transaction.atomic():
                row.update(**signed)
    follow_form(second, publish)
    assert "02-5550100" in read(worker, shown)

    client = signed_in(second)
    post(keeper, change, CONTACT | {"telephone": "02-5550111"})
    before = client.get(publish).content.decode()
    post(keeper, change, CONTACT | {"telephone": "02-5550122"})
    assert "Check it again" in words(client.post(publish, filled.form(before)).content)
    with role("maintenance"):
        older = FocalPointContact.objects.get(telephone="02-5550111")
    signed = values | {"published_by": second.pk}
    with acting(second), transaction.atomic():
        prove_rows([(older, signed)], by=second.pk)
        row = FocalPointContact.objects.filter(pk=older.pk)
        with pytest.raises(DatabaseError, match="newest"), transaction.atomic():
            row.update(**signed)
    page = read(worker, shown)
    assert "02-5550100" in page
    assert "02-5550122" not in page
    assert "02-5550122" in read(second, shown)
    assert "02-5550122" in publish_contact(second, entry)
    assert "02-5550122" in read(worker, shown)


def test_a_country_has_one_national_focal_point_in_force(keeper: Staff, second: Staff) -> None:
    agreements.focal_point(keeper, "BGD")
    post(keeper, address("add_focal_point"), ENTRY)
    with acting(keeper):
        entry = FocalPoint.objects.get(state="proposed")
    act = address("act_on_focal_point", entry.pk, "publish")
    why = "this country already has a national focal point"
    assert why in refused(second, act, {"version": entry.version})
    chosen = {"entries": [f"{entry.pk}.{entry.version}"]} | sending.key()
    together = signed_in(second).post(address("publish_focal_points"), chosen)
    assert why in words(together.content)
    values = {"state": "published", "published_by": second.pk, "published_at": dt.datetime.now(dt.UTC)}  # fmt: skip
    with acting(second), transaction.atomic():
        prove_rows([(entry, values)], by=second.pk)
        row = FocalPoint.objects.filter(pk=entry.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**values, version=F("version") + 1)


def test_another_function_or_a_withdrawn_office_is_no_obstacle(
    keeper: Staff, second: Staff
) -> None:
    earlier = agreements.focal_point(keeper, "BGD")
    agreements.focal_point(keeper, "BGD", function="tracing")
    post(keeper, address("act_on_focal_point", earlier.pk, "archive"),
         {"version": earlier.version, "why": "The office moved"})  # fmt: skip
    post(keeper, address("add_focal_point"), ENTRY)
    with acting(keeper):
        entry = FocalPoint.objects.get(state="proposed")
    post(second, address("act_on_focal_point", entry.pk, "publish"), {"version": entry.version})
    assert ENTRY["office"] in read(keeper, address("list_focal_points"))


def test_no_statement_says_that_an_office_answered(keeper: Staff) -> None:
    entry = agreements.focal_point(keeper)
    values = {"contact_state": "reached", "tested_on": dt.date(2026, 3, 1), "tested_by": keeper.pk,
              "test_way": "telephone"}  # fmt: skip
    with acting(keeper), pytest.raises(DatabaseError, match="proof"), transaction.atomic():
        FocalPoint.objects.filter(pk=entry.pk).update(**values, version=F("version") + 1)
    with (
        acting(keeper),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM agreements_focalpoint")


# --- what it says ---------------------------------------------------------------------------------


@pytest.mark.requirement("CRD-008")
def test_a_focal_point_is_tested_and_tested_again(keeper: Staff) -> None:
    entry = agreements.focal_point(keeper, "BGD", office="Desk in Dhaka")
    my_day = "/"
    assert "contact test of 1 focal point is due" in whole(signed_in(keeper).get(my_day).content)
    assert "Desk in Dhaka" in read(keeper, address("list_focal_points") + "?state=review")
    today = keeper.office.today()
    path = address("test_focal_point", entry.pk)
    lost, later = today - dt.timedelta(days=20), today - dt.timedelta(days=6)
    typed = {"way": "telephone", "result": "not_reached", "version": entry.version}
    page = post(keeper, path, typed | day("tested_on", lost))
    assert f"Not reachable since {lost.day} " in page
    assert "The contact test" in whole(signed_in(keeper).get(my_day).content)
    page = refused(
        keeper,
        path,
        typed | {"version": entry.version + 1} | day("tested_on", lost - dt.timedelta(1)),
    )
    assert "Enter a date that is not before the last test." in page
    page = post(keeper, path, typed | {"version": entry.version + 1} | day("tested_on", later))
    assert f"Not reachable since {lost.day} " in page
    reached = typed | {"version": entry.version + 2, "result": "reached"}
    page = post(keeper, path, reached | day("tested_on", today))
    assert "Contact Reachable" in page
    assert f"Telephone · {keeper.name}" in page
    assert "The contact test" not in whole(signed_in(keeper).get(my_day).content)
    worker = agencies.staff("case_worker")
    assert "Reachable" in read(worker, address("list_focal_points") + "?country=BGD")
    with acting(keeper):
        assert FocalPoint.objects.get().review_on == today + dt.timedelta(days=90)
