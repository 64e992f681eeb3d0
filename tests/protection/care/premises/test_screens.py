"""The register of regulated premises: who keeps it, what it says, its import."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.protection.care.premises import actions
from saathi.protection.care.premises.models import RegulatedPremises
from tests import filled
from tests.factories import agencies
from tests.reading import day, post, read, refused, status, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

ENTRY: dict[str, Any] = {
    "name": "Lodge at the station", "kind": "hotel", "operator": "Company (invented)",
    "country": "IND", "duties": ["inform_police", "guests"], "law": "Hotel rules (invented)",
    "check_result": "not_checked",
}  # fmt: skip


def address(name: str, *ids: object) -> str:
    return reverse(f"premises:{name}", args=ids)


def added(keeper: Staff) -> RegulatedPremises:
    values = ENTRY | {
        "district": "", "checked_on": None, "checked_by": "", "breach": "", "action": "",
        "review_on": None,
    }  # fmt: skip
    with acting(keeper):
        return actions.add_premises(values=values, is_proposed=True, actor=keeper)


def test_only_keepers_of_the_agency_change_premises(keeper: Staff) -> None:
    entry = added(keeper)
    worker, other = agencies.staff("case_worker", keeper.office), agencies.staff("supervisor")
    for person in (worker, other):
        assert status(person, address("change_premises", entry.pk)) == {404}
        assert signed_in(person).get(address("show_premises", entry.pk)).status_code == 404
    with acting(worker):
        assert not RegulatedPremises.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            RegulatedPremises(
                **ENTRY, agency_id=worker.agency_id, recorded_by=worker.pk, changed_by=worker.pk
            ).save(force_insert=True)


@pytest.mark.requirement("FAC-013")
def test_duties_law_and_breach_are_published_by_a_second_person(
    keeper: Staff, second: Staff
) -> None:
    typed = ENTRY | {"check_result": "breach"}
    page = refused(keeper, address("add_premises"), typed)
    assert "Enter the date of the check." in page
    assert "Describe the breach, without names of children." in page
    today = keeper.office.today()
    typed |= day("checked_on", today) | {"breach": "No register of guests", "action": "Fine"}
    post(keeper, address("add_premises"), typed)
    with acting(keeper):
        entry = RegulatedPremises.objects.get()
    act = address("act_on_premises", entry.pk, "publish")
    assert signed_in(keeper).get(act).status_code == 404
    post(second, act, {"version": entry.version})
    worker = agencies.staff("case_worker", keeper.office)
    page = read(worker, address("show_premises", entry.pk))
    for text in (
        "Hotel or guest house", "Inform the police of a suspicion, Keep a register of guests",
        "Hotel rules (invented)", "Breach found", "No register of guests", "Fine",
    ):  # fmt: skip
        assert text in page, text
    for query, is_found in (
        ("check_result=breach", True), ("check_result=complied", False), ("kind=studio", False),
        ("q=station", True), ("q=elsewhere", False),
    ):  # fmt: skip
        found = read(worker, f"{address('list_all_premises')}?{query}")
        assert ("Lodge at the station" in found) == is_found, query
    assert "already has premises" in refused(keeper, address("add_premises"), typed)


def test_the_database_refuses_a_breach_without_a_check(keeper: Staff) -> None:
    entry = added(keeper)
    rows = RegulatedPremises.objects.filter(pk=entry.pk)
    with role("maintenance"), pytest.raises(IntegrityError), transaction.atomic():
        rows.update(check_result="breach")


def test_premises_are_imported_with_a_preview(keeper: Staff) -> None:
    client, path = signed_in(keeper), address("import_all_premises")
    table = "name,kind,country,duties,law,check_result\nStudio,studio,IND,inform_police,Act,not_checked\n"
    sent = filled.form(client.get(path).content.decode()) | {"text": table}
    preview = client.post(path, sent).content.decode()
    assert "new entry" in words(preview.encode())
    client.post(path, filled.form(preview) | {"save": "1"})
    with acting(keeper):
        entry = RegulatedPremises.objects.get()
    assert (entry.state, entry.duties) == ("proposed", ["inform_police"])
