"""Indicators of reports of a concern."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

REPORTS_BY_CHILDREN = Indicator(
    name="reports_by_children",
    theme=IndicatorTheme.REPORTS,
    title=_("Reports made by children"),
    question=_("How often does a child report for herself or for another child?"),
    rows=counted_rows.REPORTS_RECEIVED,
    denominator=_("Reports received"),
    counts=column("reporter_kind").is_one_of("child", "another_child"),
    numerator=_("of them reported by a child"),
    by=(
        dimensions.CHANNEL,
        dimensions.DISTRICT,
        dimensions.SEX,
    ),
    zero=_("No report came from a child. It may be that children do not know the way."),
    caveats=(_("Who did not wish to be named may have been a child."),),
    requirements=(
        "IDN-004",
        "CHP-001",
    ),
    lines=(2279,),
)

REPORTS_RECEIVED = Indicator(
    name="reports_received",
    theme=IndicatorTheme.REPORTS,
    title=_("Reports of a concern"),
    question=_("How many concerns for a child were told to us, by whom and about what?"),
    rows=counted_rows.REPORTS_RECEIVED,
    denominator=_("Reports received, whatever became of them"),
    by=(
        dimensions.CHANNEL,
        dimensions.REPORTER,
        dimensions.URGENCY,
        dimensions.CONCERNS,
        dimensions.DISTRICT,
        dimensions.SEX,
        dimensions.AGE_REPORTED,
        dimensions.REPORT_OUTCOME,
    ),
    zero=_("Nobody reported. That says nothing of how children are."),
    caveats=(
        _("Several reports may be about one child, and one report about several."),
        _("A report may have several concerns; they do not add up to the reports."),
    ),
    requirements=(
        "DAT-001",
        "IDN-001",
    ),
    lines=(
        2279,
        362,
    ),
    terms={"INSPIRE": "response and support services: reports received"},
)

REPORTS_SETTLED_IN_A_WEEK = Indicator(
    name="reports_settled_in_a_week",
    theme=IndicatorTheme.REPORTS,
    title=_("Reports answered within a week"),
    question=_("Of how many reports was it clear within seven days what follows?"),
    rows=counted_rows.REPORTS_RECEIVED,
    denominator=_("Reports received, those still open too"),
    counts=column("days_to_outcome").at_most(7),
    numerator=_("of them with an outcome within seven days"),
    by=(
        dimensions.URGENCY,
        dimensions.CHANNEL,
        dimensions.SEX,
        dimensions.DISTRICT,
    ),
    zero=_("No report had an outcome in its first week."),
    caveats=(
        _("Reports of the last seven days count as not answered yet."),
        _("An outcome is not yet help."),
    ),
    requirements=(
        "SRV-014",
        "DAT-001",
    ),
    lines=(198,),
)

REPORTS_WRITTEN_LATE = Indicator(
    name="reports_written_late",
    theme=IndicatorTheme.REPORTS,
    title=_("Reports written down late"),
    question=_("How many reports came on record more than a day after they were told?"),
    rows=counted_rows.REPORTS_RECEIVED,
    denominator=_("Reports received"),
    counts=column("days_to_record").at_least(2),
    numerator=_("of them written down more than one day later"),
    by=(
        dimensions.CHANNEL,
        dimensions.DISTRICT,
    ),
    zero=_("Every report was written down within a day."),
    caveats=(
        _(
            "Late records change the numbers of earlier months: compare years only once they have settled."
        ),
    ),
    requirements=(
        "DAT-006",
        "DAT-005",
    ),
    lines=(372,),
)
