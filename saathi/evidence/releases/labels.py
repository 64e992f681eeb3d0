"""What codes of released tables are called: by the indicator's own labels, in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from saathi.disclosure.hierarchies import TOTAL
from saathi.disclosure.rollup import OTHERS_CODE
from saathi.evidence.indicators import sql
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.indicators.dimensions import NOT_KNOWN
from saathi.evidence.releases.counting import COUNTED, COUNTRY, YEAR
from saathi.evidence.wording import country_name


def dimension_title(indicator: Indicator, dimension: str) -> str:
    """What a dimension is called."""
    fixed = {YEAR: _("Year"), COUNTRY: _("Country"), COUNTED: _("Part of the whole")}
    found = indicator.dimension(dimension)
    return fixed.get(dimension) or (str(found.title) if found else dimension)


def code_label(indicator: Indicator, dimension: str, code: str) -> str:
    """What a code of a dimension is called."""
    if code == TOTAL:
        return _("All together")
    if code == OTHERS_CODE:
        return _("All others")
    if dimension == YEAR:
        first, _dash, last = code.partition("-")
        return _("%(first)s to %(last)s") % {"first": first, "last": last} if last else first
    if dimension == COUNTRY:
        return _("not known") if code == sql.NO_COUNTRY else country_name(code)
    if dimension == COUNTED:
        return str(indicator.numerator) if code == "yes" else _("the others")
    found = indicator.dimension(dimension)
    return found.label(code) if found else code


def sort_codes(indicator: Indicator, dimension: str, codes: Iterable[str]) -> list[str]:
    """Codes as a table lists them: in the vocabulary's order, others, not known, all together last."""
    found = indicator.dimension(dimension)
    order = {code: place for place, code in enumerate(found.labels)} if found else {}

    def rank(code: str) -> tuple[int, int, str]:
        last = {OTHERS_CODE: 1, NOT_KNOWN: 2, sql.NO_COUNTRY: 2, TOTAL: 3}.get(code, 0)
        return (last, order.get(code, len(order)), code)

    return sorted(codes, key=rank)


def is_roll_up(code: str, parents: Mapping[str, str]) -> bool:
    """Whether a code is a sum of others below it."""
    return code in parents.values()


def describe_levels(indicator: Indicator, levels: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """A design in words: how detailed each dimension is that it keeps."""
    found = []
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
        found.append(words)
    return found


def omitted_dimensions(indicator: Indicator, levels: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The dimensions that a design does without."""
    return [dimension_title(indicator, name) for name, level in levels.items() if level["dropped"]]


def describe_tables(indicator: Indicator, tables: Sequence[str]) -> list[str]:
    """The wanted tables of a family in words."""
    return [
        " × ".join(dimension_title(indicator, name) for name in one.split(",") if name)
        or _("by year alone")
        for one in tables
    ]
