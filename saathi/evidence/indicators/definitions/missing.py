"""Indicators of missing children."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

MISSING_CASE_IN_A_WEEK = Indicator(
    name="missing_case_in_a_week",
    theme=IndicatorTheme.MISSING,
    title=_("Children found, with a case within 7 days"),
    question=_("How many missing children had a case within 7 days of being found?"),
    rows=counted_rows.MISSING_REPORTED,
    among=~column("why_closed").is_one_of("error", "same") & column("outcome").is_known,
    denominator=_("Reports of missing children who were found"),
    counts=column("days_to_case").at_most(7),
    numerator=_("of these, with a case no later than 7 days after being found"),
    by=(dimensions.MISSING_OUTCOME, dimensions.SEX, dimensions.AGE_MISSING, dimensions.DISTRICT),
    zero=_("No child who was found had a case within 7 days."),
    caveats=(
        _(
            "A case counts if a person with access to both records confirmed that it is the "
            "same child."
        ),
        _("Not every child who returns needs a case. Every child who needs one has a right to it."),
    ),
    requirements=("MIS-006",),
    lines=(375,),
)

MISSING_FOUND_IN_A_MONTH = Indicator(
    name="missing_found_in_a_month",
    theme=IndicatorTheme.MISSING,
    title=_("Missing children found within 30 days"),
    question=_("How many missing children were found within 30 days?"),
    rows=counted_rows.MISSING_REPORTED,
    among=~column("why_closed").is_one_of("error", "same"),
    denominator=_("Reports of missing children, including those still missing"),
    counts=column("days_to_find").at_most(30),
    numerator=_("of these, found within 30 days of the earliest possible day of the disappearance"),
    by=(
        dimensions.SEX,
        dimensions.AGE_MISSING,
        dimensions.NATIONALITY_COUNTRY,
        dimensions.DISTRICT,
        dimensions.MISSING_OUTCOME,
    ),
    zero=_("No child was found within 30 days."),
    caveats=(
        _("If the date of the disappearance is not known, the child counts as not found in time."),
        _("Children reported in the last 30 days count as not found yet."),
    ),
    requirements=("MIS-006", "MIS-007"),
    lines=(375, 2287),
)

MISSING_REPORTED = Indicator(
    name="missing_reported",
    theme=IndicatorTheme.MISSING,
    title=_("Children reported missing"),
    question=_("How many disappearances were reported, and what were the outcomes?"),
    rows=counted_rows.MISSING_REPORTED,
    among=~column("why_closed").is_one_of("error", "same"),
    denominator=_("Reports of missing children, excluding errors and duplicates"),
    by=(
        dimensions.MISSING_OUTCOME,
        dimensions.CIRCUMSTANCES,
        dimensions.SEX,
        dimensions.AGE_MISSING,
        dimensions.NATIONALITY_COUNTRY,
        dimensions.DISTRICT,
        dimensions.SEEKER,
    ),
    zero=_("No disappearance was reported. This does not mean that no child is missing."),
    caveats=(
        _("Several people may report one child to several agencies."),
        _(
            "Circumstances are as reported. Several may apply to one child, so they do not "
            "add up to the number of reports."
        ),
        _("The outcome of a disappearance is known only for children who were found."),
    ),
    requirements=("MIS-001", "MIS-007"),
    lines=(2281, 2287),
)

MISSING_REPORTED_IN_A_DAY = Indicator(
    name="missing_reported_in_a_day",
    theme=IndicatorTheme.MISSING,
    title=_("Disappearances reported by the next day"),
    question=_("How many disappearances were reported within a day?"),
    rows=counted_rows.MISSING_REPORTED,
    among=~column("why_closed").is_one_of("error", "same") & column("days_to_report").is_known,
    denominator=_("Reports of missing children with a known date of disappearance"),
    counts=column("days_to_report").at_most(1),
    numerator=_("of these, reported on the same or the next day"),
    by=(dimensions.SEEKER, dimensions.SEX, dimensions.AGE_MISSING, dimensions.DISTRICT),
    zero=_("No disappearance was reported by the next day."),
    caveats=(_("The earliest possible day of the disappearance is used."),),
    requirements=("MIS-006",),
    lines=(375,),
)
