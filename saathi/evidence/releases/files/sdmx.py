"""The tables as SDMX-CSV, SDMX-ML 3.0 and 2.1, with their structure. Codes and statuses are checked here.

Written with pysdmx, which checks no code against its list and writes "NaN" for missing values:
both are handled first. A suppressed value has one status, whatever the reason for hiding it.
Both versions of SDMX-ML have the same content: many programs read only 2.1.
"""

import datetime as dt
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from saathi.engines.disclosure.hierarchies import TOTAL
from saathi.engines.disclosure.rollup import OTHERS_CODE
from saathi.evidence.indicators.dimensions import NOT_KNOWN
from saathi.evidence.releases.cube_counting import YEAR
from saathi.evidence.releases.files.contents import (
    RANGE_MEANINGS,
    STATUS_MEANINGS,
    ReleaseContents,
    ReleaseFile,
    ReleaseTable,
    year_range,
)
from saathi.evidence.releases.published_table import PublishedValue
from saathi.evidence.releases.vocabulary import ValueStatus

if TYPE_CHECKING:
    from pysdmx.model import Codelist

XML, CSV = "application/xml", "text/csv; charset=utf-8"
AGENCY, CONCEPTS, VERSION = "SAATHI", "CS_SAATHI", "1.0"
TIME, FREQ, VALUE = "TIME_PERIOD", "FREQ", "OBS_VALUE"
OBS_STATUS, CONF_STATUS, VALUE_STATUS = "OBS_STATUS", "CONF_STATUS", "VALUE_STATUS"
# Of rounded tables: what the true count can be. The code list of VALUE_STATUS says so too.
RANGES = ("LOWEST", "HIGHEST")
EMPTY_ATTRIBUTE = re.compile(rf' (?:{"|".join((VALUE, *RANGES))})=""')
ID = re.compile(r"[A-Za-z0-9_@$\-]+")
PERIOD = re.compile(r"\d{4}(-\d\d-\d\d/P\d+Y)?")
NOT_A_NUMBER = re.compile(r'(?im)(^|[,"])nan([,"]|\r?$)')

# From the cross-domain code lists of SDMX. CL_OBS_STATUS as the European Central Bank publishes it
# (A, M, Q; O as in version 2.2 of the list); CL_CONF_STATUS by SDMX's guidelines for
# confidentiality and embargo (2026) and the R package statcodelists 0.9.2. Rounded values are
# normal ones there; our own VALUE_STATUS marks them as rounded.
OBS_STATUSES = {
    "A": "Normal value",
    "M": "Missing value; data cannot exist",
    "O": "Missing value",
    "Q": "Missing value; suppressed",
}
CONF_STATUSES = {
    "F": "Free (free for publication)",
    "N": "Not for publication, restricted for internal use only",
}
VALUE_STATUSES = {
    ValueStatus.SHOWN: "SHOWN",
    ValueStatus.ROUNDED: "ROUNDED",
    ValueStatus.ZERO: "ZERO",
    ValueStatus.SUPPRESSED: "SUPPRESSED",
    ValueStatus.NOT_APPLICABLE: "NOT_APPLICABLE",
    ValueStatus.NO_DATA: "NO_DATA",
}
_SPECIAL = {TOTAL: "_T", NOT_KNOWN: "_U", OTHERS_CODE: "_O"}


class InvalidSdmxCode(Exception):
    """A value outside its code list, or a code that SDMX does not allow."""


def sdmx_files(book: ReleaseContents) -> list[ReleaseFile]:
    """Data of each table as CSV and XML, and one message with all structures in each version."""
    made = [file for table in book.tables for file in _table(book, table)]
    return [*made, *_structures(book)]


def sdmx_code(text: str) -> str:
    """The code in SDMX form."""
    mapped = _SPECIAL.get(text, text)
    if not ID.fullmatch(mapped):
        raise InvalidSdmxCode(f"“{mapped}” is no code in SDMX.")
    return mapped


