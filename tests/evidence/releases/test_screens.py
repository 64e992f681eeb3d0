"""Pages of releases in preparation: permissions, and the effect of each step."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.evidence.releases.models import Edition, Family, Release
from saathi.evidence.releases.vocabulary import ReleaseState
from tests.factories import agencies, releases
from tests.reading import send
from tests.roles import role
from tests.screens import read
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LIST = "/releases/"


def page_of(row: Release) -> str:
    return reverse("releases:show_release", args=[row.pk])


def step_url(row: Release, action: str) -> str:
    return reverse("releases:confirm_release_step", args=[row.pk, action])


def test_release_pages_need_permission(preparer: Staff) -> None:
    row = releases.protected(preparer)
    paths = [
        page_of(row),
        reverse("releases:choose_designs", args=[row.pk]),
        reverse("releases:preview_table", args=[row.pk, "sex-age"]),
        reverse("releases:preview_file", args=[row.pk, "sex-age.csv"]),
        reverse("releases:draft_release", args=[row.family_id]),
        *(
            step_url(row, name)
            for name in ("design", "approve", "publish", "withdraw", "drop", "none")
        ),
    ]
    strangers = [
        agencies.staff("case_worker", preparer.office), agencies.staff("administrator", preparer.office),
        agencies.staff("rapporteur"), agencies.staff("oversight"),
    ]  # fmt: skip
    for stranger in strangers:
        client = signed_in(stranger)
        for path in paths:
            assert client.get(path).status_code == 404, (stranger.role_kind, path)
            assert client.post(path, {}).status_code in {404, 405}, (stranger.role_kind, path)
    for path in [LIST, *paths]:
        assert Client().get(path).status_code == 302


def test_who_prepares_does_not_approve_and_who_approves_does_not_prepare(
    preparer: Staff, second: Staff
) -> None:
    row = releases.protected(preparer)
    assert signed_in(preparer).get(step_url(row, "approve")).status_code == 404
    client = signed_in(second)
    assert client.get(step_url(row, "design")).status_code == 404
    assert client.get(reverse("releases:choose_designs", args=[row.pk])).status_code == 404
    assert client.get(reverse("releases:add_family")).status_code == 404
    assert client.get(page_of(row)).status_code == 200


def test_a_family_is_founded_with_what_it_fixes(preparer: Staff) -> None:
    client = signed_in(preparer)
    path = reverse("releases:add_family")
    assert "Children with a case" in client.get(path).content.decode()
    path += "?indicator=children_with_a_case"
    typed = {
        "title": "Children with a case", "slug": "Children in care", "sensitivity": "ordinary",
        "method": "round", "zeros": "protected", "geography": "districts, 2026",
        "licence": "CC-BY-4.0", "table_1": ["sex", "age"], "country": "NPL",
    }  # fmt: skip
    answer = send(client, path, **typed)
    assert "Use 3 to 40 lower-case Latin letters, digits and hyphens" in answer.content.decode()
    assert "districts, 2026" in answer.content.decode()
    answer = send(
        client, path, **(typed | {"slug": "children-in-care", "table_2": ["risk", "sex"]})
    )
    assert answer.status_code == 302
    with role("maintenance"):
        family = Family.objects.get(slug="children-in-care")
    assert (family.agency_id, family.tables) == (preparer.agency_id, ["sex,age", "sex,risk"])
    again = send(client, path, **(typed | {"slug": "children-in-care"}))
    assert "Another publication series uses this web address" in again.content.decode()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Choose at least one dimension for the first table."),
        (
            {"table_1": ["sex", "age"], "table_2": ["age", "sex"]},
            "Two tables have the same dimensions. Change or remove one.",
        ),
        ({"table_1": ["sex", "age", "risk", "form"]}, "Choose at most 3 dimensions for a table."),
        ({"table_1": ["caste"]}, "caste is not one of the available choices"),
        ({"table_1": ["sex"], "change": "-1"}, "greater than or equal to 0"),
    ],
)
def test_invalid_release_family_shows_errors(
    typed: dict[str, Any], says: str, preparer: Staff
) -> None:
    values = {
        "title": "T", "slug": "some-family", "sensitivity": "ordinary", "method": "round",
        "zeros": "protected", "geography": "g", "licence": "CC-BY-4.0",
    }  # fmt: skip
    path = reverse("releases:add_family") + "?indicator=children_with_a_case"
    assert says in send(signed_in(preparer), path, **(values | typed)).content.decode()


def test_a_draft_is_of_years_that_are_over(preparer: Staff) -> None:
    family = releases.family(preparer)
    path = reverse("releases:draft_release", args=[family.pk])
    client = signed_in(preparer)
    this_year = preparer.office.today().year
    answer = send(client, path, first_year="2021", last_year=str(this_year), corrects="")
    assert "Enter a last year that has ended" in answer.content.decode()
    answer = send(client, path, first_year="2021", last_year="2024", corrects="")
    assert answer.status_code == 302
    words, _tables = read(client.get(answer.headers["Location"]))
    assert "Draft" in words
    assert "Search for table designs" in words


def test_release_goes_from_draft_to_publication_on_the_screens(
    preparer: Staff, second: Staff
) -> None:
    row = releases.designed(preparer)
    preparing, approving = signed_in(preparer), signed_in(second)
    words, _tables = read(preparing.get(page_of(row)))
    assert "Choose designs and protect" in words
    assert "Share of cells shown" in words  # each design with what it would publish
    choose = reverse("releases:choose_designs", args=[row.pk])
    shown, _tables = read(preparing.get(choose))
    assert "% of them shown" in shown
    nothing = send(preparing, choose, **{"sex-age": ""})
    assert "Choose a design for at least one table." in nothing.content.decode()
    assert send(preparing, choose, **{"sex-age": "0"}).status_code == 302
    words, _tables = read(preparing.get(page_of(row)))
    assert "Being protected and tested" in words
    with role("maintenance"):
        Release.objects.filter(pk=row.pk).update(chosen_by=preparer.id)
    row = releases.keep(row, releases.guarded())
    words, _tables = read(approving.get(page_of(row)))
    assert "Suppressed or rounded cells tested" in words
    assert "passed" in words
    look, tables = read(approving.get(reverse("releases:preview_table", args=[row.pk, "sex-age"])))
    assert "Preview, not published:" in look
    assert tables[0].columns[1:] == ["2021", "2022", "2023", "2024", "Total"]
    assert send(approving, step_url(row, "send_back")).status_code == 200  # a reason is required
    assert send(approving, step_url(row, "approve")).status_code == 302
    answer = send(preparing, step_url(row, "publish"), why="")
    assert answer.status_code == 302
    words, _tables = read(preparing.get(page_of(row)))
    assert "Public view" in words
    assert Edition.objects.get(pk=row.pk).number == 1
    answer = send(preparing, step_url(row, "withdraw"), why="Counted twice.")
    assert answer.status_code == 302
    assert Client().get(f"/published/{row.family.slug}/1/tables/sex-age/").status_code == 410


def test_release_edit_conflict_is_not_overwritten(preparer: Staff) -> None:
    row = releases.designed(preparer)
    client = signed_in(preparer)
    path = reverse("releases:choose_designs", args=[row.pk])
    html = client.get(path).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))
    with role("maintenance"):
        Release.objects.filter(pk=row.pk).update(version=2)
    answer = client.post(path, hidden | {"sex-age": "0"})
    assert answer.status_code == 409
    assert releases.fresh(row).state == ReleaseState.DESIGNED


def test_a_correction_out_of_turn_says_why(preparer: Staff, second: Staff) -> None:
    family = releases.family(preparer, months=[preparer.office.today().month % 12 + 1])
    first = releases.published(preparer, second, family)
    row = releases.protected(
        preparer, family, corrects=first, state=ReleaseState.APPROVED, approved_by=second.id,
        approved_at=first.made_at,
    )  # fmt: skip
    client = signed_in(preparer)
    assert (
        "Give the reason for publishing this one now"
        in send(client, step_url(row, "publish"), why="").content.decode()
    )
    assert send(client, step_url(row, "publish"), why="A sum was wrong.").status_code == 302


def test_failed_release_page_offers_no_approval(preparer: Staff, second: Staff) -> None:
    row = releases.protected(preparer, state=ReleaseState.FAILED, passes=False)
    words, _tables = read(signed_in(second).get(page_of(row)))
    assert "Failed disclosure test" in words
    assert step_url(row, "approve") not in signed_in(second).get(page_of(row)).content.decode()
    assert signed_in(second).get(step_url(row, "approve")).status_code == 302


def test_the_list_searches_and_pages(preparer: Staff) -> None:
    for number in range(25):
        releases.family(preparer, title=f"Zebra{number:02}")
    client = signed_in(preparer)
    words, _tables = read(client.get(LIST))
    assert "Zebra00" in words
    assert "Zebra24" not in words
    words, _tables = read(client.get(f"{LIST}?page=2"))
    assert "Zebra24" in words
    words, _tables = read(client.get(f"{LIST}?asked=zebra13"))
    assert "Zebra13" in words
    assert "Zebra12" not in words


@pytest.mark.parametrize("page_name", ["list", "release", "look", "choose"])
def test_release_pages_need_few_queries(page_name: str, preparer: Staff) -> None:
    row = releases.protected(preparer)
    path = {
        "list": LIST,
        "release": page_of(row),
        "look": reverse("releases:preview_table", args=[row.pk, "sex-age"]),
        "choose": reverse("releases:choose_designs", args=[row.pk]),
    }[page_name]
    client = signed_in(preparer)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    assert len(captured) <= 15, [query["sql"][:80] for query in captured]
