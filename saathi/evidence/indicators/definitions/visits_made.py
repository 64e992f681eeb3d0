"""Visits and attempts."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import AGE, NATIONAL, SEX, VISIT

INDICATOR = Indicator(
    name="visits_made",
    theme=Theme.HELP,
    title=_("Visits and attempts"),
    question=_("How often are children met, and where?"),
    unit=Unit.VISITS,
    basis=Basis.EVENT,
    frame="visits",
    when="happened",
    denominator=_("Visits and attempts"),
    counts=~column("outcome").is_("not_met"),
    numerator=_("of them in which the child was met"),
    by=(
        VISIT,
        SEX,
        AGE,
        NATIONAL,
    ),
    zero=_("No child was met. An attempt counts as an attempt."),
    caveats=(_("Counts visits, not children."),),
    requirements=("SRV-014",),
    lines=(198,),
)
