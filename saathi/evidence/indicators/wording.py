"""The words of indicator pages: cells, definitions, chart descriptions."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from saathi.evidence.indicators import definition_history
from saathi.evidence.indicators.definition import DefinitionBreak, Indicator, TimeBasis
from saathi.evidence.indicators.pages import DefinitionEntry
from saathi.evidence.pages import CountCell
from saathi.evidence.register_counts import ROUNDED_TO
from saathi.evidence.vocabulary import CellKind
from saathi.infra.join_words import join_words
from saathi.protection.identification.trafficking.vocabulary import CountryRole

# A share of a smaller whole reflects chance and single children more than anything else.
MIN_SHARE_WHOLE = 4 * ROUNDED_TO


def format_percent(among: int, counted: int) -> int:
    """The share in whole percent, computed from rounded numbers only."""
    return min(100, round(100 * counted / among))


def indicator_cell(among: int | None, counted: int | None, *, is_share: bool) -> CountCell:
    """A cell as printed: a rounded count, a share with its parts, or the reason why there is none."""
    if among is None:
        return CountCell(CellKind.NO_DATA, str(CellKind.NO_DATA.label))
    if not is_share:
        spoken = _("none, one or two") if among == 0 else ""
        return CountCell(CellKind.NUMBER, number_format(among, force_grouping=True), spoken)
    if among < MIN_SHARE_WHOLE or counted is None:
        return CountCell(
            CellKind.BELOW, _("too few"), _("of fewer than %(least)s") % {"least": MIN_SHARE_WHOLE}
        )
    of = _("about %(part)s of %(whole)s") % {
        "part": number_format(counted, force_grouping=True),
        "whole": number_format(among, force_grouping=True),
    }
    return CountCell(CellKind.NUMBER, f"{format_percent(among, counted)} %", of)


def format_year(number: int) -> str:
    """The year as text, or "not known"."""
    return str(number) if number else _("not known")


def latest_year(year: int | None) -> str:
    """The year of the newest number; marked "to date" if that year has not ended."""
    if year is None:
        return ""
    return (
        _("%(year)s to date") % {"year": year} if year >= timezone.localdate().year else str(year)
    )


def definition_entries(indicator: Indicator) -> tuple[DefinitionEntry, ...]:
    """The unit, population and dimensions of an indicator."""
    entries = [
        DefinitionEntry(_("Unit counted"), (str(indicator.unit.label),)),
        DefinitionEntry(_("Reference date"), (str(indicator.basis.label),)),
        DefinitionEntry(
            _("Denominator") if indicator.is_share else _("Counted"), (str(indicator.denominator),)
        ),
    ]
    if indicator.is_share:
        entries.append(DefinitionEntry(_("Numerator"), (str(indicator.numerator),)))
    entries.append(DefinitionEntry(_("Meaning of zero"), (str(indicator.zero),)))
    entries.append(DefinitionEntry(_("Type of number"), (_("registered, not an estimate"),)))
    entries += [
        DefinitionEntry(term, (words,), foreign=True) for term, words in indicator.terms.items()
    ]
    return tuple(entries)


def changes_entry(indicator: Indicator) -> DefinitionEntry:
    """Each dated change, or since when there was none; "not recorded" is not "never changed"."""
    return DefinitionEntry(_("Changes to the definition"), _change_texts(indicator))


def _change_texts(indicator: Indicator) -> tuple[str, ...]:
    if indicator.breaks:
        return list_definition_change_texts(indicator)
    since = definition_history.first_recorded_on(indicator.name)
    if since is None:
        return (_("not recorded"),)
    return (
        _("none since %(day)s; earlier changes are not recorded") % {"day": date_format(since)},
    )


def responsibility_entries(indicator: Indicator) -> tuple[DefinitionEntry, ...]:
    """The responsibilities of a country for each of its roles (report line 112)."""
    return tuple(
        DefinitionEntry(
            str(CountryRole(role).label),
            tuple(str(responsibility.label) for responsibility in follows),
        )
        for role, follows in indicator.responsibilities.items()
    )


def list_definition_change_texts(indicator: Indicator) -> tuple[str, ...]:
    """Each change of definition: numbers before and after are not one series."""
    return describe_breaks(indicator.breaks)


def describe_breaks(definition_breaks: Sequence[DefinitionBreak]) -> tuple[str, ...]:
    """These changes of definition, in words."""
    return tuple(
        _("From %(day)s: %(what)s Numbers before and after this date are not comparable.")
        % {"day": date_format(definition_break.on), "what": definition_break.what}
        for definition_break in definition_breaks
    )


def table_subject(indicator: Indicator, place: str, by: str) -> str:
    """The subject of the table in one line."""
    words = [str(indicator.title), place]
    return join_words([*words, by] if by else words)


def describe_chart(indicator: Indicator, years: Sequence[str], labels: Sequence[str]) -> str:
    """The text alternative of the chart."""
    return _(
        "Chart: %(title)s, %(years)s, for %(labels)s. Each bar is %(bar)s. All values are"
        " in the table."
    ) % {
        "title": indicator.title,
        "years": join_words(years),
        "labels": join_words(labels),
        "bar": _("a share in percent")
        if indicator.is_share
        else _("a count rounded to the nearest five"),
    }


def incomplete_years_note(indicator: Indicator) -> str:
    """Why a decrease in the newest years may not be real, for bases that are never complete."""
    if indicator.basis == TimeBasis.RECRUITMENT:
        return _("The latest years are incomplete: more cases become known later.")
    return ""
