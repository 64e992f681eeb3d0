"""Trafficking inside a country and across borders."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column, yes
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import AGE, FORM, JOURNEY, NATIONALITY, SEX

INDICATOR = Indicator(
    name="trafficked_inside_a_country",
    theme=Theme.FLOWS,
    title=_("Trafficking inside a country and across borders"),
    question=_("Which part of trafficking never crosses a border?"),
    unit=Unit.CHILDREN,
    basis=Basis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=yes("is_counted") & yes("is_trafficked") & ~yes("was_adult") & column("journey").is_known,
    denominator=_("Children with an act and a purpose whose route is known"),
    counts=column("journey").is_("internal", "both"),
    numerator=_("of them trafficked inside one country, alone or also across a border"),
    by=(
        JOURNEY,
        SEX,
        AGE,
        FORM,
        NATIONALITY,
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
