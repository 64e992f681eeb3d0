"""A list: filters, order, columns, counts, saved views and export, shown with the directory of services."""

import csv
import io
import re

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from saathi.agencies.list_kit import pages
from saathi.agencies.models import SavedListView, Staff
from saathi.audit.models import AuditEntry
from saathi.engines.sheets.reading import read_sheet
from tests import counting
from tests.factories import agencies, helps
from tests.reading import read, whole, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
LIST = "services:list_services"


@pytest.fixture
def keeper() -> Staff:
    return agencies.staff("supervisor")


def saved(staff: Staff, name: str = "Legal aid", query: str = "kind=legal&page=2") -> str:
    path = f"{reverse(LIST)}?{query}"
    answer = signed_in(staff).post(path, {"view_name": name, "save_view": "yes"})
    assert answer.status_code == 302, words(answer.content)
    return path


# --- who may not ----------------------------------------------------------------------------------


def test_a_saved_view_is_its_owners_alone(keeper: Staff) -> None:
    saved(keeper)
    other = agencies.staff("supervisor", keeper.office)
    assert "Legal aid" in whole(signed_in(keeper).get(reverse(LIST)).content)
    assert "Legal aid" not in whole(signed_in(other).get(reverse(LIST)).content)
    with acting(keeper):
        view = SavedListView.objects.get()
    answer = signed_in(other).post(reverse(LIST), {"remove_view": str(view.pk)})
    assert answer.status_code == 302
    with acting(other):
        assert not SavedListView.objects.exists()
        assert SavedListView.objects.filter(pk=view.pk).delete()[0] == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            SavedListView(staff=keeper, list_name="services", name="x", query="").save(
                force_insert=True
            )
    with acting(keeper):
        assert SavedListView.objects.count() == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_is_exported_only_with_the_permission(keeper: Staff, kind: str) -> None:
    path = f"{reverse(LIST)}?export={kind}"
    assert signed_in(agencies.staff("case_worker", keeper.office)).get(path).status_code == 404
    assert signed_in(keeper).get(path).status_code == 200
    assert signed_in(keeper).get(f"{reverse(LIST)}?export=exe").status_code == 404


# --- what was chosen ------------------------------------------------------------------------------


def test_a_list_is_sorted_both_ways_by_its_headings(keeper: Staff) -> None:
    for name in ("Beta", "Alpha", "Gamma"):
        helps.service(keeper, name=name)
    for order, first in (("", "Alpha"), ("name", "Alpha"), ("-name", "Gamma")):
        page = read(keeper, f"{reverse(LIST)}?order={order}")
        assert page.index(first) < page.index("Beta"), order
    page = signed_in(keeper).get(f"{reverse(LIST)}?kind=vocational").content.decode()
    assert 'aria-sort="ascending"' in page
    assert "?kind=vocational&amp;order=-name" in page


def test_the_reader_chooses_columns_and_the_first_stays(keeper: Staff) -> None:
    helps.service(keeper, name="Sewing room", phone="041-77")
    page = signed_in(keeper).get(f"{reverse(LIST)}?columns=cost&columns=state").content.decode()
    for label in ("Service", "Cost", "Status"):
        assert f'data-label="{label}"' in page
    assert 'data-label="Telephone"' not in page
    every = "&".join(f"columns={name}" for name in (
        "organisation", "kinds", "place", "phone", "ages", "languages", "cost", "checked",
    ))  # fmt: skip
    page = signed_in(keeper).get(f"{reverse(LIST)}?{every}").content.decode()
    assert page.count("data-label=") == 7


def test_each_filter_in_force_can_be_removed_by_itself(keeper: Staff) -> None:
    helps.service(keeper, name="Sewing room")
    path = f"{reverse(LIST)}?kind=legal&district=NP-DHA&q=sewing"
    page = signed_in(keeper).get(path).content.decode()
    assert 'href="?q=sewing&amp;district=NP-DHA"' in page  # without the kind
    assert "Type of service: Legal help" in words(page.encode()).replace("\u2068", "")
    assert "No result" in page
    assert "Sewing room" not in words(page.encode())