def sdmx_period(text: str, years: Sequence[str]) -> str:
    """A year, or a range of years, in SDMX form."""
    first, last = year_range(text, years)
    if first == last:
        return first
    return f"{first}-01-01/P{int(last) - int(first) + 1}Y"


def sdmx_component(name: str) -> str:
    """The id of a dimension."""
    return TIME if name == YEAR else name.upper()


def sdmx_statuses(value: PublishedValue) -> tuple[str, str, str]:
    """OBS_STATUS, CONF_STATUS and our own status of a value."""
    obs = {
        ValueStatus.SUPPRESSED: "Q",
        ValueStatus.NOT_APPLICABLE: "M",
        ValueStatus.NO_DATA: "O",
    }.get(value.status, "A")
    conf = "N" if value.status == ValueStatus.SUPPRESSED else "F"
    return obs, conf, VALUE_STATUSES[value.status]


def observations(table: ReleaseTable) -> list[dict[str, str]]:
    """The rows of a table as observations; a range of years that occurs twice is listed once."""
    names = table.printed.dimensions
    rows_by_key: dict[tuple[str, ...], dict[str, str]] = {}
    for codes, value in table.rows:
        row = {FREQ: "A"}
        for name, code in zip(names, codes, strict=True):
            row[sdmx_component(name)] = (
                sdmx_period(code, table.years) if name == YEAR else sdmx_code(code)
            )
        row[VALUE] = "" if value.status == ValueStatus.NOT_APPLICABLE else value.text
        row |= dict(zip((OBS_STATUS, CONF_STATUS, VALUE_STATUS), sdmx_statuses(value), strict=True))
        if table.printed.has_ranges:
            ranges = value.range_texts if row[VALUE] else ("", "")
            row |= dict(zip(RANGES, ranges, strict=True))
        rows_by_key.setdefault(tuple(row[sdmx_component(name)] for name in names), row)
    return list(rows_by_key.values())


def check_observations(rows: Sequence[dict[str, str]], lists: dict[str, dict[str, str]]) -> None:
    """Raises `InvalidSdmxCode` if a value is in no list, no number, or contradicts its status."""
    for row in rows:
        for name, text in row.items():
            if name in lists and text not in lists[name]:
                raise InvalidSdmxCode(f"{text} is not in the code list of {name}.")
        if not PERIOD.fullmatch(row[TIME]):
            raise InvalidSdmxCode(f"{row[TIME]} is no period of time.")
        if row[VALUE] and not row[VALUE].isdecimal():
            raise InvalidSdmxCode(f"{row[VALUE]} is no count.")
        if bool(row[VALUE]) != (row[OBS_STATUS] == "A"):
            raise InvalidSdmxCode(f"A value of status {row[OBS_STATUS]} cannot be “{row[VALUE]}”.")
        if (row[OBS_STATUS] == "Q") != (row[CONF_STATUS] == "N"):
            raise InvalidSdmxCode("What is not for publication is suppressed, and nothing else is.")
        if RANGES[0] in row:
            _check_range(row)


def _check_range(row: dict[str, str]) -> None:
    """Raises `InvalidSdmxCode` if a value is outside its range, or one of both is missing."""
    texts = [row[VALUE], *(row[name] for name in RANGES)]
    if not any(texts):
        return
    if not all(text.isdecimal() for text in texts):
        raise InvalidSdmxCode(f"“{'”, “'.join(texts)}” is no value with its range.")
    value, lowest, highest = map(int, texts)
    if not lowest <= value <= highest:
        raise InvalidSdmxCode(f"{value} is not from {lowest} to {highest}.")


def code_lists(table: ReleaseTable) -> dict[str, dict[str, str]]:
    """The codes of every coded component with their names."""
    lists = {
        sdmx_component(name): {sdmx_code(code): words for code, words in table.labels[name].items()}
        for name in table.printed.dimensions
        if name != YEAR
    }
    own_statuses = {VALUE_STATUSES[status]: words for status, words in STATUS_MEANINGS.items()}
    return lists | {
        FREQ: {"A": "Annual"},
        OBS_STATUS: OBS_STATUSES,
        CONF_STATUS: CONF_STATUSES,
        VALUE_STATUS: own_statuses,
    }


