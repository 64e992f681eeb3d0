"""Public pages: from releases only, without signing in, and the content of each."""

import csv
import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from saathi.agencies.models import Staff
from saathi.evidence.releases import actions
from saathi.evidence.releases.models import Release
from tests.factories import releases
from tests.roles import acting, role
from tests.screens import Table, read
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def row(preparer: Staff, second: Staff) -> Release:
    family = releases.family(preparer, slug="cases", title="Children in care", country="NPL")
    return releases.published(preparer, second, family)


def page(path: str) -> tuple[str, list[Table]]:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return read(answer)


PAGES = (
    "/public/", "/public/law/",
    "/published/", "/published/region/", "/published/countries/NPL/", "/published/cases/1/",
    "/published/cases/1/tables/sex-age/", "/published/cases/1/charts/sex-age.svg",
    "/published/cases/1/files/sex-age.csv",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_public_pages_need_no_sign_in_and_read_no_child_records(path: str, row: Release) -> None:
    """Only tables of published releases are read; the visitor gets no cookie."""
    client = Client()
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200
    tables = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(query["sql"] for query in captured)))
    assert tables <= {"releases_edition", "releases_editionpart", "releases_editionnote"}
    assert len(captured) <= 15
    assert not answer.cookies


@pytest.mark.parametrize("path", PAGES)
def test_public_pages_are_cached_with_an_etag(path: str, row: Release) -> None:
    answer = Client().get(path)
    assert "public" in answer.headers["Cache-Control"]
    assert "no-store" not in answer.headers["Cache-Control"]
    again = Client().get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_unpublished_release_gives_404(preparer: Staff, row: Release) -> None:
    waiting = releases.protected(preparer, row.family)
    for path in (
        f"/published/{row.family.slug}/{waiting.number}/",
        f"/published/{row.family.slug}/{waiting.number}/tables/sex-age/",
        f"/published/{row.family.slug}/{waiting.number}/files/sex-age.csv",
        "/published/none/1/", "/published/none/", "/published/cases/1/tables/none/",
        "/published/cases/1/files/none.csv", "/published/countries/XXX/",
    ):  # fmt: skip
        assert Client().get(path).status_code == 404, path
    assert Client().post("/published/").status_code == 405


def test_home_shows_latest_published_numbers_the_law_and_sign_in(row: Release) -> None:
    words, (law, *_rest) = page("/public/")
    assert "open information system for child protection" in words
    assert "These numbers count only what was registered and are not estimates" in words
    assert "Children in care" in words
    file = Client().get("/published/cases/1/files/sex-age.csv").content.decode()
    cells = {
        tuple(line.split(",")[:3]): line.split(",")[3] for line in file.split("\r\n")[1:] if line
    }
    newest, total = max(
        (year, number)
        for (year, sex, age), number in cells.items()
        if number and year.isdigit() and sex == age == "Total"
    )
    home = Client().get("/public/").context["page"]
    [figure] = home.publications
    assert (figure.year, figure.value.text.replace(",", "")) == (newest, total)
    assert law.cell("Nepal", "Binding today") == "10 of 11"
    assert law.cell("Nepal", "Changed since 2008") == "2"
    assert words.count("unverified") == 1  # once, in the caption
    assert figure.unit == "children"
    assert f"children, {newest}" in words
    assert 'href="/account/login/"' in Client().get("/public/").content.decode()
    assert "Reports cannot be made on this website." in words


def test_demo_figures_are_marked_as_invented(row: Release) -> None:
    for path in ("/public/", "/published/", "/published/cases/1/"):
        assert "Demo data, invented" not in Client().get(path).content.decode()
    with override_settings(IS_DEMO=True):
        for path in ("/public/", "/published/", "/published/cases/1/"):
            words = Client().get(path).content.decode()
            assert "Demo data, invented" in words
            assert "Small numbers are protected so that no child can be identified." in words


def test_home_says_that_nothing_is_published_yet() -> None:
    words, _tables = page("/public/")
    assert "Nothing has been published yet." in words


