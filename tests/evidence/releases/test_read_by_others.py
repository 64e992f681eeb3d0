"""Released files as programs read them that Saathi does not use: dimensions, codes and values are the release's.

sdmx1 reads SDMX, frictionless the data package, libhxl HXL, rdflib the catalogue entry and openpyxl the
workbook, each in a process and an environment of its own (`reading_side.py`, `tools/readers.py`).
"""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from saathi.engines.disclosure.tables import DisclosureMethod, ZeroPolicy
from saathi.evidence.indicators import catalogue
from saathi.evidence.releases import description, release_files
from saathi.evidence.releases.files.contents import ReleaseContents, ReleaseFile, ReleaseTable
from saathi.evidence.releases.models import Release
from saathi.evidence.releases.published_table import PublishedValue, parse_published_table
from saathi.evidence.releases.vocabulary import ValueStatus
from tests.factories import releases
from tools import readers

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("files of releases"),
    pytest.mark.skipif(
        readers.find() is None,
        reason="2026-11-30: needs the programs of others, which `make readers` fetches.",
    ),
]

SIDE = Path(__file__).with_name("reading_side.py")
SDMX_CODES = {"Total": "_T", "not_known": "_U", "All others": "_O"}
SDMX_STATUSES = {
    ValueStatus.SHOWN: ("A", "F", "SHOWN"),
    ValueStatus.ROUNDED: ("A", "F", "ROUNDED"),
    ValueStatus.ZERO: ("A", "F", "ZERO"),
    ValueStatus.SUPPRESSED: ("Q", "N", "SUPPRESSED"),
    ValueStatus.NOT_APPLICABLE: ("M", "F", "NOT_APPLICABLE"),
}
PERIODS = {
    "2021": "2021",
    "2022": "2022",
    "2023": "2023",
    "2024": "2024",
    "2021-2022": "2021-01-01/P2Y",
    "2021-2023": "2021-01-01/P3Y",
    "2022-2024": "2022-01-01/P3Y",
    "2023-2024": "2023-01-01/P2Y",
    "Total": "2021-01-01/P4Y",
}


@dataclass
class ReadRelease:
    """A release whose files lie in a folder."""

    contents: ReleaseContents
    files: dict[str, ReleaseFile]
    folder: Path
    found: dict[str, Any] = field(default_factory=dict)

    def read(self, name: str) -> Any:
        """What another program finds in one format."""
        if name not in self.found:
            self.found[name] = self._read(name)
        return self.found[name]

    def _read(self, name: str) -> Any:
        python = readers.find()
        assert python is not None
        done = subprocess.run(
            [python, "-I", SIDE, name, self.folder], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)


def release_in(folder: Path, indicator_name: str, protected: Any, **settings: Any) -> ReadRelease:
    """The files of a release of these tables, written to a folder."""
    indicator = catalogue.find_indicator(indicator_name)
    assert indicator is not None
    tables = description.release_tables(indicator, protected)
    release = Release(
        number=2, first_year=2021, last_year=2024, snapshot="s-1", snapshot_hash="a" * 64
    )
    release.family = releases.told(indicator=indicator_name, **settings)
    about = description.release_description(release, indicator, protected, tables, "Observatory")
    return written(folder, about, tables)


def written(folder: Path, about: Mapping[str, Any], tables: list[ReleaseTable]) -> ReadRelease:
    """The files of these tables in the folder."""
    made = release_files.make_files(about, tables)
    for file in made:
        (folder / file.name).write_bytes(file.body)
    return ReadRelease(ReleaseContents(about, tables), {file.name: file for file in made}, folder)


def two_tables(folder: Path, method: DisclosureMethod) -> ReadRelease:
    """Children with a case by sex and age, and by sex alone."""
    protected = releases.guard_all(method, releases.usual(), releases.cube(by=("sex",)))
    return release_in(folder, releases.INDICATOR, protected, method=method.value, slug="cases")


def routes(folder: Path) -> ReadRelease:
    """Routes by country, with zeros that may be known."""
    protected = releases.guard_all(
        DisclosureMethod.SUPPRESS, releases.ways(), zeros=ZeroPolicy.PUBLIC
    )
    return release_in(
        folder, "ways_of_children", protected,
        method="suppress", zeros="public", country="", slug="routes-2",
    )  # fmt: skip


SHARE = """year,counted,sex,value,status,lowest,highest
2021,yes,girl,40,rounded,36,44
2021,yes,boy,25,rounded,21,29
2021,yes,not_known,0,rounded,0,5
2021,yes,All others,0,not applicable,0,0
2021,yes,Total,65,rounded,61,69
2024,Total,girl,5,rounded,0,9
2024,Total,boy,10,rounded,6,14
2024,Total,not_known,15,rounded,11,19
2024,Total,All others,20,rounded,16,24
2024,Total,Total,50,rounded,41,59
2023-2024,no,Total,70,rounded,66,74
Total,Total,Total,115,rounded,106,124
"""


