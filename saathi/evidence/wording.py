"""Puts counts and their inconsistencies into the reader's language.

Pages count children and persons.
"""

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from saathi.evidence.pages import CountCell, DetectedFilter
from saathi.evidence.printed_counts import BELOW_FIVE, Count
from saathi.evidence.rules import SourceFault, SourceInconsistency, SplitDimension
from saathi.evidence.vocabulary import CellKind, GlotipAgeGroup
from saathi.infra.countries import Country
from saathi.infra.join_words import join_words


def format_count(count: Count) -> str:
    """A count in digits: one number, "<5", or a range."""
    if count.is_exact:
        return number_format(count.lower, force_grouping=True)
    if count.is_below_five:
        return BELOW_FIVE
    low, high = (number_format(end, force_grouping=True) for end in (count.lower, count.upper))
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def count_cell(counts: Sequence[Count], *, in_doubt: bool) -> CountCell:
    """A cell: no data, a number, "<5", or every number that the source prints for it."""
    if not counts:
        return CountCell(CellKind.NO_DATA, str(CellKind.NO_DATA.label))
    if len(counts) > 1:
        several = _("the source has several rows here")
        return CountCell(
            CellKind.SEVERAL, "; ".join(map(format_count, counts)), several, in_doubt=True
        )
    (count,) = counts
    if count.is_below_five:
        return CountCell(CellKind.BELOW, BELOW_FIVE, str(CellKind.BELOW.label), in_doubt)
    return CountCell(CellKind.NUMBER, format_count(count), in_doubt=in_doubt)


def total_cell(count: Count | None, *, with_data: int, of: int) -> CountCell:
    """The sum across countries: a range over "<5", and none if one has several numbers."""
    if with_data == 0:
        return CountCell(CellKind.NO_DATA, str(CellKind.NO_DATA.label))
    reach = _("in %(some)s of %(all)s countries") % {"some": with_data, "all": of}
    if count is None:
        return CountCell(
            CellKind.SEVERAL, _("not added"), _("the source has several rows for one country")
        )
    return CountCell(CellKind.NUMBER, format_count(count), reach)


def counted_persons_label(age: GlotipAgeGroup) -> str:
    """The heading for the people that a table counts: children, adults or persons detected."""
    return {
        GlotipAgeGroup.CHILDREN: _("Children detected"),
        GlotipAgeGroup.ADULTS: _("Adults detected"),
        GlotipAgeGroup.ALL: _("Persons detected"),
    }[age]


def table_subject(detected_filter: DetectedFilter) -> str:
    """The subject of the whole table in one line."""
    place = detected_filter.country.label if detected_filter.country else _("eight countries")
    return _("%(persons)s: %(place)s, %(form)s, %(sex)s") % {
        "persons": counted_persons_label(detected_filter.age),
        "place": place,
        "form": detected_filter.form.label,
        "sex": detected_filter.sex.label,
    }


def _about(finding: SourceInconsistency) -> str:
    key = finding.key
    labels = [str(key.country.label), str(key.year)]
    labels += [str(part.label) for part in (key.form, key.sex, key.age) if part.value != "all"]
    return join_words(labels)


def describe_inconsistency(inconsistency: SourceInconsistency) -> str:
    """An inconsistency of the source as a sentence with the printed numbers."""
    along = {
        SplitDimension.LABELS: _("rows with the same labels"),
        SplitDimension.SEX: _("the numbers by sex"),
        SplitDimension.AGE: _("the numbers by age"),
        SplitDimension.FORM: _("the numbers by form of exploitation"),
    }[inconsistency.along]
    sentence = {
        SourceFault.REPEATED: _(
            "%(about)s: the source gives several %(along)s: %(parts)s. They are shown as "
            "published and not added."
        ),
        SourceFault.ABOVE: _(
            "%(about)s: %(along)s (%(parts)s) add up to more than the total (%(whole)s)."
        ),
        SourceFault.SHORT: _(
            "%(about)s: %(along)s (%(parts)s) add up to less than the total (%(whole)s). The source "
            "does not explain the difference."
        ),
    }[inconsistency.fault]
    return sentence % {
        "about": _about(inconsistency),
        "along": along,
        "parts": "; ".join(format_count(part) for part in inconsistency.parts),
        "whole": format_count(inconsistency.whole) if inconsistency.whole else "",
    }


def describe_chart(
    detected_filter: DetectedFilter, cells: Sequence[Sequence[CountCell]], years: Sequence[int]
) -> str:
    """The text alternative of the chart."""
    kinds = [cell.kind for row in cells for cell in row]
    return _(
        "Chart: %(subject)s, %(first)s to %(last)s. A bar is a number (%(number)s cells),"
        " a bracket from 0 to 4 is “<5” (%(below)s), short lines are several numbers for "
        "one cell (%(several)s), and “no data” means that the source has none "
        "(%(no_data)s). All values are in the table."
    ) % {
        "subject": table_subject(detected_filter),
        "first": years[0],
        "last": years[-1],
        "number": kinds.count(CellKind.NUMBER),
        "below": kinds.count(CellKind.BELOW),
        "several": kinds.count(CellKind.SEVERAL),
        "no_data": kinds.count(CellKind.NO_DATA),
    }


def country_name(code: str) -> str:
    """The country's name in tables; a code outside the eight countries stays a code."""
    return str(Country(code).label) if code in Country.values else code
