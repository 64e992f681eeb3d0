"""Local risks that children report."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="local_risks_told",
    theme=IndicatorTheme.VOICE,
    title=_("Risks that children name"),
    question=_("What puts children at risk, and where, as they say themselves?"),
    rows=counted_rows.CHILDREN_WHO_SPOKE,
    among=is_true("is_counted") & is_true("has_case") & is_true("spoke_of_risks"),
    denominator=_("Children who named a risk and let it be counted"),
    by=(dimensions.SEX, dimensions.AGE, dimensions.LOCAL_RISKS, dimensions.RISK_DISTRICT),
    zero=_("No child named a risk. That says nothing of what risks there are."),
    caveats=(
        _("Only children who agreed that it is counted. Their words are read by nobody here."),
        _(
            "A district that children name more often may only be one where more children are asked."
        ),
        _("Of a child who named several districts the latest counts."),
    ),
    requirements=("DAT-008",),
    lines=(147,),
)
