"""The table as a file that contains its source. In English, for other programs."""

import csv
from collections.abc import Iterable
from io import StringIO

from django.utils.translation import override

from saathi.evidence.glotip import DetectedRow
from saathi.evidence.series import Series

HEADER = (
    "iso3",
    "country",
    "year",
    "dimension",
    "category_in_source",
    "sex",
    "age",
    "value_in_source",
    "lower",
    "upper",
    "kind",
    "source_row",
)


def detected_csv(rows: Iterable[DetectedRow], series: Series) -> str:
    """The rows with their metadata above them in lines that begin with #."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    with override("en"):
        for name, text in (
            ("Indicator", series.indicator),
            ("Name in source", series.name_in_source),
            ("Source", series.source),
            ("Kind", f"{series.kind.label}, not an estimate"),
            ("Method", series.method),
            ("Reliability", series.reliability),
            ("Licence", series.licence),
            (
                "Value <5",
                "fewer than five, number withheld by the source: from 0 to 4 (lower, upper)",
            ),
            ("Missing row", "no data; it is not zero"),
            ("Sums", "rows are not to be added: totals are rows of their own, and some contradict"),
        ):
            writer.writerow([f"# {name}: {text}"])
        writer.writerow(HEADER)
        for row in rows:
            writer.writerow(
                (
                    row.country.value,
                    row.country.label,
                    row.year,
                    row.dimension.value,
                    row.category,
                    row.sex.value,
                    row.age.value,
                    row.printed,
                    row.count.lower,
                    row.count.upper,
                    series.kind.value,
                    row.source_row,
                )
            )
    return out.getvalue()
