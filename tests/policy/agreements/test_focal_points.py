"""Focal points: one national office in force, tested contact, and contact details for those who use them."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.agencies.row_proofs import prove_rows
from saathi.policy.agreements.models import FocalPoint, FocalPointContact
from tests import sending
from tests.factories import agencies, agreements
from tests.reading import day, post, read, refused, status, whole, words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

ENTRY = {
    "country": "BGD", "function": "national", "office": "Cross-border desk, Dhaka (invented)",
    "deputy": "Duty officer", "languages": ["bn", "en"],
}  # fmt: skip
CONTACT = {"telephone": "02-5550100", "mail": "desk@focal.example", "hours": "9 to 17"}


def address(name: str, *ids: object) -> str:
    return reverse(f"agreements:{name}", args=ids)


# --- who may not ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["change_focal_point", "test_focal_point", "contact_focal_point"])
def test_only_keepers_of_the_agency_change_a_focal_point(keeper: Staff, name: str) -> None:
    path = address(name, agreements.focal_point(keeper).pk)
    worker, other = agencies.staff("case_worker", keeper.office), agencies.staff("supervisor")
    assert status(worker, path) == {404}
    assert status(other, path) == {404}
    assert signed_in(keeper).get(path).status_code == 200


def test_contact_details_are_for_those_who_use_them(keeper: Staff) -> None:
    entry = agreements.focal_point(keeper, office="Desk in Delhi")
    page = post(keeper, address("contact_focal_point", entry.pk), CONTACT)
    assert "02-5550100" in page
    shown, contacts = address("show_focal_point", entry.pk), FocalPointContact.objects
    elsewhere = agencies.staff("case_worker")
    assert "desk@focal.example" in read(elsewhere, shown)
    for bundle in ("rapporteur", "intake_officer"):
        person = agencies.staff(bundle, keeper.office)
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
    post(keeper, address("contact_focal_point", entry.pk), CONTACT | {"telephone": "02-5550199"})
    current, former = read(keeper, shown).split("Previous contact details")
    assert "02-5550199" in current
    assert keeper.name in former
    assert "02-5550199" not in former


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
