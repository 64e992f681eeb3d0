"""The numbers of an indicator's page as a file with their meaning. In English, for other programs."""

import csv
from io import StringIO

from django.utils.translation import override

from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.indicators.queries import IndicatorFilter
from saathi.evidence.models import IndicatorCell

HEADER = (
    "indicator",
    "country",
    "year",
    "dimension",
    "category",
    "label",
    "whole",
    "part",
    "snapshot",
)


def numbers_csv(indicator: Indicator, indicator_filter: IndicatorFilter) -> str:
    """The rows of the page with their meaning above them in lines that begin with #."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    with override("en"):
        metadata = [
            ("Indicator", indicator.title), ("Question", indicator.question),
            ("Unit", indicator.unit.label), ("Reference date", indicator.basis.label),
            ("Denominator", indicator.denominator), ("Numerator", indicator.numerator),
            ("Meaning of zero", indicator.zero), *(("Caveat", caveat) for caveat in indicator.caveats),
            *(("Break", f"from {change.on}: {change.what}") for change in indicator.breaks),
            ("Rounding", "each number separately to the nearest five; the numbers do not add up"),
            ("Use", "for staff; not for publication"),
        ]  # fmt: skip
        for name, text in metadata:
            if str(text):
                writer.writerow([f"# {name}: {text}"])
        writer.writerow(HEADER)
        dimension = indicator.dimension(indicator_filter.by)
        rows = IndicatorCell.objects.filter(
            indicator=indicator.name,
            country=indicator_filter.country,
            dimension__in={"", indicator_filter.by},
        )
        for row in rows.order_by("year", "dimension", "category"):
            label = dimension.label(row.category) if dimension and row.dimension else "total"
            writer.writerow(
                [row.indicator, row.country or "all", row.year or "not known", row.dimension,
                 row.category, label, row.among, "" if row.counted is None else row.counted,
                 row.snapshot]
            )  # fmt: skip
    return out.getvalue()
