"""Minimum standards: who keeps them, their criteria, the version for children, and comparison."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.agencies.register_kit.actions import SeenEntry
from saathi.agencies.row_proofs import prove_rows
from saathi.infra import clock
from saathi.infra.countries import country_name
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.standards import actions, queries, tables
from saathi.protection.care.standards.models import StandardSet
from tests import filled
from tests.factories import agencies, facilities, standards
from tests.reading import post, read, refused, status, words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

ENTRY: dict[str, Any] = {
    "name": "Standards of the country", "edition": "2026", "country": "NPL", "standing": "law",
    "source": "Gazette (invented)",
}  # fmt: skip


def address(name: str, *ids: object) -> str:
    return reverse(f"standards:{name}", args=ids)


def follow_form(person: Staff, path: str, **typed: object) -> str:
    """Sends the form of a page as it is; the words of the page that follows."""
    client = signed_in(person)
    sent = filled.form(client.get(path).content.decode()) | typed
    answer: Any = client.post(path, sent)
    return words((client.get(answer.url) if answer.status_code == 302 else answer).content)


def import_table(person: Staff, path: str, table: str, **typed: object) -> str:
    """Imports a table through its preview; the words of the page that follows."""
    client = signed_in(person)
    sent = filled.form(client.get(path).content.decode()) | {"text": table} | typed
    preview = client.post(path, sent).content.decode()
    answer: Any = client.post(path, filled.form(preview) | {"save": "yes"})
    return words((client.get(answer.url) if answer.status_code == 302 else answer).content)


@pytest.mark.parametrize("name", ["change_standard_set", "change_criteria"])
def test_only_keepers_of_the_agency_change_standards(keeper: Staff, name: str) -> None:
    path = address(name, standards.standard_set(keeper, is_published=False).pk)
    worker, other = agencies.staff("case_worker", keeper.office), agencies.staff("supervisor")
    assert status(worker, path) == {404}
    assert status(other, path) == {404}
    assert signed_in(keeper).get(path).status_code == 200


def test_a_draft_is_read_by_its_keepers_alone(keeper: Staff) -> None:
    entry = standards.standard_set(keeper, is_published=False)
    worker = agencies.staff("case_worker", keeper.office)
    for name in ("show_standard_set", "show_child_version", "download_criteria"):
        assert signed_in(worker).get(address(name, entry.pk)).status_code == 404
    assert entry.name not in read(worker, address("list_standard_sets"))
    with acting(worker):
        assert not StandardSet.objects.exists()


@pytest.mark.requirement("FAC-004", "FAC-008")
def test_the_model_set_is_added_and_published_by_a_second_person(
    keeper: Staff, second: Staff
) -> None:
    page = follow_form(keeper, address("add_model_set"))
    assert "60 criteria, 27 critical" in page
    assert "These standards are not in force." in page
    assert "already has standards with this name" in follow_form(keeper, address("add_model_set"))
    with acting(keeper):
        entry = StandardSet.objects.get()
    act = address("act_on_standard_set", entry.pk, "propose")
    assert "Submitted for publication" in follow_form(keeper, act)
    act = address("act_on_standard_set", entry.pk, "publish")
    assert signed_in(keeper).get(act).status_code == 404
    assert "the child can reach an adult at night" in read(second, act)
    follow_form(second, act)
    worker = agencies.staff("case_worker", keeper.office)
    assert "any country" in read(worker, address("list_standard_sets"))
    page = read(worker, address("show_child_version", entry.pk))
    assert "No one may hit, touch or frighten me." in page
    assert "My room is not locked, and I can call an adult at night." in page
    poster = read(worker, address("show_child_version", entry.pk) + "?as=poster")
    assert "No one may hit, touch or frighten me." in poster
    assert "My room is not locked" not in poster
    table = signed_in(worker).get(address("download_criteria", entry.pk)).content.decode()
    assert tables.read_criteria(table).criteria == tables.model_criteria()
    assert (
        signed_in(worker)
        .get(address("download_criteria", entry.pk) + "?as=xlsx")
        .content.startswith(b"PK")
    )


def test_a_set_is_imported_with_a_preview(keeper: Staff) -> None:
    path = address("import_standard_sets")
    assert "Nothing was saved" in import_table(keeper, path, "code,domain,text\n", **ENTRY)
    with acting(keeper):
        assert not StandardSet.objects.exists()
    page = import_table(keeper, path, tables.model_table(), **ENTRY)
    assert "60 criteria, 27 critical" in page
    with acting(keeper):
        entry = StandardSet.objects.get()
        assert (entry.state, entry.country) == ("draft", "NPL")
    few = "code,domain,text,critical\n9,safety,No locked rooms,yes\n"
    assert "1 criterion, 1 critical" in import_table(
        keeper, address("change_criteria", entry.pk), few
    )


def test_a_set_without_criteria_stays_a_draft(keeper: Staff) -> None:
    page = refused(keeper, address("add_standard_set"), ENTRY)
    assert "A set needs criteria before it is submitted." in page
    post(keeper, address("add_standard_set"), ENTRY | {"as_draft": "yes"})
    with acting(keeper):
        entry = StandardSet.objects.get()
    act = address("act_on_standard_set", entry.pk, "propose")
    client = signed_in(keeper)
    assert client.get(act).status_code == 302
    values = {"state": "proposed", "proposed_by": keeper.pk, "proposed_at": clock.now()}
    with acting(keeper), transaction.atomic():
        prove_rows([(entry, values)], by=keeper.pk)
        row = StandardSet.objects.filter(pk=entry.pk)
        with pytest.raises(DatabaseError, match="need criteria"), transaction.atomic():
            row.update(**values, version=F("version") + 1)


@pytest.mark.requirement("FAC-004")
def test_published_criteria_never_change(keeper: Staff) -> None:
    entry = standards.standard_set(keeper)
    path = address("change_criteria", entry.pk)
    assert signed_in(keeper).get(path).status_code == 404
    with acting(keeper), pytest.raises(actions.StandardSetRefused):
        actions.change_criteria(seen=SeenEntry(entry, entry.version), criteria=[], actor=keeper)
    values = {"criteria": [], "changed_by": keeper.pk}
    row = StandardSet.objects.filter(pk=entry.pk)
    with acting(keeper), transaction.atomic():
        prove_rows([(entry, values)], by=keeper.pk)
        with pytest.raises(DatabaseError, match="do not change"), transaction.atomic():
            row.update(**values, version=F("version") + 1)
    archive = address("act_on_standard_set", entry.pk, "archive")
    follow_form(keeper, archive, why="A new edition")
    change = address("change_standard_set", entry.pk)
    follow_form(keeper, change, about="Another summary")
    with acting(keeper):
        entry.refresh_from_db()
        assert entry.published_at is None
        with pytest.raises(DatabaseError, match="do not change"), transaction.atomic():
            row.update(**values, version=F("version") + 1)
    assert signed_in(keeper).get(path).status_code == 404


@pytest.mark.requirement("FAC-006")
def test_two_sets_are_shown_side_by_side(keeper: Staff) -> None:
    model, other = standards.model_set(keeper), standards.standard_set(keeper)
    draft = standards.standard_set(keeper, is_published=False)
    worker = agencies.staff("case_worker", keeper.office)
    page = read(worker, address("compare_standards"))
    assert draft.name not in page
    page = read(worker, address("compare_standards") + f"?left={model.pk}&right={other.pk}")
    assert "In both 2" in page
    assert "Not in this set" in page
    named = f"{other.name}, {other.edition} ({country_name(other.country)})"
    assert f"Only in {named}" in page
    assert f"Only in {model.name}, {model.edition} (any country)" in page
    assert page.count(named) == 4  # in both lists of choices, over its column and with its number
    page = read(worker, address("compare_standards") + f"?left={model.pk}&right={draft.pk}")
    assert "In both" not in page


def test_which_set_applies_to_a_facility(keeper: Staff) -> None:
    today, entry = keeper.office.today(), facilities.facility(keeper, country="IND")
    with acting(keeper):
        assert queries.set_in_force(entry, today) is None
    model = standards.model_set(keeper)
    nepal = standards.standard_set(keeper)
    with acting(keeper):
        assert queries.set_in_force(entry, today) == model
    law = standards.standard_set(
        agencies.staff("supervisor", agencies.office(agencies.agency(country="IND")))
    )
    with acting(keeper):
        assert queries.set_in_force(Facility.objects.get(pk=entry.pk), today) == law
        abroad = Facility(country="NPL")
        assert queries.set_in_force(abroad, today) == nepal


@pytest.mark.requirement("FAC-004")
@pytest.mark.parametrize("country", ["BGD", ""])
def test_no_agency_enters_the_law_of_another_country_or_of_any(keeper: Staff, country: str) -> None:
    page = refused(
        keeper, address("add_standard_set"), ENTRY | {"as_draft": "yes", "country": country}
    )
    expected = "An agency of that country enters" if country else "only a proposal can be for any"
    assert expected in page
    entry = standards.standard_set(keeper, is_published=False)
    values = {"country": country, "changed_by": keeper.pk, "proposed_by": keeper.pk}
    with acting(keeper), transaction.atomic():
        prove_rows([(entry, values)], by=keeper.pk)
        row = StandardSet.objects.filter(pk=entry.pk)
        with pytest.raises(DatabaseError, match="of the country"), transaction.atomic():
            row.update(**values, version=F("version") + 1)
