"""Children with a case."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="children_with_a_case",
    theme=IndicatorTheme.CHILDREN,
    title=_("Children with a case"),
    question=_("How many children came into care of this register, and who are they?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case, each once, in the year of the first"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONALITY,
        dimensions.NATIONAL,
        dimensions.DISABILITY,
        dimensions.HOME_DISTRICT,
        dimensions.ACCOMPANIED,
        dimensions.RISK,
        dimensions.FORM,
        dimensions.RECORDED_LATE,
    ),
    zero=_("No child of whom this is on record. Children whom nobody found are not in it."),
    caveats=(
        _("Only what was recorded is counted: where less is looked for, less is found."),
        _("The age is that of the younger where the year of birth leaves two."),
    ),
    requirements=(
        "DAT-001",
        "DAT-002",
    ),
    lines=(
        2279,
        2287,
    ),
    terms={
        "HTCDS": "Gender, AgeWhenTrafficked (age here is age when identified), Citizenship",
        "INSPIRE": "response and support services: children reached",
    },
)
