"""The tables with HXL tags in their second line, and labels instead of codes.

HXL's readers refuse a #date that is no date ("2021 to 2024", "Total"): the first and the last year of each
row are columns of their own.
"""

import csv
from io import StringIO

from saathi.evidence.releases.cube_counting import COUNTED, COUNTRY, YEAR
from saathi.evidence.releases.files.contents import ReleaseContents, ReleaseFile, ReleaseTable
from saathi.evidence.releases.published_table import HIGHEST, LOWEST, STATUS, VALUE

# Tags of HXL 1.1; attributes after the second plus are ours, as the standard allows.
TAGS: dict[str, str] = {
    YEAR: "#meta+years",
    COUNTRY: "#country+name",
    COUNTED: "#indicator+part",
    "sex": "#indicator+sex",
    "age": "#indicator+age",
    "age_recruited": "#indicator+age+recruited",
    "home_district": "#adm2+name+home",
    "district": "#adm2+name",
    "origin_district": "#adm2+name+origin",
    "destination_district": "#adm2+name+destination",
    "destination": "#country+name+destination",
    "nationality": "#country+name+nationality",
}
VALUE_TAGS: dict[str, str] = {
    VALUE: "#indicator+value+num",
    STATUS: "#status",
    LOWEST: "#indicator+min+num",
    HIGHEST: "#indicator+max+num",
}


def hxl_files(book: ReleaseContents) -> list[ReleaseFile]:
    """Each table as CSV with its line of tags."""
    return [
        ReleaseFile(f"{table.name}.hxl.csv", "text/csv; charset=utf-8", _body(table))
        for table in book.tables
    ]


def hxl_tag(dimension: str) -> str:
    """The tag of a dimension."""
    return TAGS.get(dimension, f"#indicator+{dimension.replace('_', '')}")


def _body(table: ReleaseTable) -> bytes:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    names = table.printed.dimensions
    titles = (table.titles[name] for name in names)
    columns = table.printed.value_columns
    writer.writerow([*titles, "First year", "Last year", *columns])
    # Only indicators of children count persons; reports, visits and the like are not "affected".
    tags = (hxl_tag(name) for name in names)
    writer.writerow([*tags, "#date+start", "#date+end", *(VALUE_TAGS[name] for name in columns)])
    for codes, value in table.rows:
        labels = (table.labels[name][code] for name, code in zip(names, codes, strict=True))
        years = table.first_and_last_year(codes[names.index(YEAR)])
        writer.writerow([*labels, *years, *table.printed.value_cells(value)])
    return out.getvalue().encode()
