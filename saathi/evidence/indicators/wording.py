"""The words of the pages of indicators: cells, definitions, what a chart says."""

from collections.abc import Sequence

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from saathi.evidence.indicators.definition import Basis, Break, Indicator
from saathi.evidence.indicators.pages import Said
from saathi.evidence.pages import Cell
from saathi.evidence.register import ROUNDED_TO
from saathi.evidence.vocabulary import CellKind
from saathi.infra.listing import listed
from saathi.protection.trafficking.vocabulary import CountryRole

# A share of fewer says more of chance, and of single children, than of anything else.
LEAST_WHOLE = 4 * ROUNDED_TO


def percent(among: int, counted: int) -> int:
    """The share in whole percent, made of rounded numbers only."""
    return min(100, round(100 * counted / among))


def cell(among: int | None, counted: int | None, *, is_share: bool) -> Cell:
    """A cell as printed: a rounded count, a share with what it is made of, or why there is none."""
    if among is None:
        return Cell(CellKind.NO_DATA, str(CellKind.NO_DATA.label))
    if not is_share:
        said = _("none, one or two") if among == 0 else ""
        return Cell(CellKind.NUMBER, number_format(among, force_grouping=True), said)
    if among < LEAST_WHOLE or counted is None:
        return Cell(
            CellKind.BELOW, _("too few"), _("of fewer than %(least)s") % {"least": LEAST_WHOLE}
        )
    of = _("about %(part)s of %(whole)s") % {
        "part": number_format(counted, force_grouping=True),
        "whole": number_format(among, force_grouping=True),
    }
    return Cell(CellKind.NUMBER, f"{percent(among, counted)} %", of)


def year(number: int) -> str:
    """The year, or that it is not known."""
    return str(number) if number else _("not known")


def definition(indicator: Indicator) -> tuple[Said, ...]:
    """What is counted, among whom, by what, and where the demand for it comes from."""
    told = [
        Said(_("One is"), (str(indicator.unit.label),)),
        Said(_("In the year"), (str(indicator.basis.label),)),
        Said(_("The whole") if indicator.is_share else _("Counted"), (str(indicator.denominator),)),
    ]
    if indicator.is_share:
        told.append(Said(_("The part"), (str(indicator.numerator),)))
    told.append(Said(_("What none means"), (str(indicator.zero),)))
    told.append(Said(_("Kind of number"), (_("registered, not an estimate"),)))
    told.append(Said(_("Answers"), (sources(indicator),)))
    told += [Said(term, (words,), foreign=True) for term, words in indicator.terms.items()]
    return tuple(told)


def sources(indicator: Indicator) -> str:
    """The demands it answers and the lines of the report that make them."""
    return _("requirements %(ids)s; lines %(lines)s of the report") % {
        "ids": listed(indicator.requirements),
        "lines": listed(indicator.lines),
    }


def responsibilities(indicator: Indicator) -> tuple[Said, ...]:
    """For each role of a country what it has to do (report line 112)."""
    return tuple(
        Said(str(CountryRole(role).label), tuple(str(one.label) for one in follows))
        for role, follows in indicator.responsibilities.items()
    )


def breaks(indicator: Indicator) -> tuple[str, ...]:
    """Each change of definition: numbers before and after are not one series."""
    return break_words(indicator.breaks)


def break_words(found: Sequence[Break]) -> tuple[str, ...]:
    """These changes of definition, in words."""
    return tuple(
        _("From %(day)s on: %(what)s Numbers before and after are not one series.")
        % {"day": date_format(one.on), "what": one.what}
        for one in found
    )


def subject(indicator: Indicator, place: str, by: str) -> str:
    """What the table is about, in one line."""
    words = [str(indicator.title), place]
    return listed([*words, by] if by else words)


def chart(indicator: Indicator, years: Sequence[str], labels: Sequence[str]) -> str:
    """What the chart shows, for those who do not see it."""
    return _(
        "Chart: %(title)s, %(years)s, for %(labels)s. A bar is %(bar)s. The table holds every value."
    ) % {
        "title": indicator.title,
        "years": listed(years),
        "labels": listed(labels),
        "bar": _("a share in percent") if indicator.is_share else _("a count rounded to fives"),
    }


def basis_note(indicator: Indicator) -> str:
    """Why the newest years are not to be read as a fall, where they never are complete."""
    if indicator.basis == Basis.RECRUITMENT:
        return _("The newest years are never complete: more comes to be known.")
    return ""
