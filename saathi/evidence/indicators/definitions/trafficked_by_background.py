"""The social background of children, and of those who were trafficked."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import yes
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import (
    AGE,
    EACH_FACTOR,
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
    theme=Theme.TRAFFICKING,
    title=_("Social background of children who were trafficked"),
    question=_("How did children live before, and what put them at risk?"),
    unit=Unit.CHILDREN,
    basis=Basis.IDENTIFICATION,
    frame="backgrounds",
    when="identified",
    among=yes("is_counted") & yes("has_case"),
    denominator=_("Children with a case who were asked how they lived before"),
    counts=yes("is_trafficked"),
    numerator=_("of them children of whom is on record that they were trafficked"),
    by=(SEX, AGE, NATIONAL, FORM, LIVED_WITH, SCHOOLING, LIVED_FROM, FACTORS, *EACH_FACTOR),
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
