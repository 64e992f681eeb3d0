"""Trafficking inside a country and across borders."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="trafficked_inside_a_country",
    theme=IndicatorTheme.FLOWS,
    title=_("Trafficking inside a country and across borders"),
    question=_("Which part of trafficking never crosses a border?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted")
    & is_true("is_trafficked")
    & ~is_true("was_adult")
    & column("journey").is_known,
    denominator=_("Children with an act and a purpose whose route is known"),
    counts=column("journey").is_one_of("internal", "both"),
    numerator=_("of them trafficked inside one country, alone or also across a border"),
    by=(
        dimensions.JOURNEY,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.FORM,
        dimensions.NATIONALITY,
    ),
    zero=_("No child on record was trafficked inside a country."),
    caveats=(_("Children whose route is not known are left out of the whole."),),
    requirements=(
        "FLW-005",
        "DAT-010",
    ),
    lines=(
        109,
        354,
    ),
)
