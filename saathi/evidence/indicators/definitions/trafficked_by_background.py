"""The social background of children, and of those who were trafficked."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import (
    AGE,
    FACTOR_DIMENSIONS,
    FACTORS,
    FORM,
    LIVED_FROM,
    LIVED_WITH,
    NATIONAL,
    SCHOOLING,
    SEX,
)

INDICATOR = Indicator(
    name="trafficked_by_background",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Social background of children who were trafficked"),
    question=_("How did children live before, and what put them at risk?"),
    unit=CountedUnit.CHILDREN,
    basis=TimeBasis.IDENTIFICATION,
    frame="backgrounds",
    when="identified",
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case who were asked how they lived before"),
    counts=is_true("is_trafficked"),
    numerator=_("of them children of whom is on record that they were trafficked"),
    by=(SEX, AGE, NATIONAL, FORM, LIVED_WITH, SCHOOLING, LIVED_FROM, FACTORS, *FACTOR_DIMENSIONS),
    zero=_("Of no child who was asked is it on record that she was trafficked."),
    caveats=(
        _(
            "Only children who came to us and were asked: nothing follows for all children of a place."
        ),
        _(
            "A factor beside trafficking is no cause of it, and most children who live with it are safe."
        ),
        _("Not asked, not known and not told are no “no”."),
        _("A child may live with several factors; they do not add up to the children."),
    ),
    requirements=("DAT-003",),
    lines=(2289, 143, 157),
)
