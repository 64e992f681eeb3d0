"""Children's opinions of the services to which they were referred."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="services_found_good",
    theme=IndicatorTheme.VOICE,
    title=_("Services that children found good"),
    question=_("How often do children say that a service was good for them?"),
    rows=counted_rows.OPINIONS_GIVEN,
    denominator=_("Opinions of services that children let be counted"),
    counts=column("found").is_one_of("good"),
    numerator=_("of them that it was good"),
    by=(
        dimensions.SERVICE_KIND,
        dimensions.CHILD_RATING,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No opinion of a service is counted. That says nothing of how services are."),
    caveats=(
        _("Only of children who agreed that it is counted. Their words are read by nobody here."),
        _("A child who speaks again of a service counts again."),
        _("Who is helped by a service may not like to say what is bad."),
    ),
    requirements=("DAT-008", "CHP-006"),
    lines=(147,),
)
