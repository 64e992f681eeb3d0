"""Tables of a release with variables of HTCDS and CTDC: the same rows, nothing added up, losses by name."""

import csv
import io
import json

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.engines.disclosure.tables import DisclosureMethod
from saathi.evidence.indicators import catalogue
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.releases import description, release_files
from saathi.evidence.releases.files import frictionless, standards
from saathi.evidence.releases.files.contents import ReleaseContents, ReleaseFile, ReleaseTable
from saathi.evidence.releases.models import Release
from saathi.evidence.releases.published_table import parse_published_table
from saathi.protection.exchange.standards.losses import LOSS_TEXTS
from saathi.protection.exchange.standards.mapping import find_code_mappings
from tests.clients import Client
from tests.factories import agencies, releases
from tests.reading import words
from tests.signing import signed_in

TABLE = """year,sex,age,form,value,status
2023,girl,12_14,sexual,31,shown
2023,girl,6_11,several,,suppressed
2023,boy,15_17,labour,12,shown
2023,not_known,0_17,other,5,shown
2023,Total,Total,Total,60,shown
2023-2024,girl,12_14,not_known,9,shown
"""


def lines(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode())))


def book(indicator: str = "trafficked_by_identification", text: str = TABLE) -> ReleaseContents:
    """A table of an indicator as protected, by hand."""
    body = text.replace("\n", "\r\n").encode()
    printed = parse_published_table(body)
    names = printed.dimensions
    labels = {name: {code: code for code in printed.codes(name)} for name in names}
    table = ReleaseTable("t", "T", dict.fromkeys(names, "x"), labels, {}, printed, body)
    return ReleaseContents({"indicator": indicator}, [table])


def files(of: ReleaseContents) -> dict[str, ReleaseFile]:
    return {file.name: file for file in standards.standard_files(of)}


def test_each_row_is_the_row_of_the_protected_table() -> None:
    ours = lines(book().tables[0].body)
    for made in files(book()).values():
        theirs = lines(made.body)
        assert [{name: row[name] for name in ours[0]} for row in theirs] == ours


def test_what_the_rows_are_in_htcds() -> None:
    names = ("prs_Gender", "vic_TypeOfExploitation", "status")
    assert [tuple(row[name] for name in names) for row in lines(files(book())["t.htcds.csv"].body)] == [
        ("Feminine", "SexualExploitation", "shown"),
        ("Feminine", "", "suppressed"),
        ("Masculine", "ForcedLabour", "shown"),
        ("NonSpecifiedUnknown", "Other", "shown"),
        ("", "", "shown"),
        ("Feminine", "", "shown"),
    ]  # fmt: skip


def test_what_the_rows_are_in_ctdc() -> None:
    names = (
        "yearOfRegistration",
        "gender",
        "ageBroad",
        "isForcedLabour",
        "isSexualExploit",
        "isOtherExploit",
    )
    assert [tuple(row[name] for name in names) for row in lines(files(book())["t.ctdc.csv"].body)] == [
        ("2023", "Woman", "9--17", "", "1", ""),
        ("2023", "Woman", "", "", "", ""),
        ("2023", "Man", "9--17", "1", "", ""),
        ("2023", "", "", "", "", "1"),
        ("2023", "", "", "", "", ""),
        ("", "Woman", "9--17", "", "", ""),
    ]  # fmt: skip


def test_losses_of_the_public_are_names_and_no_counts() -> None:
    coded = {table.name: table for table in standards.list_standard_tables(book())}
    lost = coded["t.ctdc.csv"].loss_names()
    assert {"band_cut", "adult_words", "left_empty", "counts", "own_kept", "one_or_empty"} <= set(
        lost
    )
    described = standards.describe_standard_table(coded["t.ctdc.csv"], [])["saathi"]["losses"]
    assert [loss["words"] for loss in described] == [LOSS_TEXTS[name] for name in lost]
    assert all(set(loss) == {"name", "words"} for loss in described)


def test_the_year_is_ctdc_s_only_where_it_is_that_of_the_first_case() -> None:
    recruited = files(book("trafficked_by_recruitment"))["t.ctdc.csv"]
    assert "yearOfRegistration" not in lines(recruited.body)[0]


NOT_TOLD = [
    "reports_received",
    "flows_across_borders",
    "findings_made",
    "plans_made",
    "ways_of_children",
]