def test_an_invalid_value_is_not_applied_and_says_so(keeper: Staff) -> None:
    helps.service(keeper, name="Sewing room")
    page = read(keeper, f"{reverse(LIST)}?age=nonsense&kind=nothing&order=phone&columns=no")
    assert "Sewing room" in page
    assert "nothing is not one of the available choices" in page


def test_a_long_list_is_counted_to_its_limit(
    keeper: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        helps.service(keeper, name=f"Service {number}")
    assert "4 services" in read(keeper, reverse(LIST))
    monkeypatch.setattr(pages, "MAX_COUNT", 3)
    assert "More than 3 services" in read(keeper, reverse(LIST))


def test_a_page_of_a_list_asks_few_queries(keeper: Staff) -> None:
    for number in range(30):
        helps.service(keeper, name=f"Service {number:02d}")
    saved(keeper)
    client = signed_in(keeper)
    first = client.get(reverse(LIST)).content.decode()
    after = first.split("?after=")[1].split('"')[0]
    with counting.at_most(13):
        page = words(client.get(f"{reverse(LIST)}?after={after}").content)
    assert "Service 25" in page
    assert "Service 24" not in page


# --- saved views ----------------------------------------------------------------------------------


def test_a_saved_view_opens_what_was_chosen_and_is_replaced_by_name(keeper: Staff) -> None:
    saved(keeper)
    page = signed_in(keeper).get(f"{reverse(LIST)}?kind=legal").content.decode()
    assert 'href="?kind=legal" aria-current="page"' in page  # without the position in the list
    saved(keeper, query="kind=health&unknown=1")
    with acting(keeper):
        assert [view.query for view in SavedListView.objects.all()] == ["kind=health"]
        view = SavedListView.objects.get()
    signed_in(keeper).post(reverse(LIST), {"remove_view": str(view.pk)})
    with acting(keeper):
        assert not SavedListView.objects.exists()


def test_a_view_without_name_or_beyond_the_limit_is_refused(keeper: Staff) -> None:
    client = signed_in(keeper)
    answer = client.post(reverse(LIST), {"view_name": " ", "save_view": "yes"})
    assert "This field is required" in whole(answer.content)
    for number in range(12):
        saved(keeper, name=f"View {number}")
    answer = client.post(reverse(LIST), {"view_name": "Add another", "save_view": "yes"})
    assert "Remove one first" in whole(answer.content)
    saved(keeper, name="View 3", query="kind=health")  # the same name replaces it
    with acting(keeper):
        assert SavedListView.objects.count() == 12


# --- export ---------------------------------------------------------------------------------------


def test_an_exported_list_has_the_chosen_columns_and_no_formula(keeper: Staff) -> None:
    helps.service(keeper, name="=SUM(A1)", phone="041-77")
    helps.service(keeper, name="Clinic", kinds=["health"])
    query = "columns=phone&kind=vocational"
    answer = signed_in(keeper).get(f"{reverse(LIST)}?{query}&export=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [["Service", "Telephone"], ["'=SUM(A1)", "041-77"]]
    answer = signed_in(keeper).get(f"{reverse(LIST)}?{query}&export=xlsx")
    sheet = read_sheet(answer.content)
    assert [list(sheet.columns), *map(list, sheet.rows)] == rows
    with role("maintenance"):
        details = [each.detail for each in AuditEntry.objects.filter(kind="exported")]
    assert details == [{"screen": LIST, "count": 1}] * 2


@pytest.mark.parametrize("order", ["name", "-name"])
def test_an_exported_list_has_the_order_of_the_page(keeper: Staff, order: str) -> None:
    for number in range(6):
        helps.service(keeper, name="Clinic", phone=f"041-{number}", organisation=f"House {number}")
    query = f"columns=phone&order={order}"
    shown = re.findall(
        r"041-\d", signed_in(keeper).get(f"{reverse(LIST)}?{query}").content.decode()
    )
    answer = signed_in(keeper).get(f"{reverse(LIST)}?{query}&export=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(shown) == 6
    assert [phone for _name, phone in rows[1:]] == shown
