"""Indicators of reports of a concern."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

REPORTS_BY_CHILDREN = Indicator(
    name="reports_by_children",
    theme=IndicatorTheme.REPORTS,
    title=_("Reports made by children"),
    question=_("How often do children report for themselves or for another child?"),
    rows=counted_rows.REPORTS_RECEIVED,
    denominator=_("Reports received"),
    counts=column("reporter_kind").is_one_of("child", "another_child"),
    numerator=_("of these, reported by a child"),
    by=(dimensions.CHANNEL, dimensions.DISTRICT, dimensions.SEX),
    zero=_("No report came from a child. Children may not know how to report."),
    caveats=(_("An anonymous reporting person may have been a child."),),
    requirements=("IDN-004", "CHP-001"),
    lines=(2279,),
)

REPORTS_RECEIVED = Indicator(
    name="reports_received",
    theme=IndicatorTheme.REPORTS,
    title=_("Child protection reports"),
    question=_(
        "How many child protection reports were received, from which sources and about what?"
    ),
    rows=counted_rows.REPORTS_RECEIVED,
    denominator=_("Reports received, with any outcome"),
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
    zero=_("No report was received. This does not mean that children are safe."),
    caveats=(
        _("Several reports may be about one child, and one report about several."),
        _("A report may have several concerns, so they do not add up to the number of reports."),
    ),
    requirements=("DAT-001", "IDN-001"),
    lines=(2279, 362),
    terms={"INSPIRE": "response and support services: reports received"},
)

REPORTS_SETTLED_IN_A_WEEK = Indicator(
    name="reports_settled_in_a_week",
    theme=IndicatorTheme.REPORTS,
    title=_("Reports with an outcome within 7 days"),
    question=_("For how many reports was the outcome recorded within 7 days?"),
    rows=counted_rows.REPORTS_RECEIVED,
    denominator=_("Reports received, including those still open"),
    counts=column("days_to_outcome").at_most(7),
    numerator=_("of these, with an outcome within 7 days"),
    by=(dimensions.URGENCY, dimensions.CHANNEL, dimensions.SEX, dimensions.DISTRICT),
    zero=_("No report had an outcome within 7 days."),
    caveats=(
        _("Reports from the last 7 days count as having no outcome."),
        _("An outcome does not mean that help was given."),
    ),
    requirements=("SRV-014", "DAT-001"),
    lines=(198,),
)

REPORTS_WRITTEN_LATE = Indicator(
    name="reports_written_late",
    theme=IndicatorTheme.REPORTS,
    title=_("Reports recorded late"),
    question=_("How many reports were recorded more than a day after they were made?"),
    rows=counted_rows.REPORTS_RECEIVED,
    denominator=_("Reports received"),
    counts=column("days_to_record").at_least(2),
    numerator=_("of these, recorded more than 1 day later"),
    by=(dimensions.CHANNEL, dimensions.DISTRICT),
    zero=_("Every report was recorded within a day."),
    caveats=(
        _("Late records change earlier numbers. Compare years only when their data are complete."),
    ),
    requirements=("DAT-006", "DAT-005"),
    lines=(372,),
)
