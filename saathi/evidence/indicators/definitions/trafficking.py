"""Indicators of what happened to children."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

EXPLOITATION_PREVENTED = Indicator(
    name="exploitation_prevented",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Children who were reached before exploitation"),
    question=_("Of how many trafficked children is it known that it did not come to exploitation?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted")
    & is_true("is_trafficked")
    & ~is_true("was_adult")
    & (is_true("was_exploited") | is_true("was_prevented")),
    denominator=_(
        "Children with an act and a purpose of whom it is known whether it came to exploitation"
    ),
    counts=is_true("was_prevented") & ~is_true("was_exploited"),
    numerator=_("of them in no episode exploited"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.FORM,
        dimensions.JOURNEY,
    ),
    zero=_("Every such child was exploited before somebody reached her."),
    caveats=(_("Children of whom it is not known are left out of the whole."),),
    requirements=(
        "DEF-004",
        "DAT-012",
    ),
    lines=(
        597,
        2091,
    ),
)

FORMS_BEYOND_SEXUAL_EXPLOITATION = Indicator(
    name="forms_beyond_sexual_exploitation",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Forms other than sexual exploitation"),
    question=_("Are labour, begging, marriage and other forms seen as well, for boys and girls?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("is_trafficked") & ~is_true("was_adult"),
    denominator=_("Children with an act and a purpose"),
    counts=~column("form").is_one_of("sexual"),
    numerator=_("of them in another form than sexual exploitation alone"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.FORM,
        dimensions.JOURNEY,
    ),
    zero=_("Every child on record was exploited sexually. Look whether others are overlooked."),
    caveats=(_("Several forms together count as beyond."),),
    requirements=(
        "DAT-010",
        "DEF-031",
    ),
    lines=(
        354,
        224,
    ),
    terms={"SDG": "16.2.2 by form of exploitation (VC_HTF_DETVFL, DETVOG, DETVOP beside DETVSX)"},
)

TRAFFICKED_AGAIN = Indicator(
    name="trafficked_again",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Children who were trafficked again"),
    question=_("How many children were recruited again after an escape or return?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("is_trafficked") & ~is_true("was_adult"),
    denominator=_("Children with an act and a purpose"),
    counts=column("episodes").at_least(2),
    numerator=_("of them with more than one such episode"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.FORM,
        dimensions.JOURNEY,
    ),
    zero=_("Of no child a second episode is on record. It may not have been asked for."),
    caveats=(_("An onward sale is a further leg of one episode and does not count."),),
    requirements=(
        "REI-004",
        "FLW-006",
    ),
    lines=(
        1382,
        425,
    ),
)

TRAFFICKED_BY_BACKGROUND = Indicator(
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

TRAFFICKED_BY_IDENTIFICATION = Indicator(
    name="trafficked_by_identification",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Children identified as trafficked"),
    question=_("How many children with an act and a purpose of exploitation were identified?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("is_trafficked") & ~is_true("was_adult"),
    denominator=_(
        "Children with an act and a purpose (Palermo art. 3(c)), in the year of the first case"
    ),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONALITY,
        dimensions.FORM,
        dimensions.PURPOSES,
        dimensions.JOURNEY,
        dimensions.SOURCE,
        dimensions.CONFIDENCE,
        dimensions.FINDING,
    ),
    zero=_("No child of whom this is on record. Children whom nobody found are not in it."),
    caveats=(
        _("Only what was recorded is counted: where less is looked for, less is found."),
        _("A reading of the recorded facts, beside the finding of an authority."),
        _("SDG 16.2.2 is a rate per 100,000 residents; this is its count for children."),
    ),
    requirements=(
        "DAT-002",
        "DAT-010",
        "DAT-004",
    ),
    lines=(
        2287,
        2291,
        354,
    ),
    terms={
        "SDG": "16.2.2, numerator: detected victims of trafficking under 18 (VC_HTF_DETV)",
        "HTCDS": "TypeOfExploitation",
        "CTDC": "isForcedLabour, isSexualExploit, isOtherExploit",
    },
)

TRAFFICKED_BY_RECRUITMENT = Indicator(
    name="trafficked_by_recruitment",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Children by the year they were recruited"),
    question=_("When were the children recruited whom we know of by now?"),
    rows=counted_rows.CHILDREN_BY_RECRUITMENT,
    among=is_true("is_counted") & is_true("is_trafficked") & ~is_true("was_adult"),
    denominator=_("Children with an act and a purpose, in the year of the first recruitment"),
    by=(
        dimensions.SEX,
        dimensions.AGE_RECRUITED,
        dimensions.NATIONALITY,
        dimensions.FORM,
        dimensions.PURPOSES,
        dimensions.JOURNEY,
    ),
    zero=_("No child on record was recruited in that year. More may come to be known."),
    caveats=(_("Recent years are never complete: children are found years later."),),
    requirements=(
        "DAT-004",
        "DAT-002",
    ),
    lines=(
        2291,
        2287,
    ),
    terms={"HTCDS": "AgeWhenTrafficked", "CTDC": "majorityStatusAtExploit"},
)

TRAFFICKING_ESTABLISHED = Indicator(
    name="trafficking_established",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Children of whom trafficking was established"),
    question=_("Of how many children did somebody who decides find that she was trafficked?"),
    rows=counted_rows.CHILDREN_BY_DECISION,
    among=is_true("is_counted") & column("finding").is_one_of("established"),
    denominator=_(
        "Children whose newest finding of the highest layer is that trafficking is established"
    ),
    by=(
        dimensions.LAYER,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONALITY,
        dimensions.FORM,
    ),
    zero=_("Nobody established it in that year. Help does not wait for it."),
    caveats=(
        _("A finding follows the law and the effort of its country."),
        _(
            "Of several layers the highest counts: authority final, preliminary, then practitioners."
        ),
    ),
    requirements=(
        "AUT-002",
        "IDN-020",
    ),
    lines=(2287,),
    terms={"HTCDS": "TraffickingStatus: ActualVictim"},
)

TRAFFICKING_NOT_DECIDED = Indicator(
    name="trafficking_not_decided",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Trafficked children without a decision"),
    question=_(
        "For how many children does trafficking show from the facts, and no authority has decided?"
    ),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("is_trafficked") & ~is_true("was_adult"),
    denominator=_("Children with an act and a purpose"),
    counts=~column("layer").is_one_of("preliminary", "final"),
    numerator=_("of them without a finding of an authority"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONALITY,
        dimensions.NATIONAL,
        dimensions.FORM,
    ),
    zero=_("An authority decided for every such child."),
    caveats=(_("No child has to wait for a decision before she is helped."),),
    requirements=(
        "AUT-002",
        "IDN-020",
    ),
    lines=(2287,),
    terms={"HTCDS": "TraffickingStatus: PossibleVictim"},
)
