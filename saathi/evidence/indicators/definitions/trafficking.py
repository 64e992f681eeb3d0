"""Indicators of what happened to children."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import DefinitionBreak, Indicator, IndicatorTheme

CHILDREN_SOLD = Indicator(
    name="children_sold",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Children recorded as sold"),
    question=_("How many children were sold, whether or not the purpose is known?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("was_sold"),
    denominator=_(
        "Children recorded as sold while under 18 or presumed so (Convention on the Rights of the "
        "Child, art. 35; Optional Protocol on the sale of children, art. 2(a))"
    ),
    by=(dimensions.SALE_PURPOSE, dimensions.SEX, dimensions.AGE, dimensions.NATIONALITY),
    zero=_("No sale of a child is recorded. The question may not have been asked."),
    caveats=(
        _("A sale is counted whether or not it is also trafficking under the Palermo Protocol."),
    ),
    requirements=("DEF-027",),
    lines=(181,),
)

EXPLOITATION_PREVENTED = Indicator(
    name="exploitation_prevented",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Children who were reached before exploitation"),
    question=_("For how many trafficked children is it known that exploitation did not occur?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted")
    & is_true("is_trafficked")
    & ~is_true("was_adult")
    & (is_true("was_exploited") | is_true("was_prevented")),
    denominator=_(
        "Children with a recorded act and purpose of trafficking, where it is known "
        "whether exploitation occurred"
    ),
    counts=is_true("was_prevented") & ~is_true("was_exploited"),
    numerator=_("of these, not exploited in any incident"),
    by=(dimensions.SEX, dimensions.AGE, dimensions.FORM, dimensions.JOURNEY),
    zero=_("Every such child was exploited before being reached."),
    caveats=(_("Children without this information are excluded from the denominator."),),
    breaks=(
        DefinitionBreak(
            dt.date(2026, 11, 29),
            _(
                "“Not yet, but the child is at risk” is now a separate answer and counts "
                "as not known. Previously, such children could only be recorded as "
                "prevented or not known."
            ),
        ),
    ),
    requirements=("DEF-004", "DAT-012"),
    lines=(597, 2091),
)

FORMS_BEYOND_SEXUAL_EXPLOITATION = Indicator(
    name="forms_beyond_sexual_exploitation",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Forms other than sexual exploitation"),
    question=_(
        "Are labour, begging, marriage and other forms also identified, for boys and girls?"
    ),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("is_trafficked") & ~is_true("was_adult"),
    denominator=_("Children with a recorded act and purpose of trafficking"),
    counts=~column("form").is_one_of("sexual"),
    numerator=_("of these, with a form other than sexual exploitation alone"),
    by=(dimensions.SEX, dimensions.AGE, dimensions.FORM, dimensions.JOURNEY),
    zero=_(
        "Every child on record was sexually exploited. Check whether other forms of "
        "exploitation are being missed."
    ),
    caveats=(_("A child with several forms of exploitation is counted here."),),
    requirements=("DAT-010", "DEF-031"),
    lines=(354, 224),
    terms={"SDG": "16.2.2 by form of exploitation (VC_HTF_DETVFL, DETVOG, DETVOP beside DETVSX)"},
)

TRAFFICKED_AGAIN = Indicator(
    name="trafficked_again",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Children who were trafficked again"),
    question=_("How many children were recruited again after an escape or return?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("is_trafficked") & ~is_true("was_adult"),
    denominator=_("Children with a recorded act and purpose of trafficking"),
    counts=column("episodes").at_least(2),
    numerator=_("of these, with more than one such incident"),
    by=(dimensions.SEX, dimensions.AGE, dimensions.FORM, dimensions.JOURNEY),
    zero=_(
        "No second trafficking incident is recorded for any child. The question may not have been asked."
    ),
    caveats=(_("An onward sale is part of the same incident and is not counted again."),),
    requirements=("REI-004", "FLW-006"),
    lines=(1382, 425),
)

TRAFFICKED_BY_BACKGROUND = Indicator(
    name="trafficked_by_background",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Social background of children who were trafficked"),
    question=_("How did children live before, and what put them at risk?"),
    rows=counted_rows.BACKGROUNDS_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case who were asked about their previous living situation"),
    counts=is_true("is_trafficked"),
    numerator=_("of these, recorded as trafficked"),
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
    zero=_("No child who was asked is recorded as trafficked."),
    caveats=(
        _(
            "Covers only children who came to us and were asked. The result does not apply "
            "to all children in a place."
        ),
        _(
            "A risk factor is not a cause of trafficking. Most children with a risk factor "
            "are safe."
        ),
        _("“Not asked”, “not known” and “chose not to say” do not mean “no”."),
        _(
            "A child may have several risk factors, so the factors do not add up to the "
            "number of children."
        ),
    ),
    requirements=("DAT-003",),
    lines=(2289, 143, 157),
)

TRAFFICKED_BY_IDENTIFICATION = Indicator(
    name="trafficked_by_identification",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Children identified as trafficked"),
    question=_("How many children with a recorded act and purpose of trafficking were identified?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("is_trafficked") & ~is_true("was_adult"),
    denominator=_(
        "Children with a recorded act and purpose of trafficking (Palermo Protocol, art. "
        "3(c)), by year of the first case"
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
    zero=_(
        "No child is recorded in this category. Children who were not identified are not included."
    ),
    caveats=(
        _("Only recorded information is counted. Numbers are lower where fewer checks are made."),
        _("Based on the recorded facts, independent of any finding by an authority."),
        _("SDG 16.2.2 is a rate per 100,000 residents. This indicator is the count for children."),
    ),
    requirements=("DAT-002", "DAT-010", "DAT-004"),
    lines=(2287, 2291, 354),
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
    question=_("In which years were the children on record recruited?"),
    rows=counted_rows.CHILDREN_BY_RECRUITMENT,
    among=is_true("is_counted") & is_true("is_trafficked") & ~is_true("was_adult"),
    denominator=_(
        "Children with a recorded act and purpose of trafficking, by year of the first recruitment"
    ),
    by=(
        dimensions.SEX,
        dimensions.AGE_RECRUITED,
        dimensions.NATIONALITY,
        dimensions.FORM,
        dimensions.PURPOSES,
        dimensions.JOURNEY,
    ),
    zero=_("No child on record was recruited in that year. More may become known later."),
    caveats=(_("Recent years are incomplete: children are identified years later."),),
    requirements=("DAT-004", "DAT-002"),
    lines=(2291, 2287),
    terms={"HTCDS": "AgeWhenTrafficked", "CTDC": "majorityStatusAtExploit"},
)

TRAFFICKING_ESTABLISHED = Indicator(
    name="trafficking_established",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Children with a finding that trafficking is established"),
    question=_("For how many children was trafficking established?"),
    rows=counted_rows.CHILDREN_BY_DECISION,
    among=is_true("is_counted") & column("finding").is_one_of("established"),
    denominator=_(
        "Children whose latest finding at the highest level is that trafficking is established"
    ),
    by=(dimensions.LAYER, dimensions.SEX, dimensions.AGE, dimensions.NATIONALITY, dimensions.FORM),
    zero=_("No finding of trafficking was made in that year. Help does not depend on a finding."),
    caveats=(
        _("Findings depend on the law and the enforcement effort of each country."),
        _(
            "If a child has several findings, the highest level counts: authority (final), "
            "authority (preliminary), then practitioners."
        ),
    ),
    requirements=("AUT-002", "IDN-020"),
    lines=(2287,),
    terms={"HTCDS": "TraffickingStatus: ActualVictim"},
)

TRAFFICKING_NOT_DECIDED = Indicator(
    name="trafficking_not_decided",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Trafficked children without a decision"),
    question=_(
        "For how many children do the facts show trafficking, while no authority has made "
        "a decision?"
    ),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("is_trafficked") & ~is_true("was_adult"),
    denominator=_("Children with a recorded act and purpose of trafficking"),
    counts=~column("layer").is_one_of("preliminary", "final"),
    numerator=_("of these, without a finding by an authority"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONALITY,
        dimensions.NATIONAL,
        dimensions.FORM,
    ),
    zero=_("An authority has made a decision about every such child."),
    caveats=(_("No child has to wait for a decision to receive help."),),
    requirements=("AUT-002", "IDN-020"),
    lines=(2287,),
    terms={"HTCDS": "TraffickingStatus: PossibleVictim"},
)
