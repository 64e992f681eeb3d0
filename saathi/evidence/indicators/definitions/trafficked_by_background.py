"""The social background of children, and of those who were trafficked."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="trafficked_by_background",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Social background of children who were trafficked"),
    question=_("How did children live before, and what put them at risk?"),
    rows=counted_rows.BACKGROUNDS_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case who were asked how they lived before"),
    counts=is_true("is_trafficked"),
    numerator=_("of them children of whom is on record that they were trafficked"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.FORM,
        dimensions.LIVED_WITH,
        dimensions.SCHOOLING,
        dimensions.LIVED_FROM,
        dimensions.FACTORS,
        *dimensions.FACTOR_DIMENSIONS,
    ),
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
