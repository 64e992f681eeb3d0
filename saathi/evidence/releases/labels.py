"""The names of codes in released tables: the indicator's own labels, in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from saathi.engines.disclosure.hierarchies import TOTAL
from saathi.engines.disclosure.rollup import OTHERS_CODE
from saathi.evidence.indicators import sql
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.indicators.dimensions import NOT_KNOWN
from saathi.evidence.releases.cube_counting import COUNTED, COUNTRY, YEAR
from saathi.evidence.wording import country_name


def dimension_title(indicator: Indicator, dimension: str) -> str:
    """The title of a dimension."""
    fixed = {YEAR: _("Year"), COUNTRY: _("Country"), COUNTED: _("Part of the whole")}
    own_dimension = indicator.dimension(dimension)
    return fixed.get(dimension) or (str(own_dimension.title) if own_dimension else dimension)


def code_label(indicator: Indicator, dimension: str, code: str) -> str:
    """The label of a code of a dimension."""
    if code == TOTAL:
        return _("Total")
    if code == OTHERS_CODE:
        return _("All others")
    if dimension == YEAR:
        first, _dash, last = code.partition("-")
        return _("%(first)s to %(last)s") % {"first": first, "last": last} if last else first
    if dimension == COUNTRY:
        return _("not known") if code == sql.NO_COUNTRY else country_name(code)
    if dimension == COUNTED:
        return str(indicator.numerator) if code == "yes" else _("the others")
    own_dimension = indicator.dimension(dimension)
    return own_dimension.label(code) if own_dimension else code


def sort_codes(indicator: Indicator, dimension: str, codes: Iterable[str]) -> list[str]:
    """Codes in table order: the vocabulary's order, then others, unknown, and the total last."""
    own_dimension = indicator.dimension(dimension)
    order = (
        {code: place for place, code in enumerate(own_dimension.labels)} if own_dimension else {}
    )

    def rank(code: str) -> tuple[int, int, str]:
        last = {OTHERS_CODE: 1, NOT_KNOWN: 2, sql.NO_COUNTRY: 2, TOTAL: 3}.get(code, 0)
        return (last, order.get(code, len(order)), code)

    return sorted(codes, key=rank)


def is_roll_up(code: str, parents: Mapping[str, str]) -> bool:
    """Whether a code is a sum of other codes."""
    return code in parents.values()


def describe_levels(indicator: Indicator, levels: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """A design in words: the detail of each dimension that it keeps."""
    texts = []
    for name, level in levels.items():
        if level["dropped"]:
            continue
        words = dimension_title(indicator, name)
        if level["top"]:
            words = _("%(what)s (the %(number)s largest and all others)") % {
                "what": words,
                "number": level["top"],
            }
        elif level["depth"] is not None:
            words = _("%(what)s (rolled up)") % {"what": words}
        texts.append(words)
    return texts


def omitted_dimensions(indicator: Indicator, levels: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The dimensions that a design omits."""
    return [dimension_title(indicator, name) for name, level in levels.items() if level["dropped"]]


def describe_tables(indicator: Indicator, tables: Sequence[str]) -> list[str]:
    """The tables of a family in words."""
    return [
        " × ".join(dimension_title(indicator, name) for name in table.split(",") if name)
        or _("by year only")
        for table in tables
    ]