def test_home_leaves_out_withdrawn_releases(row: Release, preparer: Staff) -> None:
    with acting(preparer):
        actions.withdraw_release(release=row, why="A mistake in the count.", actor=preparer)
    assert Client().get("/public/").context["page"].publications == []


def test_sign_in_page_leads_to_the_public_home_and_root_still_to_sign_in() -> None:
    page_of_sign_in = Client().get("/account/login/").content.decode()
    assert 'href="/public/"' in page_of_sign_in
    assert Client().get("/").status_code == 302


def test_public_law_has_no_link_that_needs_sign_in() -> None:
    answer = Client().get("/public/law/")
    assert 'href="/law/' not in answer.content.decode()
    _words, (matrix, *_rest) = read(answer)
    assert "2008: signed 2002" in matrix.cell("Palermo Protocol 2000", "India")


@pytest.mark.parametrize("path", ["/public/", "/public/law/"])
def test_public_home_is_in_urdu_by_its_address(path: str, row: Release) -> None:
    answer = Client().get(f"{path}?language=ur")
    assert 'dir="rtl"' in answer.content.decode()
    assert answer.headers["Content-Language"] == "ur"


@pytest.mark.requirement("DAT-001")
def test_the_list_finds_a_release_and_leads_to_its_tables_and_files(row: Release) -> None:
    words, _tables = page("/published/?asked=care")
    assert "Children in care" in words
    assert "They are not estimates: absence of data does not mean absence of the problem" in words
    assert "No publications match your search." in page("/published/?asked=nothing")[0]
    assert Client().get("/published/cases/").headers["Location"] == "/published/cases/1/"
    words, _tables = page("/published/cases/1/")
    for text in (
        "Sex × Age when identified",
        "datapackage.json",
        "report.pdf",
        "structure.sdmx.xml",
        "sex-age.sdmx-2.1.xml the table as SDMX-ML 2.1",
        "structure.sdmx-2.1.xml concepts, code lists and structures in SDMX-ML 2.1",
    ):
        assert text in words
    assert "were disclosed" in words


def test_a_table_says_what_it_counts_in_which_year_and_what_it_does_not_say(row: Release) -> None:
    words, (table,) = page("/published/cases/1/tables/sex-age/")
    for text in (
        "How many children were registered, and who are they?",
        "date when the child’s first case was opened",
        "Only recorded information is counted. Numbers are lower where fewer checks are made.",
        "SHA-256 of the tables",
        "registered, not an estimate",
    ):
        assert text in words
    assert table.columns == ["Year", "2021", "2022", "2023", "2024", "Total"]
    assert set(table.scopes) == {"col", "row"}
    assert "All values are in the table." in words


def test_reader_builds_a_cut_of_the_published_numbers(row: Release) -> None:
    _words, (table,) = page("/published/cases/1/tables/sex-age/?rows=age&columns=sex&year=2022")
    assert table.columns == ["Sex", "Girl", "Boy", "Other", "Total"]
    file = Client().get("/published/cases/1/files/sex-age.csv").content.decode()
    cells = {
        tuple(line.split(",")[:3]): line.split(",")[3] for line in file.split("\r\n")[1:] if line
    }
    shown = table.cell("12 to 14 years", "Girl").partition(" ")[0]
    assert shown == cells["2022", "girl", "12_14"]
    words, _tables = page("/published/cases/1/tables/sex-age/?rows=caste")
    assert "caste is not one of the available choices" in words


@pytest.mark.requirement("DAT-014")
def test_no_page_or_file_holds_more_than_protected_counts(row: Release) -> None:
    """Not one count below the threshold, nor any that is no multiple, in all public output."""
    answer = Client().get("/published/cases/1/files/datapackage.json")
    tables = 0
    for resource in json.loads(answer.content)["resources"]:
        got = Client().get(f"/published/cases/1/files/{resource['path']}")
        assert got.status_code == 200
        if not resource["path"].endswith(".csv"):
            continue
        tables += 1
        header, *lines = csv.reader(got.content.decode().splitlines())
        assert not {"agency", "office", "largest", "events"} & set(header)
        column = header.index("OBS_VALUE" if "OBS_VALUE" in header else "value")
        numbers = [int(line[column]) for line in lines if line[column].isdigit()]
        assert len(numbers) > 20, resource["path"]
        assert all(number % 5 == 0 for number in numbers), resource["path"]
    assert tables >= 4


