"""The files of a release, each read by other libraries than those that wrote it."""

import csv
import datetime as dt
import io
import json
import zipfile

import pypdf
import pytest
from django.utils.translation import override

from saathi.engines.disclosure.tables import DisclosureMethod, ZeroPolicy
from saathi.evidence.indicators import catalogue
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.releases import description, release_files
from saathi.evidence.releases.files import sdmx
from saathi.evidence.releases.files.contents import ReleaseContents, ReleaseFile
from saathi.evidence.releases.models import Release
from saathi.evidence.releases.published_table import PublishedValue, parse_published_table
from saathi.evidence.releases.vocabulary import ValueStatus
from tests.factories import releases

pytestmark = pytest.mark.xdist_group("files of releases")

SUPPRESSED = DisclosureMethod.SUPPRESS


def book(
    method: DisclosureMethod, zeros: ZeroPolicy = ZeroPolicy.PROTECTED
) -> tuple[ReleaseContents, dict[str, ReleaseFile]]:
    """A release by sex and age, and its files."""
    protected = releases.guarded(method, zeros=zeros)
    indicator = catalogue.find_indicator(releases.INDICATOR)
    assert indicator is not None
    tables = description.release_tables(indicator, protected)
    family = releases.told(method=method.value, slug="cases")
    release = Release(
        number=2, first_year=2021, last_year=2024, snapshot="s-1", snapshot_hash="a" * 64
    )
    release.family = family
    about = description.release_description(release, indicator, protected, tables, "Observatory")
    return ReleaseContents(about, tables), {
        file.name: file for file in release_files.make_files(about, tables)
    }


@pytest.fixture(scope="module")
def hidden() -> tuple[ReleaseContents, dict[str, ReleaseFile]]:
    return book(SUPPRESSED)


@pytest.fixture(scope="module")
def rounded() -> tuple[ReleaseContents, dict[str, ReleaseFile]]:
    return book(DisclosureMethod.ROUND)


def lines(made: ReleaseFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.body.decode())))


def test_the_data_package_says_what_each_column_and_code_means(
    hidden: tuple[ReleaseContents, dict[str, ReleaseFile]],
) -> None:
    _book, files = hidden
    data_package = json.loads(files["datapackage.json"].body)
    table = next(
        resource for resource in data_package["resources"] if resource["name"] == "sex-age"
    )
    fields = {field["name"]: field for field in table["schema"]["fields"]}
    rows = lines(files["sex-age.csv"])
    assert list(rows[0]) == list(fields)
    for row in rows:
        for name, text in row.items():
            allowed = fields[name].get("constraints", {}).get("enum")
            assert allowed is None or text in allowed, (name, text)
        assert row["value"] == "" or int(row["value"]) >= 0
    labels = {category["value"]: category["label"] for category in fields["sex"]["categories"]}
    assert labels["girl"] == "Girl"
    assert labels["Total"] == "Total"
    assert len({tuple(row[name] for name in table["schema"]["primaryKey"]) for row in rows}) == len(
        rows
    )
    for resource in data_package["resources"]:
        made = files[resource["path"]]
        assert resource["hash"] == f"sha256:{made.sha256}"
        assert resource["bytes"] == len(made.body)


def test_hidden_value_differs_from_zero_and_missing_without_a_reason(
    hidden: tuple[ReleaseContents, dict[str, ReleaseFile]],
) -> None:
    book_, files = hidden
    printed = book_.tables[0].printed
    kinds = {value.status for value in printed.cells.values()}
    assert {ValueStatus.SHOWN, ValueStatus.SUPPRESSED} <= kinds
    assert b"primary" not in files["sex-age.csv"].body
    for row in lines(files["sex-age.csv"]):
        assert (row["value"] == "") == (row["status"] == "suppressed")
    for row in lines(files["sex-age.sdmx.csv"]):
        # One status for all: the codes of primary and secondary confidentiality are never used.
        assert row["CONF_STATUS"] in {"F", "N"}
        assert (row["OBS_VALUE"] == "") == (row["OBS_STATUS"] == "Q") == (row["CONF_STATUS"] == "N")


def test_sdmx_is_valid_and_holds_the_same_numbers(
    rounded: tuple[ReleaseContents, dict[str, ReleaseFile]],
) -> None:
    from pysdmx.io import read_sdmx

    book_, files = rounded
    printed = book_.tables[0].printed
    for name in ("sex-age.sdmx.xml", "sex-age.sdmx.csv"):
        message = read_sdmx(files[name].body.decode(), validate=True)
        (data,) = message.data
        frame = data.data.astype(str)
        row = frame[(frame.TIME_PERIOD == "2022") & (frame.SEX == "girl") & (frame.AGE == "_T")]
        expected = printed.value({"year": "2022", "sex": "girl"})
        assert row.OBS_VALUE.tolist() == [expected.text], name
        whole = frame[
            (frame.TIME_PERIOD == "2021-01-01/P4Y") & (frame.SEX == "_T") & (frame.AGE == "_T")
        ]
        assert whole.OBS_VALUE.tolist() == [printed.value({}).text], name
        assert set(frame.VALUE_STATUS) == {"ROUNDED"}
    structure = read_sdmx(files["structure.sdmx.xml"].body.decode(), validate=True)
    lists = {
        codelist.id: {code.id for code in codelist.items} for codelist in structure.get_codelists()
    }
    assert {"girl", "boy", "other", "_T"} == lists["CL_CASES_SEX_AGE_SEX"]
    assert {"F", "N"} == lists["CL_CONF_STATUS"]
    (definition,) = structure.get_data_structure_definitions()
    assert {component.id for component in definition.components} >= {
        "TIME_PERIOD",
        "SEX",
        "AGE",
        "OBS_VALUE",
    }