@pytest.mark.parametrize("indicator", NOT_TOLD)
def test_indicator_without_children_has_no_standard_file(indicator: str) -> None:
    assert not files(book(indicator))


def test_table_without_child_variables_has_no_standard_file() -> None:
    plain = "year,journey,value,status\n2023,internal,31,shown\n"
    assert not files(book(text=plain))


@pytest.mark.parametrize(
    "indicator",
    [item for item in catalogue.all_indicators() if standards.fitting_standards(item)],
    ids=lambda one: one.name,
)
def test_every_code_that_its_tables_may_print_has_a_line(indicator: Indicator) -> None:
    """A new category of a dimension fails here before it breaks a release."""
    for standard in standards.fitting_standards(indicator):
        for dimension in indicator.by:
            ours = standards.standard_dimension_names(indicator, [dimension.name]).get(
                dimension.name
            )
            for code in [*dimension.labels, "not_known"] if ours else []:
                assert find_code_mappings(standard, ours or "", code), (dimension.name, code)


# --- in a whole release ---------------------------------------------------------------------------


@pytest.mark.xdist_group("files of releases")
def test_the_data_package_describes_each_column_and_holds_the_hash() -> None:
    protected = releases.guarded(DisclosureMethod.SUPPRESS)
    indicator = catalogue.find_indicator(releases.INDICATOR)
    assert indicator is not None
    tables = description.release_tables(indicator, protected)
    family = releases.told(method="suppress", slug="cases")
    release = Release(number=1, first_year=2021, last_year=2024, snapshot="s", snapshot_hash="a")
    release.family = family
    about = description.release_description(release, indicator, protected, tables, "Observatory")
    made = {file.name: file for file in release_files.make_files(about, tables)}
    data_package = json.loads(made["datapackage.json"].body)
    resource = next(
        candidate
        for candidate in data_package["resources"]
        if candidate["path"] == "sex-age.htcds.csv"
    )
    rows = lines(made["sex-age.htcds.csv"].body)
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    assert list(fields) == list(rows[0])
    assert resource["hash"] == f"sha256:{made['sex-age.htcds.csv'].sha256}"
    assert resource["saathi"]["standard"] == {
        "name": "HTCDS",
        "version": "2.0",
        "source": "https://github.com/UNMigration/HTCDS",
        "licences": [{"name": "CC-BY-4.0"}],
    }
    for row in rows:
        assert row["prs_Gender"] in {"", *fields["prs_Gender"]["constraints"]["enum"]}
    assert [row["value"] for row in rows] == [
        row["value"] for row in lines(made["sex-age.csv"].body)
    ]
    assert (
        "sex-age.ctdc.csv" not in made
    )  # CTDC has trafficked persons; this counts all children with a case
    assert frictionless.CSV == standards.CSV


@pytest.fixture
def published(db: None) -> Release:
    oversight = agencies.staff("oversight")
    rapporteur = agencies.staff("rapporteur", oversight.office)
    return releases.published(rapporteur, oversight, releases.family(rapporteur, slug="cases"))


@pytest.mark.slow
def test_the_public_reads_what_is_lost_before_the_download(published: Release) -> None:
    page = words(Client().get("/published/cases/1/").content)
    assert "sex-age.htcds.csv the table with variables of HTCDS 2.0" in page
    assert "Information lost in HTCDS 2.0" in page
    assert "Information lost in CTDC" not in page
    assert (
        "Saathi’s own columns are kept next to the columns of the standard, so that rows stay distinct"
        in page
    )
    assert "The standard has no such variable. Year, Age when identified" in page
    assert "Age when identified, Country" not in page  # of one country: no such column
    assert "victim" not in page.lower()
    file = Client().get("/published/cases/1/files/sex-age.htcds.csv")
    assert file.content.decode().startswith("prs_Gender,year,sex,age,value,status")
    urdu = Client().get("/published/cases/1/?language=ur")
    assert urdu.status_code == 200


@pytest.mark.slow
def test_who_decides_on_a_release_reads_it_as_well_and_a_stranger_does_not(
    published: Release,
) -> None:
    by = Staff.objects.get(pk=published.made_by)
    url = reverse("releases:show_release", args=[published.pk])
    assert signed_in(agencies.staff("case_worker")).get(url).status_code == 404
    assert "Information lost in HTCDS 2.0" in words(signed_in(by).get(url).content)
