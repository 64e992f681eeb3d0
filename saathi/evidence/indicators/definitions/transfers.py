"""Indicators of transfers to another country, and of children taken there."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions, transfer_dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

_PERSON = (dimensions.SEX, dimensions.AGE, dimensions.NATIONAL)
_OURS = column("direction").is_one_of("outgoing")
_HANDED_OVER = _OURS & is_true("is_authorised") & column("handed_over").is_known

CHILDREN_HARMED_AGAIN = Indicator(
    name="children_harmed_again",
    theme=IndicatorTheme.LAW,
    title=_("Children arrested, detained, charged or deported"),
    question=_("How many identified children did authorities harm again?"),
    rows=counted_rows.CHILDREN_HARMED_AGAIN,
    denominator=_(
        "Children who were arrested, detained, charged, deported or pushed back at a border; each "
        "child once a year"
    ),
    by=(transfer_dimensions.ACT_AGAINST_CHILD, *_PERSON, dimensions.FORM),
    zero=_("No such act is recorded. Acts that no one recorded may have taken place."),
    caveats=(
        _("A child who experienced several acts is counted under each of them."),
        _("Counts registered children. Children who were deported before anyone met them are not."),
    ),
    requirements=("NCR-010", "XBR-014"),
    lines=(1498, 969),
)

LEFT_WITH_SAFEGUARDS = Indicator(
    name="left_with_safeguards",
    theme=IndicatorTheme.LAW,
    title=_("Children who left the country with all safeguards"),
    question=_("Are children returned by a decision for the child, or removed?"),
    rows=counted_rows.CHILDREN_GONE_ABROAD,
    denominator=_(
        "Departures to another country: handovers of authorised transfers, deportations and "
        "push-backs"
    ),
    counts=column("way").is_one_of("transfer"),
    numerator=_("of these, by a transfer that was authorised with all conditions"),
    by=(transfer_dimensions.WAY_ABROAD, *_PERSON),
    zero=_("No child left with all safeguards."),
    caveats=(
        _("A deportation is never counted as a return. Those that no one recorded are not known."),
        _("Returns inside the country are counted by another indicator."),
    ),
    requirements=("XBR-005", "XBR-014"),
    lines=(1524, 969),
)

TRANSFERS_STOPPED_BY_CHILD = Indicator(
    name="transfers_stopped_by_child",
    theme=IndicatorTheme.LAW,
    title=_("Transfers stopped by the child"),
    question=_("Can a child stop a transfer?"),
    rows=counted_rows.TRANSFERS_OPENED,
    among=_OURS & column("state").is_one_of("stopped"),
    denominator=_("Transfers to another country that were stopped, by year of their opening"),
    counts=column("stopped_by").is_one_of("child"),
    numerator=_("of these, because the child did not want to go"),
    by=(transfer_dimensions.TRANSFER_STOPPER, transfer_dimensions.TRANSFER_KIND, *_PERSON),
    zero=_("No transfer was stopped by a child. Were children asked?"),
    caveats=(_("A child who doubts may have been persuaded; read it with how many were asked."),),
    requirements=("XBR-005",),
    lines=(1524,),
)

TRANSFERS_AUTHORISED = Indicator(
    name="transfers_authorised",
    theme=IndicatorTheme.LAW,
    title=_("Days until a transfer is authorised"),
    question=_("How long do children wait for an answer and for the authorisation?"),
    rows=counted_rows.TRANSFERS_OPENED,
    among=_OURS,
    denominator=_("Transfers to another country that were opened"),
    counts=is_true("is_authorised"),
    numerator=_("of these, authorised with all conditions"),
    by=(
        transfer_dimensions.PREPARATION_TIME,
        transfer_dimensions.ANSWER_WAIT,
        transfer_dimensions.TRANSFER_STATE,
        transfer_dimensions.TRANSFER_KIND,
        *_PERSON,
    ),
    zero=_("No transfer was authorised."),
    caveats=(
        _("A transfer that is not authorised is no failure: another solution may be better."),
        _("Days are counted in bands; the median is not computed from published counts."),
    ),
    requirements=("XBR-002",),
    lines=(2120,),
)

RECEIPT_IN_A_DAY = Indicator(
    name="receipt_in_a_day",
    theme=IndicatorTheme.LAW,
    title=_("Arrival confirmed by the next day"),
    question=_("Does the receiving country confirm that the child arrived?"),
    rows=counted_rows.TRANSFERS_HANDED_OVER,
    among=_HANDED_OVER,
    denominator=_("Children handed over to another country by an authorised transfer"),
    counts=column("days_to_receipt").at_most(1),
    numerator=_("of these, with a receipt on that day or the next"),
    by=(transfer_dimensions.TRANSFER_KIND, *_PERSON),
    zero=_("No arrival was confirmed in time. Where are these children?"),
    caveats=(_("Counted in days, because a receipt has a date and no hour."),),
    requirements=("XBR-002",),
    lines=(2120,),
)

FIRST_VISIT_AFTER_TRANSFER = Indicator(
    name="first_visit_after_transfer",
    theme=IndicatorTheme.LAW,
    title=_("First visit within 72 hours after the handover"),
    question=_("Is the child visited soon after a transfer?"),
    rows=counted_rows.TRANSFERS_HANDED_OVER,
    among=_HANDED_OVER,
    denominator=_("Children handed over to another country by an authorised transfer"),
    counts=column("days_to_visit").at_most(3),
    numerator=_("of these, seen by a case worker within three days"),
    by=(transfer_dimensions.TRANSFER_KIND, *_PERSON),
    zero=_("No child was seen in time."),
    caveats=(_("A visit at which the child was not seen does not count."),),
    requirements=("XBR-002",),
    lines=(2120,),
)

FOLLOWED_FOR_A_YEAR = Indicator(
    name="followed_for_a_year",
    theme=IndicatorTheme.LAW,
    title=_("Children still followed 12 months after a transfer"),
    question=_("Is anyone still there for the child a year after the return?"),
    rows=counted_rows.TRANSFERS_HANDED_OVER,
    among=_HANDED_OVER,
    denominator=_("Children handed over to another country by an authorised transfer"),
    counts=is_true("is_followed_a_year"),
    numerator=_("of these, seen for the report after 12 months"),
    by=(transfer_dimensions.TRANSFER_KIND, *_PERSON),
    zero=_("No child was seen after 12 months."),
    caveats=(
        _("Transfers of the last 12 months cannot count yet: read the latest year with care."),
    ),
    requirements=("XBR-002", "XBR-012"),
    lines=(2120, 1404),
)