def _identity(book: ReleaseContents, table: ReleaseTable) -> str:
    return re.sub(r"[^A-Z0-9_]", "_", f"{book.about['slug']}_{table.name}".upper())


def _list_id(book: ReleaseContents, table: ReleaseTable, name: str) -> str:
    if name in {FREQ, OBS_STATUS, CONF_STATUS, VALUE_STATUS}:
        return f"CL_{name}"
    return f"CL_{_identity(book, table)}_{name}"


def _codelists(book: ReleaseContents, table: ReleaseTable) -> "dict[str, Codelist]":
    from pysdmx.model import Code, Codelist  # noqa: PLC0415 - slow to load, and only the worker needs it

    return {
        name: Codelist(
            id=_list_id(book, table, name),
            agency=AGENCY,
            version=VERSION,
            name=name,
            items=[Code(id=code_id, name=words) for code_id, words in codes.items()],
        )
        for name, codes in code_lists(table).items()
    }


def _components(book: ReleaseContents, table: ReleaseTable) -> Any:
    from pysdmx.model import Component, Components, DataType, Role  # noqa: PLC0415
    from pysdmx.util import ItemReference  # noqa: PLC0415

    def concept(name: str) -> Any:
        return ItemReference(
            sdmx_type="Concept", agency=AGENCY, id=CONCEPTS, version=VERSION, item_id=name
        )

    lists = _codelists(book, table)
    dimensions = [
        FREQ,
        *(sdmx_component(name) for name in table.printed.dimensions if name != YEAR),
    ]
    made = [
        Component(id=name, required=True, role=Role.DIMENSION, concept=concept(name),
                  local_codes=lists[name])
        for name in dimensions
    ]  # fmt: skip
    made.append(
        Component(id=TIME, required=True, role=Role.DIMENSION, concept=concept(TIME),
                  local_dtype=DataType.PERIOD)
    )  # fmt: skip
    made.append(
        Component(id=VALUE, required=False, role=Role.MEASURE, concept=concept(VALUE),
                  local_dtype=DataType.INTEGER)
    )  # fmt: skip
    made += [
        Component(id=name, required=True, role=Role.ATTRIBUTE, concept=concept(name),
                  attachment_level="O", local_codes=lists[name])
        for name in (OBS_STATUS, CONF_STATUS, VALUE_STATUS)
    ]  # fmt: skip
    if table.printed.has_ranges:
        made += [
            Component(id=name, required=False, role=Role.ATTRIBUTE, concept=concept(name),
                      attachment_level="O", local_dtype=DataType.INTEGER)
            for name in RANGES
        ]  # fmt: skip
    return Components(made)


def _table(book: ReleaseContents, table: ReleaseTable) -> list[ReleaseFile]:
    import pandas as pd  # noqa: PLC0415 - slow to load, and only the worker needs it
    from pysdmx.io.format import Format  # noqa: PLC0415
    from pysdmx.io.pd import PandasDataset  # noqa: PLC0415
    from pysdmx.io.writer import write_sdmx  # noqa: PLC0415
    from pysdmx.model import Schema  # noqa: PLC0415

    rows = observations(table)
    check_observations(rows, code_lists(table))
    schema = Schema(
        context="datastructure",
        agency=AGENCY,
        id=_identity(book, table),
        version=VERSION,
        components=_components(book, table),
    )
    data = PandasDataset(structure=schema, data=pd.DataFrame(rows, dtype=str))
    text = write_sdmx([data], Format.DATA_SDMX_CSV_2_0_0) or ""
    head = _head(book, table.name)
    xml = write_sdmx([data], Format.DATA_SDMX_ML_3_0, header=head) or ""
    xml_21 = write_sdmx([data], Format.DATA_SDMX_ML_2_1_STR, header=head) or ""
    made = [
        ReleaseFile(f"{table.name}.sdmx.csv", CSV, text.encode()),
        ReleaseFile(f"{table.name}.sdmx.xml", XML, _without_empty_values(xml).encode()),
        ReleaseFile(
            f"{table.name}.sdmx-2.1.xml",
            XML,
            _as_the_schema_of_21(_without_empty_values(xml_21)).encode(),
        ),
    ]
    if any(NOT_A_NUMBER.search(file.body.decode()) for file in made):
        raise InvalidSdmxCode("A missing value came out as a number.")
    return made


