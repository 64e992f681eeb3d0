"""Reads the files of a release with programs of others, and prints what they found as JSON.

`python reading_side.py FORMAT FOLDER`, by the Python of `tools/readers.py`: nothing of Saathi is here.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any


def read_sdmx(folder: Path) -> Any:
    """The structure in SDMX-ML 2.1, and the observations of each table in each format, by sdmx1."""
    import sdmx
    import sdmx.reader.xml.v30  # it cannot be loaded any more once data of 2.1 were read (2.28)

    structure = sdmx.read_sdmx(folder / "structure.sdmx-2.1.xml")
    tables = {}
    for definition in structure.structure.values():
        name = definition.id
        components = [*definition.dimensions, *definition.attributes]
        tables[name] = {
            "title": str(definition.name),
            "dimensions": {
                dimension.id: str(dimension.concept_identity.name)
                for dimension in definition.dimensions
            },
            "codes": {
                component.id: {
                    code.id: str(code.name) for code in component.local_representation.enumerated
                }
                for component in components
                if component.local_representation.enumerated is not None
            },
            "observations": {},
        }
    for ending in ("sdmx-2.1.xml", "sdmx.xml", "sdmx.csv"):
        for file in sorted(folder.glob(f"*.{ending}")):
            if file.name.startswith("structure."):
                continue
            identity = _structure_id(folder, file.name.removesuffix(f".{ending}"))
            message = sdmx.read_sdmx(file, structure=structure.structure[identity])
            (data,) = message.data
            tables[identity]["observations"][ending] = [_observation(item) for item in data.obs]
    return tables


def _structure_id(folder: Path, table: str) -> str:
    """The id of a table's structure: the series and the table, as SDMX writes ids."""
    slug = json.loads((folder / "datapackage.json").read_text())["name"].rpartition("-")[0]
    return f"{slug}_{table}".upper().replace("-", "_")


def _observation(one: Any) -> dict[str, str]:
    key = {name: str(value.value) for name, value in one.dimension.values.items()}
    attributes = {name: str(value.value) for name, value in one.attached_attribute.items()}
    attributes = {name: text for name, text in attributes.items() if text}  # empty in CSV: none
    return key | attributes | {"OBS_VALUE": "" if one.value is None else str(one.value)}


def read_package(folder: Path) -> Any:
    """The data package by frictionless: its errors, its fields, and the rows of each table it describes."""
    from frictionless import Package

    os.chdir(folder)  # the paths of a package are relative, and frictionless trusts no other
    package = Package("datapackage.json")
    report = package.validate()
    described = [resource for resource in package.resources if resource.schema.fields]
    return {
        "errors": [error.message for task in report.tasks for error in task.errors],
        "checked": {task.place: task.stats["sha256"] for task in report.tasks},
        "tables": {
            item.path: {
                "fields": {field.name: [field.type, field.title] for field in item.schema.fields},
                "rows": [row.to_dict() for row in item.read_rows()],
            }
            for item in described
        },
    }


def read_hxl(folder: Path) -> Any:
    """Each HXL table by libhxl: tags, rows, and what its own schema calls an error."""
    import hxl

    found = {}
    for file in sorted(folder.glob("*.hxl.csv")):
        errors: list[str] = []
        options = hxl.InputOptions(allow_local=True)

        def note(error: Any, errors: list[str] = errors) -> None:
            if error.rule.severity == "error":
                errors.append(f"{error.message} {error.value}")

        hxl.schema(None, callback=note).validate(hxl.data(str(file), options))
        source = hxl.data(str(file), options)
        tags = [column.display_tag for column in source.columns]
        rows = [row.values for row in list(source)]  # its iterator cannot be iterated itself
        one_year = hxl.data(str(file), options).with_rows("#date+start=2021")
        of_one_year = [row.values for row in list(one_year.with_rows("#date+end=2021"))]
        found[file.name] = {"tags": tags, "rows": rows, "2021": of_one_year, "errors": errors}
    return found


def read_catalogue(folder: Path) -> Any:
    """The catalogue entry by rdflib, asked in SPARQL as a portal would."""
    from rdflib import Graph

    graph = Graph().parse(folder / "dcat.jsonld", format="json-ld")
    (about,) = graph.query(
        """PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>
        PREFIX foaf: <http://xmlns.com/foaf/0.1/>
        SELECT ?set ?title ?licence ?publisher ?first ?last ?issued WHERE {
          ?set a dcat:Dataset; dct:title ?title; dct:license ?licence; dct:issued ?issued;
            dct:publisher/foaf:name ?publisher;
            dct:temporal [dcat:startDate ?first; dcat:endDate ?last] }"""
    )
    files = graph.query(
        """PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>
        PREFIX spdx: <http://spdx.org/rdf/terms#>
        SELECT ?title ?url ?size ?sum WHERE { ?set a dcat:Dataset; dcat:distribution ?one .
          ?one a dcat:Distribution; dct:title ?title; dcat:downloadURL ?url; dcat:byteSize ?size;
            spdx:checksum [spdx:algorithm spdx:checksumAlgorithm_sha256; spdx:checksumValue ?sum] }"""
    )
    return {
        "about": {name: str(value) for name, value in about.asdict().items()},
        "types": {name: str(getattr(about[name], "datatype", "")) for name in ("first", "issued")},
        "files": {
            str(file.title): [str(file.url), file["size"].toPython(), str(file.sum)]
            for file in files
        },
    }


def read_workbook(folder: Path) -> Any:
    """Every sheet of the workbook by openpyxl."""
    import openpyxl

    book = openpyxl.load_workbook(folder / "release.xlsx")
    return {sheet.title: [list(row) for row in sheet.values] for sheet in book}


FORMATS = {
    "sdmx": read_sdmx,
    "package": read_package,
    "hxl": read_hxl,
    "catalogue": read_catalogue,
    "workbook": read_workbook,
}

if __name__ == "__main__":
    print(json.dumps(FORMATS[sys.argv[1]](Path(sys.argv[2]))))
