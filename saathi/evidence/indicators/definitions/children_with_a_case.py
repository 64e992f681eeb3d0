"""Children with a case."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import yes
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import (
    ACCOMPANIED,
    AGE,
    DISABILITY,
    FORM,
    HOME,
    LATE,
    NATIONAL,
    NATIONALITY,
    RISK,
    SEX,
)

INDICATOR = Indicator(
    name="children_with_a_case",
    theme=Theme.CHILDREN,
    title=_("Children with a case"),
    question=_("How many children came into care of this register, and who are they?"),
    unit=Unit.CHILDREN,
    basis=Basis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=yes("is_counted") & yes("has_case"),
    denominator=_("Children with a case, each once, in the year of the first"),
    by=(
        SEX,
        AGE,
        NATIONALITY,
        NATIONAL,
        DISABILITY,
        HOME,
        ACCOMPANIED,
        RISK,
        FORM,
        LATE,
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