def share(folder: Path) -> ReadRelease:
    """A part beside the whole, with unknown and other codes, and a cell that no one can be in."""
    about = two_tables(folder, DisclosureMethod.ROUND).contents.about
    for file in folder.iterdir():
        file.unlink()
    body = SHARE.replace("\n", "\r\n").encode()
    printed = parse_published_table(body)
    names = printed.dimensions
    words = {name: {code: f"{code} in words" for code in printed.codes(name)} for name in names}
    titles = {name: f"Title of {name}" for name in names}
    table = ReleaseTable("share-sex", "A share", titles, words, {}, printed, body)
    return written(folder, about, [table])


MAKERS = {
    "share": share,
    "suppressed": lambda folder: two_tables(folder, DisclosureMethod.SUPPRESS),
    "rounded": lambda folder: two_tables(folder, DisclosureMethod.ROUND),
    "routes": routes,
}


@pytest.fixture(scope="module", params=list(MAKERS))
def released(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> ReadRelease:
    return MAKERS[request.param](tmp_path_factory.mktemp(request.param))


def labels(table: ReleaseTable, codes: tuple[str, ...]) -> list[str]:
    """The labels of a row's codes."""
    names = table.printed.dimensions
    return [table.labels[name][code] for name, code in zip(names, codes, strict=True)]


def plain_values(table: ReleaseTable, value: PublishedValue) -> list[int | str | None]:
    """A value with its status and, in a rounded table, its range, as a reader gets them."""
    ranges = value.possible or (value.number, value.number)
    return [value.number, value.status.value, *(ranges if table.printed.has_ranges else ())]


def numbers(table: ReleaseTable) -> set[int | None]:
    """The different values of a table: a comparison of a table that has only one proves little."""
    return {value.number for value in table.printed.cells.values()}


def test_the_releases_have_what_a_reader_could_get_wrong(released: ReadRelease) -> None:
    statuses = set()
    for table in released.contents.tables:
        assert len(numbers(table)) > 5
        statuses |= {value.status for value in table.printed.cells.values()}
    assert statuses <= SDMX_STATUSES.keys()
    assert (ValueStatus.ROUNDED in statuses) != (ValueStatus.SHOWN in statuses)


# --- sdmx1 ----------------------------------------------------------------------------------------


def sdmx_rows(table: ReleaseTable) -> dict[tuple[str, ...], dict[str, str]]:
    """The rows as SDMX has them by key; a range of years that has two codes is one of them."""
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for codes, value in table.rows:
        named = dict(zip(table.printed.dimensions, codes, strict=True))
        year = PERIODS[named.pop("year")]
        row = {name.upper(): SDMX_CODES.get(code, code) for name, code in named.items()}
        number = "" if value.status == ValueStatus.NOT_APPLICABLE else value.text
        row |= {"FREQ": "A", "TIME_PERIOD": year, "OBS_VALUE": number}
        if value.possible:
            row |= dict(zip(("LOWEST", "HIGHEST"), map(str, value.possible), strict=True))
        statuses = zip(
            ("OBS_STATUS", "CONF_STATUS", "VALUE_STATUS"), SDMX_STATUSES[value.status], strict=True
        )
        rows.setdefault((year, *named.values()), row | dict(statuses))
    return rows


def test_sdmx1_reads_each_observation_of_each_format(released: ReadRelease) -> None:
    found = released.read("sdmx")
    assert len(found) == len(released.contents.tables)
    for table, read in zip(released.contents.tables, found.values(), strict=True):
        expected = sorted(sdmx_rows(table).values(), key=sorted_items)
        assert set(read["observations"]) == {"sdmx-2.1.xml", "sdmx.xml", "sdmx.csv"}
        for ending, observations in read["observations"].items():
            assert sorted(observations, key=sorted_items) == expected, ending


def sorted_items(row: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(row.items())


def test_sdmx1_reads_the_structure(released: ReadRelease) -> None:
    for table, read in zip(released.contents.tables, released.read("sdmx").values(), strict=True):
        assert read["title"] == table.title
        dimensions = [name for name in table.printed.dimensions if name != "year"]
        assert read["dimensions"] == {
            "FREQ": "Frequency",
            **{name.upper(): table.titles[name] for name in dimensions},
            "TIME_PERIOD": "Time period",
        }
        for name in dimensions:
            assert read["codes"][name.upper()] == {
                SDMX_CODES.get(code, code): words for code, words in table.labels[name].items()
            }
        assert set(read["codes"]["VALUE_STATUS"]) >= {"SHOWN", "ROUNDED", "SUPPRESSED", "ZERO"}


# --- frictionless ---------------------------------------------------------------------------------


def test_frictionless_finds_the_package_valid_and_every_file_as_hashed(
    released: ReadRelease,
) -> None:
    found = released.read("package")
    assert found["errors"] == []
    assert found["checked"] == {
        name: file.sha256
        for name, file in released.files.items()
        if name not in {"datapackage.json", "dcat.jsonld"}
    }


def test_frictionless_reads_each_row_and_the_title_of_each_column(released: ReadRelease) -> None:
    found = released.read("package")["tables"]
    for table in released.contents.tables:
        read = found[f"{table.name}.csv"]
        titles = {name: ["string", table.titles[name]] for name in table.printed.dimensions}
        statuses = {"value": ["integer", "Value"], "status": ["string", "Status of the value"]}
        ranges = {"lowest": ["integer", "Lowest"], "highest": ["integer", "Highest"]}
        is_rounded = table.printed.has_ranges
        assert read["fields"] == titles | statuses | (ranges if is_rounded else {})
        assert [list(row.values()) for row in read["rows"]] == [
            [*codes, *plain_values(table, value)] for codes, value in table.rows
        ]
        if f"{table.name}.htcds.csv" in released.files:
            theirs = found[f"{table.name}.htcds.csv"]["rows"]
            assert [{name: row[name] for name in read["fields"]} for row in theirs] == read["rows"]


def test_frictionless_notices_one_changed_value(released: ReadRelease, tmp_path: Path) -> None:
    """The hashes of the package are of use only if a reader checks them."""
    for name, file in released.files.items():
        (tmp_path / name).write_bytes(file.body)
    file = released.files[f"{released.contents.tables[0].name}.csv"]
    shown = next(value.text for _codes, value in released.contents.tables[0].rows if value.number)
    changed = file.body.replace(f",{shown},".encode(), f",{int(shown) + 5},".encode(), 1)
    assert len(changed) in {len(file.body), len(file.body) + 1}
    (tmp_path / file.name).write_bytes(changed)
    found = ReadRelease(released.contents, released.files, tmp_path).read("package")
    assert any("hash" in error and file.sha256 in error for error in found["errors"])


# --- libhxl ---------------------------------------------------------------------------------------


def test_libhxl_reads_each_row_and_finds_no_error(released: ReadRelease) -> None:
    found = released.read("hxl")
    for table in released.contents.tables:
        read = found[f"{table.name}.hxl.csv"]
        assert read["errors"] == []
        assert read["tags"][0] == "#meta+years"
        width = len(table.printed.dimensions)
        tags = ["#date+start", "#date+end", "#indicator+value+num", "#status"]
        tags += ["#indicator+min+num", "#indicator+max+num"] if table.printed.has_ranges else []
        assert read["tags"][width:] == tags
        assert len(read["tags"]) == len(set(read["tags"]))
        assert [[*row[:width], *row[width + 2 :]] for row in read["rows"]] == [
            [
                *labels(table, codes),
                *(
                    "" if plain_value is None else str(plain_value)
                    for plain_value in plain_values(table, value)
                ),
            ]
            for codes, value in table.rows
        ]


def test_libhxl_filters_a_year_by_its_tags(released: ReadRelease) -> None:
    found = released.read("hxl")
    for table in released.contents.tables:
        read = found[f"{table.name}.hxl.csv"]["2021"]
        expected = [value.text for codes, value in table.rows if codes[0] == "2021"]
        assert expected
        place = len(table.printed.dimensions) + 2
        assert [row[place] for row in read] == expected


# --- rdflib ---------------------------------------------------------------------------------------


def test_rdflib_finds_the_data_set_and_each_file_with_its_hash(released: ReadRelease) -> None:
    found = released.read("catalogue")
    about = released.contents.about
    assert found["about"] == {
        "set": about["address"],
        "title": about["title"],
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "publisher": "Observatory",
        "first": "2021",
        "last": "2024",
        "issued": about["made_at"][:10],
    }
    assert found["types"] == {
        "first": "http://www.w3.org/2001/XMLSchema#gYear",
        "issued": "http://www.w3.org/2001/XMLSchema#date",
    }
    assert found["files"] == {
        name: [f"{about['address']}files/{name}", len(file.body), file.sha256]
        for name, file in released.files.items()
        if name != "dcat.jsonld"
    }


# --- openpyxl -------------------------------------------------------------------------------------


def test_openpyxl_reads_each_row_and_the_dictionary(released: ReadRelease) -> None:
    found = released.read("workbook")
    about = {line[0]: line[1] for line in found["About"]}
    assert about["question"] == released.contents.about["question"]
    meanings = {(line[0], line[1]): line[2] for line in found["Dictionary"]}
    for number, table in enumerate(released.contents.tables, 1):
        head, *rows = found[f"{number} {table.name}"]
        titles = [table.titles[name] for name in table.printed.dimensions]
        ranges = ["lowest", "highest"] if table.printed.has_ranges else []
        assert head == [*titles, "value", "status", *ranges]
        assert rows == [
            [*labels(table, codes), *plain_values(table, value)] for codes, value in table.rows
        ]
        for name in table.printed.dimensions:
            for code, words in table.labels[name].items():
                assert meanings[name, code] == words