@pytest.mark.parametrize(
    ("wrong_values", "says"),
    [
        ({"SEX": "ZZ"}, "ZZ is not in the code list of SEX"),
        ({"OBS_STATUS": "Z"}, "Z is not in the code list of OBS_STATUS"),
        ({"CONF_STATUS": "D"}, "D is not in the code list of CONF_STATUS"),
        ({"TIME_PERIOD": "Total"}, "Total is no period"),
        ({"OBS_VALUE": "NaN"}, "NaN is no count"),
        ({"OBS_VALUE": ""}, "A value of status A cannot be"),
        ({"CONF_STATUS": "N"}, "not for publication is suppressed"),
        ({"LOWEST": "9999"}, "is not from 9999 to"),
        ({"HIGHEST": "0"}, "to 0"),
        ({"HIGHEST": ""}, "no value with its range"),
    ],
)
def test_codes_and_statuses_are_checked_before_anything_is_written(
    rounded: tuple[ReleaseContents, dict[str, ReleaseFile]], wrong_values: dict[str, str], says: str
) -> None:
    (table,) = rounded[0].tables
    rows = sdmx.observations(table)
    lists = sdmx.code_lists(table)
    sdmx.check_observations(rows, lists)
    with pytest.raises(sdmx.InvalidSdmxCode, match=says):
        sdmx.check_observations([rows[0] | wrong_values], lists)


def test_true_counts_are_in_the_ranges_beside_rounded_values(
    rounded: tuple[ReleaseContents, dict[str, ReleaseFile]],
) -> None:
    true_counts = {row.codes: row.count for row in releases.usual().table().rows}
    rows = lines(rounded[1]["sex-age.csv"])
    assert list(rows[0])[-4:] == ["value", "status", "lowest", "highest"]
    seen = 0
    for row in rows:
        value, lowest, highest = (int(row[name]) for name in ("value", "lowest", "highest"))
        assert (lowest, highest) == expected_range(value)
        true_count = true_counts.get((row["year"], row["sex"], row["age"]))
        if true_count is not None:
            seen += 1
            assert lowest <= true_count <= highest
    assert seen > 100


def expected_range(value: int) -> tuple[int, int]:
    """The range of a value rounded to fives where zeros are protected, as docs/disclosure.md says."""
    return {0: (0, 5), 5: (0, 9)}.get(value, (value - 4, value + 4))


def test_a_suppressed_table_has_no_ranges(
    hidden: tuple[ReleaseContents, dict[str, ReleaseFile]],
) -> None:
    """What is printed there is the true count."""
    assert list(lines(hidden[1]["sex-age.csv"])[0])[-2:] == ["value", "status"]
    assert b"LOWEST" not in hidden[1]["structure.sdmx.xml"].body


def test_a_rounded_table_published_without_ranges_is_read_as_before() -> None:
    printed = parse_published_table(b"year,sex,value,status\r\n2021,girl,25,rounded\r\n")
    assert printed.dimensions == ("year", "sex")
    assert printed.cells == {("2021", "girl"): PublishedValue(25, ValueStatus.ROUNDED)}
    assert printed.value_columns == ["value", "status"]


def test_files_explain_the_ranges(
    rounded: tuple[ReleaseContents, dict[str, ReleaseFile]],
) -> None:
    data_package = json.loads(rounded[1]["datapackage.json"].body)
    for name in ("sex-age.csv", "sex-age.htcds.csv"):
        (table,) = [entry for entry in data_package["resources"] if entry["path"] == name]
        fields = {item["name"]: item.get("description", "") for item in table["schema"]["fields"]}
        assert fields["lowest"].startswith("The fewest that the true count can be")
        assert fields["highest"].startswith("The most that the true count can be")
    assert "rounded to a multiple of 5" in data_package["description"]
    structure = rounded[1]["structure.sdmx.xml"].body.decode()
    assert "near the true count, which is from lowest to highest" in structure
    assert "rounded to a multiple of 5" in structure


