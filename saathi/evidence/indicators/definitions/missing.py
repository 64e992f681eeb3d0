"""Indicators of missing children."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

MISSING_CASE_IN_A_WEEK = Indicator(
    name="missing_case_in_a_week",
    theme=IndicatorTheme.MISSING,
    title=_("Found children with a case within a week"),
    question=_("How many missing children who were found had a case within seven days of it?"),
    rows=counted_rows.MISSING_REPORTED,
    among=~column("why_closed").is_one_of("error", "same") & column("outcome").is_known,
    denominator=_("Reports of missing children who were found"),
    counts=column("days_to_case").at_most(7),
    numerator=_("of them with a case by the seventh day after they were found, or before"),
    by=(
        dimensions.MISSING_OUTCOME,
        dimensions.SEX,
        dimensions.AGE_MISSING,
        dimensions.DISTRICT,
    ),
    zero=_("No child who was found had a case within a week."),
    caveats=(
        _("A case counts where somebody who reads both records said that it is the same child."),
        _("Not every child who comes back needs a case; whoever does has a right to it."),
    ),
    requirements=("MIS-006",),
    lines=(375,),
)

MISSING_FOUND_IN_A_MONTH = Indicator(
    name="missing_found_in_a_month",
    theme=IndicatorTheme.MISSING,
    title=_("Missing children found within a month"),
    question=_("Of how many missing children was it known within thirty days where they are?"),
    rows=counted_rows.MISSING_REPORTED,
    among=~column("why_closed").is_one_of("error", "same"),
    denominator=_("Reports of missing children, those who are still looked for too"),
    counts=column("days_to_find").at_most(30),
    numerator=_(
        "of them found within thirty days of the first day on which they may have been missing"
    ),
    by=(
        dimensions.SEX,
        dimensions.AGE_MISSING,
        dimensions.NATIONALITY_COUNTRY,
        dimensions.DISTRICT,
        dimensions.MISSING_OUTCOME,
    ),
    zero=_("No child was found in the first month."),
    caveats=(
        _("Where nobody knows since when a child is missing, she counts as not found in time."),
        _("Reports of the last month count as not found yet."),
    ),
    requirements=(
        "MIS-006",
        "MIS-007",
    ),
    lines=(
        375,
        2287,
    ),
)

MISSING_REPORTED = Indicator(
    name="missing_reported",
    theme=IndicatorTheme.MISSING,
    title=_("Children reported missing"),
    question=_("How many disappearances were reported, and what did they turn out to be?"),
    rows=counted_rows.MISSING_REPORTED,
    among=~column("why_closed").is_one_of("error", "same"),
    denominator=_("Reports of missing children, without those closed as a mistake or as the same"),
    by=(
        dimensions.MISSING_OUTCOME,
        dimensions.CIRCUMSTANCES,
        dimensions.SEX,
        dimensions.AGE_MISSING,
        dimensions.NATIONALITY_COUNTRY,
        dimensions.DISTRICT,
        dimensions.SEEKER,
    ),
    zero=_("No disappearance was reported. That says nothing of how many children are missing."),
    caveats=(
        _("Several people may report one child to several agencies."),
        _("Circumstances are as told, several for one child; they do not add up to the reports."),
        _("What a disappearance was is known for those alone who were found."),
    ),
    requirements=(
        "MIS-001",
        "MIS-007",
    ),
    lines=(
        2281,
        2287,
    ),
)

MISSING_REPORTED_IN_A_DAY = Indicator(
    name="missing_reported_in_a_day",
    theme=IndicatorTheme.MISSING,
    title=_("Disappearances reported by the next day"),
    question=_("How many disappearances were reported within a day?"),
    rows=counted_rows.MISSING_REPORTED,
    among=~column("why_closed").is_one_of("error", "same") & column("days_to_report").is_known,
    denominator=_("Reports of missing children of which the day of the disappearance is known"),
    counts=column("days_to_report").at_most(1),
    numerator=_("of them reported on the same day or the next"),
    by=(
        dimensions.SEEKER,
        dimensions.SEX,
        dimensions.AGE_MISSING,
        dimensions.DISTRICT,
    ),
    zero=_("No disappearance was reported by the next day."),
    caveats=(_("The first day on which a child may have disappeared counts."),),
    requirements=("MIS-006",),
    lines=(375,),
)