@pytest.mark.requirement("DAT-009")
def test_the_region_adds_nothing_up_over_borders(
    preparer: Staff, second: Staff, row: Release
) -> None:
    other_family = releases.family(
        preparer, slug="cases-india", title="Children in care in India", country="IND"
    )
    releases.published(preparer, second, other_family)
    words, (table,) = page("/published/region/")
    assert "Not de-duplicated across borders" in words
    assert set(table.rows) == {
        "Afghanistan", "Bangladesh", "Bhutan", "India", "Maldives", "Nepal", "Pakistan", "Sri Lanka",
    }  # fmt: skip
    assert table.rows["Pakistan"] == ["not published here"]
    assert len(table.rows["Nepal"]) == len(table.rows["India"]) == 4
    assert "Total" not in table.rows


def test_a_country_is_shown_beside_its_law(row: Release) -> None:
    words, tables = page("/published/countries/NPL/")
    assert "Children in care" in words
    assert "Palermo Protocol" in words
    assert "not de-duplicated across borders" in words
    assert len(tables) == 2
    words, _tables = page("/published/countries/PAK/")
    assert "No numbers for this country have been published here. This does not mean zero." in words
    assert "Palermo Protocol" in words


def test_a_correction_marks_both_and_a_withdrawal_gives_no_number_out(
    preparer: Staff, second: Staff, row: Release
) -> None:
    releases.published(preparer, second, row.family, corrects=row, what_changed="Late reports.")
    words, _tables = page("/published/cases/1/")
    assert "by release 2" in words
    assert "Late reports." in words
    words, _tables = page("/published/cases/2/")
    assert "Corrects release 1." in words
    assert Client().get("/published/cases/").headers["Location"] == "/published/cases/2/"
    with acting(preparer):
        actions.withdraw_release(release=row, why="Counted twice.", actor=preparer)
    words, tables = page("/published/cases/1/")
    assert "Withdrawn on" in words
    assert "Counted twice." in words
    assert tables == []
    for path in ("tables/sex-age/", "files/sex-age.csv", "charts/sex-age.svg"):
        answer = Client().get(f"/published/cases/1/{path}")
        assert answer.status_code == 410
        assert b"<td" not in answer.content


def test_public_pages_use_the_language_of_the_address(row: Release) -> None:
    html = Client().get("/published/cases/1/tables/sex-age/?language=ur").content.decode()
    assert '<html lang="ur" dir="rtl">' in html
    assert "csrfmiddlewaretoken" not in html
    assert 'hreflang="en"' in html
    # The unit is shown in the reader's language as well: the definition is unchanged.
    assert "How many children were registered, and who are they?" not in html
    unknown_language = Client().get("/published/?language=xx").content.decode()
    assert '<html lang="en"' in unknown_language


def test_changed_definition_is_shown_in_the_words_of_the_release(row: Release) -> None:
    from saathi.evidence.releases.models import Edition

    with role("maintenance"):
        edition = Edition.objects.get(pk=row.pk)
        edition.about |= {"definition_hash": "other", "question": "How many were counted then?"}
        edition.save()
    words, _tables = page("/published/cases/1/")
    assert "How many were counted then?" in words


def test_signed_in_staff_read_the_same_page(preparer: Staff, row: Release) -> None:
    theirs = signed_in(preparer).get("/published/cases/1/")
    assert theirs.content == Client().get("/published/cases/1/").content
    assert "public" in theirs.headers["Cache-Control"]


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_country_can_be_printed_by_everybody(row: Release, language: str) -> None:
    answer = Client().get(f"/published/countries/NPL/report.pdf?language={language}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert not answer.cookies
    assert (
        answer.content
        == Client().get(f"/published/countries/NPL/report.pdf?language={language}").content
    )
    assert Client().get("/published/countries/XXX/report.pdf").status_code == 404
    empty = Client().get("/published/countries/BTN/report.pdf")
    assert empty.content.startswith(b"%PDF-")
