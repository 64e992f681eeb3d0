"""Indicators of authorities and safeguards."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import DefinitionBreak, Indicator, IndicatorTheme

CHILDREN_HELD_OR_CHARGED = Indicator(
    name="children_held_or_charged",
    theme=IndicatorTheme.LAW,
    title=_("Arrests, detentions, charges and deportations of children"),
    question=_("How often were children arrested, detained, charged or deported?"),
    rows=counted_rows.SAFEGUARDS_BROKEN,
    among=column("safeguard").is_one_of(
        "arrested", "detained", "charged", "deported", "pushed_back"
    ),
    denominator=_(
        "Events in which a child was arrested, detained, charged or punished, sent to another "
        "country without a decision in the child’s case, or pushed back at a border"
    ),
    by=(dimensions.SAFEGUARD, dimensions.SEX, dimensions.AGE, dimensions.NATIONAL, dimensions.FORM),
    zero=_("None recorded. Unrecorded events may have taken place."),
    caveats=(_("Counts events, not children."),),
    breaks=(
        DefinitionBreak(
            dt.date(2026, 12, 1),
            _("Arrests and push-backs at a border are counted as well; they are recorded since."),
        ),
    ),
    requirements=("NCR-010",),
    lines=(1498,),
)

FINDINGS_MADE = Indicator(
    name="findings_made",
    theme=IndicatorTheme.LAW,
    title=_("Findings about trafficking"),
    question=_("What are the findings, and which authorities made them?"),
    rows=counted_rows.FINDINGS_MADE,
    among=~column("move").is_one_of("withdrawn"),
    denominator=_("Findings on whether a child was trafficked, each counted separately"),
    counts=column("finding").is_one_of("not_established"),
    numerator=_("of these, findings that trafficking is not established"),
    by=(
        dimensions.LAYER,
        dimensions.FINDING,
        dimensions.AUTHORITY,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No finding says that trafficking is not established."),
    caveats=(
        _("A child may have several findings. Access to help does not depend on the findings."),
    ),
    requirements=("AUT-002", "IDN-020"),
    lines=(2287,),
    terms={"HTCDS": "TraffickingStatus"},
)

LIMITS_KEPT = Indicator(
    name="limits_kept",
    theme=IndicatorTheme.LAW,
    title=_("Time limits met"),
    question=_("Are legal time limits met?"),
    rows=counted_rows.TIME_LIMITS_STARTED,
    denominator=_("Time limits by year of the event that started them"),
    counts=is_true("is_in_time"),
    numerator=_("of these, met in time"),
    by=(dimensions.TRIGGERING_EVENT, dimensions.SEX, dimensions.AGE, dimensions.NATIONAL),
    zero=_("No time limit was met."),
    caveats=(_("Time limits that are still running count as not met yet."),),
    requirements=("AUT-006", "SRV-014"),
    lines=(198,),
)

ORDERS_MADE = Indicator(
    name="orders_made",
    theme=IndicatorTheme.LAW,
    title=_("Orders of authorities"),
    question=_("Which orders do authorities make about children?"),
    rows=counted_rows.ORDERS_MADE,
    denominator=_("Orders on record"),
    counts=column("appeal").is_one_of("lodged", "upheld", "changed", "set_aside"),
    numerator=_("of these, challenged"),
    by=(
        dimensions.ORDER_KIND,
        dimensions.AUTHORITY,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No order was challenged."),
    caveats=(_("Orders that were not passed on to us are not counted."),),
    breaks=(
        DefinitionBreak(
            dt.date(2026, 11, 29),
            _(
                "Orders for which no appeal is recorded do not count as challenged. "
                "Previously, an unanswered question about the appeal counted as a "
                "challenge."
            ),
        ),
    ),
    requirements=("AUT-001",),
    lines=(2175,),
)

SAFEGUARDS_BROKEN = Indicator(
    name="safeguards_broken",
    theme=IndicatorTheme.LAW,
    title=_("Safeguard violations"),
    question=_("Which safeguards were violated, and did an authority remedy the violation?"),
    rows=counted_rows.SAFEGUARDS_BROKEN,
    denominator=_("Safeguard violations on record"),
    counts=column("alert").is_one_of("mended"),
    numerator=_("of these, remedied after an authority was notified"),
    by=(
        dimensions.SAFEGUARD,
        dimensions.AUTHORITY,
        dimensions.ALERT_STATE,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.FORM,
    ),
    zero=_("No recorded violation was remedied."),
    caveats=(_("Only recorded violations are counted. Fear may prevent recording."),),
    requirements=("AUT-005", "NCR-010"),
    lines=(1498,),
)