def _without_empty_values(xml: str) -> str:
    """The message, where a missing value has no attribute at all, as SDMX-ML asks."""
    return EMPTY_ATTRIBUTE.sub("", xml)


def _as_the_schema_of_21(xml: str) -> str:
    """The data message as the schema of SDMX-ML 2.1 asks, which pysdmx 1.21 misses in three places.

    The header names the namespace of the data set's type, the scope is one of four words, and `action`
    is qualified: unqualified, it would be an attribute of the data structure.
    """
    typed = re.search(r'xmlns:ns1="([^"]+)"', xml)
    namespace = typed.group(1) if typed else ""
    xml = re.sub(r'(<mes:Structure [^>]*namespace=")[^"]*', rf"\g<1>{namespace}", xml)
    xml = re.sub(r'ss:dataScope="[^"]*"', 'ss:dataScope="DataStructure"', xml)
    return re.sub(r"(<mes:DataSet [^>]*) action=", r"\1 ss:action=", xml)


def _head(book: ReleaseContents, name: str) -> Any:
    """The header of a message: sender and time; the same each time the file is made."""
    from pysdmx.model import Organisation  # noqa: PLC0415
    from pysdmx.model.message import Header  # noqa: PLC0415

    return Header(
        id=f"{book.about['slug']}-{book.about['number']}-{name}",
        prepared=dt.datetime.fromisoformat(book.about["made_at"]),
        sender=Organisation(id=AGENCY),
    )


def _structures(book: ReleaseContents) -> list[ReleaseFile]:
    """The message with all structures as SDMX-ML 3.0 and 2.1."""
    from pysdmx.io.format import Format  # noqa: PLC0415
    from pysdmx.io.writer import write_sdmx  # noqa: PLC0415

    message, head = _artefacts(book), _head(book, "structure")
    by_name = {
        "structure.sdmx.xml": Format.STRUCTURE_SDMX_ML_3_0,
        "structure.sdmx-2.1.xml": Format.STRUCTURE_SDMX_ML_2_1,
    }
    return [
        ReleaseFile(name, XML, (write_sdmx(message, version, header=head) or "").encode())
        for name, version in by_name.items()
    ]


def _artefacts(book: ReleaseContents) -> list[Any]:
    """The concepts, code lists and data structures of all tables."""
    from pysdmx.model import (  # noqa: PLC0415
        Concept,
        ConceptScheme,
        DataStructureDefinition,
    )

    lists: dict[str, Any] = {}
    names: dict[str, str] = {FREQ: "Frequency", TIME: "Time period", VALUE: "Value"}
    structures = []
    for table in book.tables:
        for codelist in _codelists(book, table).values():
            lists[codelist.id] = codelist
        names |= {
            sdmx_component(name): words for name, words in table.titles.items() if name != YEAR
        }
        structures.append(
            DataStructureDefinition(
                id=_identity(book, table), agency=AGENCY, version=VERSION, name=table.title,
                description=book.about["method_words"], components=_components(book, table),
            )
        )  # fmt: skip
    names |= {OBS_STATUS: "Observation status", CONF_STATUS: "Confidentiality status",
              VALUE_STATUS: "Status of the value"}  # fmt: skip
    if any(table.printed.has_ranges for table in book.tables):
        names |= dict(zip(RANGES, RANGE_MEANINGS.values(), strict=True))
    concepts = ConceptScheme(
        id=CONCEPTS, agency=AGENCY, version=VERSION, name="Concepts of released tables",
        items=[Concept(id=name, name=words) for name, words in names.items()],
    )  # fmt: skip
    return [concepts, *lists.values(), *structures]
