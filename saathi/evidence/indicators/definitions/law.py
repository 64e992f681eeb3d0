"""Indicators of authorities and safeguards."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

CHILDREN_HELD_OR_CHARGED = Indicator(
    name="children_held_or_charged",
    theme=IndicatorTheme.LAW,
    title=_("Children held, charged or sent away"),
    question=_("How often were children arrested, detained, charged or deported?"),
    rows=counted_rows.SAFEGUARDS_BROKEN,
    among=column("safeguard").is_one_of("detained", "charged", "deported"),
    denominator=_(
        "Times a child was held, charged or punished, or sent to another country without a decision for her"
    ),
    by=(
        dimensions.SAFEGUARD,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.FORM,
    ),
    zero=_("None is on record. It may still have happened."),
    caveats=(_("Counts times, not children."),),
    requirements=("NCR-010",),
    lines=(1498,),
)

FINDINGS_MADE = Indicator(
    name="findings_made",
    theme=IndicatorTheme.LAW,
    title=_("Findings about trafficking"),
    question=_("What is found, and by whom?"),
    rows=counted_rows.FINDINGS_MADE,
    among=~column("move").is_one_of("withdrawn"),
    denominator=_("Findings whether a child was trafficked, each time anew"),
    counts=column("finding").is_one_of("not_established"),
    numerator=_("of them that trafficking is not established"),
    by=(
        dimensions.LAYER,
        dimensions.FINDING,
        dimensions.AUTHORITY,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("Nobody found that trafficking is not established."),
    caveats=(_("A child may have several findings. None opens or shuts help."),),
    requirements=(
        "AUT-002",
        "IDN-020",
    ),
    lines=(2287,),
    terms={"HTCDS": "TraffickingStatus"},
)

LIMITS_KEPT = Indicator(
    name="limits_kept",
    theme=IndicatorTheme.LAW,
    title=_("Time limits kept"),
    question=_("Are the times that the law sets kept?"),
    rows=counted_rows.TIME_LIMITS_STARTED,
    denominator=_("Time limits that ran, by the year of what started them"),
    counts=is_true("is_in_time"),
    numerator=_("of them met in time"),
    by=(
        dimensions.TRIGGERING_EVENT,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No time limit was kept."),
    caveats=(_("Limits that still run count as not met yet."),),
    requirements=(
        "AUT-006",
        "SRV-014",
    ),
    lines=(198,),
)

ORDERS_MADE = Indicator(
    name="orders_made",
    theme=IndicatorTheme.LAW,
    title=_("Orders of authorities"),
    question=_("What do authorities order about children?"),
    rows=counted_rows.ORDERS_MADE,
    denominator=_("Orders on record"),
    counts=~column("appeal").is_one_of("none"),
    numerator=_("of them challenged"),
    by=(
        dimensions.ORDER_KIND,
        dimensions.AUTHORITY,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No order was challenged."),
    caveats=(_("Orders that nobody handed on are missing."),),
    requirements=("AUT-001",),
    lines=(2175,),
)

SAFEGUARDS_BROKEN = Indicator(
    name="safeguards_broken",
    theme=IndicatorTheme.LAW,
    title=_("Safeguards that were broken"),
    question=_(
        "What was done to children that must not be done, and did an authority put it right?"
    ),
    rows=counted_rows.SAFEGUARDS_BROKEN,
    denominator=_("Broken safeguards on record"),
    counts=column("alert").is_one_of("mended"),
    numerator=_("of them put right after an authority was told"),
    by=(
        dimensions.SAFEGUARD,
        dimensions.AUTHORITY,
        dimensions.ALERT_STATE,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.FORM,
    ),
    zero=_("Of no broken safeguard is it on record that it was put right."),
    caveats=(_("Only what somebody dared to record is counted."),),
    requirements=(
        "AUT-005",
        "NCR-010",
    ),
    lines=(1498,),
)