@pytest.mark.parametrize(
    ("status", "codes"),
    [
        (ValueStatus.SHOWN, ("A", "F", "SHOWN")),
        (ValueStatus.ROUNDED, ("A", "F", "ROUNDED")),
        (ValueStatus.ZERO, ("A", "F", "ZERO")),
        (ValueStatus.SUPPRESSED, ("Q", "N", "SUPPRESSED")),
        (ValueStatus.NOT_APPLICABLE, ("M", "F", "NOT_APPLICABLE")),
        (ValueStatus.NO_DATA, ("O", "F", "NO_DATA")),
    ],
)
def test_each_value_status_has_its_own_code(status: ValueStatus, codes: tuple[str, ...]) -> None:
    assert sdmx.sdmx_statuses(PublishedValue(None, status)) == codes


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2021", "2021"),
        ("2021-2023", "2021-01-01/P3Y"),
        ("Total", "2021-01-01/P4Y"),
    ],
)
def test_ranges_of_years_are_written_as_sdmx_writes_time(text: str, period: str) -> None:
    assert sdmx.sdmx_period(text, ["2021", "2022", "2024"]) == period


def test_hxl_has_its_tags_in_the_second_line(
    rounded: tuple[ReleaseContents, dict[str, ReleaseFile]],
) -> None:
    rows = list(csv.reader(io.StringIO(rounded[1]["sex-age.hxl.csv"].body.decode())))
    assert rows[0] == [
        "Year", "Sex", "Age when identified", "First year", "Last year", "value", "status",
        "lowest", "highest",
    ]  # fmt: skip
    assert rows[1] == [
        "#meta+years", "#indicator+sex", "#indicator+age", "#date+start", "#date+end",
        "#indicator+value+num", "#status", "#indicator+min+num", "#indicator+max+num",
    ]  # fmt: skip
    assert all(len(row) == 9 for row in rows)
    years = {row[0]: (row[3], row[4]) for row in rows[2:]}
    assert years["2022"] == ("2022", "2022")
    assert years["2021 to 2023"] == ("2021", "2023")
    assert years["Total"] == ("2021", "2024")
    assert [row[1] for row in rows if row[0] == "2021" and row[1] == "Girl"][:1] == ["Girl"]


def test_the_workbook_holds_tables_and_dictionary_and_no_formula(
    hidden: tuple[ReleaseContents, dict[str, ReleaseFile]],
) -> None:
    with zipfile.ZipFile(io.BytesIO(hidden[1]["release.xlsx"].body)) as packed:
        names = packed.read("xl/workbook.xml").decode()
        sheets = [
            packed.read(part_name).decode()
            for part_name in packed.namelist()
            if "/sheet" in part_name
        ]
        words = packed.read("xl/sharedStrings.xml").decode()
    assert all(name in names for name in ("About", "Dictionary", "1 sex-age"))
    assert not any("<f>" in sheet for sheet in sheets)
    assert "suppressed" in words
    assert "Children with a case" in words


def test_the_catalogue_entry_names_each_file_with_its_hash(
    rounded: tuple[ReleaseContents, dict[str, ReleaseFile]],
) -> None:
    entry = json.loads(rounded[1]["dcat.jsonld"].body)
    assert entry["@type"] == "dcat:Dataset"
    assert entry["@id"].endswith("/published/cases/2/")
    files = {distribution["dct:title"]: distribution for distribution in entry["dcat:distribution"]}
    assert {"sex-age.csv", "datapackage.json", "release.xlsx", "report.pdf"} <= files.keys()
    made = rounded[1]["sex-age.csv"]
    assert files["sex-age.csv"]["spdx:checksum"]["spdx:checksumValue"] == made.sha256


def test_the_printed_report_says_what_is_counted_and_what_not(
    rounded: tuple[ReleaseContents, dict[str, ReleaseFile]],
) -> None:
    reader = pypdf.PdfReader(io.BytesIO(rounded[1]["report.pdf"].body))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    about = rounded[0].about
    assert about["question"] in words
    assert "count only what was registered and are not estimates" in words
    assert "multiple of 5" in words
    assert f"SHA-256 of the tables {about['tables_hash'][:16]}" in words.replace("- ", "-")
    assert "2024" in words


def test_the_citation_names_publisher_years_address_and_hash(
    rounded: tuple[ReleaseContents, dict[str, ReleaseFile]],
) -> None:
    cited = rounded[0].about["citation"]
    year = dt.datetime.fromisoformat(rounded[0].about["made_at"]).year
    assert cited.startswith(
        f"Observatory ({year}): Children with a case, Nepal, 2021 to 2024. Release 2."
    )
    assert "/published/cases/2/" in cited
    assert rounded[0].about["tables_hash"][:16] in cited


def test_the_same_tables_make_the_same_hash(
    rounded: tuple[ReleaseContents, dict[str, ReleaseFile]],
) -> None:
    again, _files = book(DisclosureMethod.ROUND)
    assert again.about["tables_hash"] == rounded[0].about["tables_hash"]
    assert parse_published_table(again.tables[0].body).cells == rounded[0].tables[0].printed.cells


def test_a_definition_has_one_hash_in_every_language() -> None:
    indicator = catalogue.find_indicator(releases.INDICATOR)
    assert indicator is not None
    with override("ur"):
        assert description.definition_hash(indicator) == hash_in_english(indicator)


def hash_in_english(indicator: Indicator) -> str:
    with override("en"):
        return description.definition_hash(indicator)
