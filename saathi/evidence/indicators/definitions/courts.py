"""Indicators by which child-friendly and fast-track courts are compared with ordinary courts (MEV-005).

Hearings in camera, by video, adjourned or with a support person, and the time to testimony and
judgment are defined with the other indicators of proceedings.
"""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions, justice_dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme
from saathi.evidence.indicators.justice_dimensions import CourtKind

_BY = (justice_dimensions.COURT_KIND, dimensions.SEX, dimensions.AGE, dimensions.NATIONAL)
_HELD_WITH_CHILD = column("state").is_one_of("held") & column("child_part").is_one_of(
    "present", "video", "recorded"
)

PROCEEDINGS_BY_COURT = Indicator(
    name="proceedings_by_court",
    theme=IndicatorTheme.LAW,
    title=_("Proceedings by kind of court"),
    question=_("Do proceedings of children come before child-friendly courts, year after year?"),
    rows=counted_rows.PROCEEDINGS_OPENED,
    denominator=_("Proceedings that concern a child, by their first year"),
    by=_BY,
    zero=_("No proceeding is recorded."),
    caveats=(
        _("The court is the one recorded today: a proceeding that was moved counts there."),
        _("Fewer proceedings may mean fewer offences, fewer reports, or a court that closed."),
    ),
    requirements=("MEV-005",),
    lines=(1824,),
)

CHARGED_IN_QUARTER = Indicator(
    name="charged_in_quarter",
    theme=IndicatorTheme.LAW,
    title=_("Charges within 90 days after the complaint"),
    question=_("How long does it take from the complaint to the charge?"),
    rows=counted_rows.PROCEEDINGS_OPENED,
    among=column("days_to_charge").at_least(0),
    denominator=_("Proceedings with a complaint and a charge, by their first year"),
    counts=column("days_to_charge").at_most(90),
    numerator=_("of these, charged within 90 days after the complaint"),
    by=_BY,
    zero=_("No charge followed within 90 days."),
    caveats=(
        _("Police and prosecution also determine this time."),
        _("Proceedings without a charge are not in it."),
    ),
    requirements=("JUS-004", "MEV-005"),
    lines=(2179, 1824),
)

OPEN_HEARINGS = Indicator(
    name="open_hearings",
    theme=IndicatorTheme.LAW,
    title=_("Hearings with a child that were open to the public"),
    question=_("How often does a child take part in a hearing that is open to the public?"),
    rows=counted_rows.HEARINGS_LISTED,
    among=_HELD_WITH_CHILD,
    denominator=_("Hearings that were held and in which the child took part, by year"),
    counts=column("public").is_one_of("open"),
    numerator=_("of these, open to the public"),
    by=_BY,
    zero=_("No hearing with a child was open to the public."),
    caveats=(
        _(
            "A hearing of which this is not known counts as not open. Read it with the share of "
            "hearings in camera."
        ),
        _(
            "A hearing counts as open also if the press, members of the public or people of the "
            "accused were in the room."
        ),
    ),
    requirements=("JUS-002", "MEV-005"),
    lines=(2177, 1824),
)

CONFRONTATION_AVOIDED = Indicator(
    name="confrontation_avoided",
    theme=IndicatorTheme.LAW,
    title=_("Hearings at which the child did not face the accused"),
    question=_("Do courts keep children and accused persons apart?"),
    rows=counted_rows.HEARINGS_LISTED,
    among=_HELD_WITH_CHILD,
    denominator=_("Hearings that were held and in which the child took part, by year"),
    counts=column("faced_accused").is_one_of("no"),
    numerator=_("of these, without the child facing the accused"),
    by=_BY,
    zero=_("For no hearing is it recorded that the child did not face the accused."),
    caveats=(
        _("A hearing of which this is not known counts as if the child had faced the accused."),
    ),
    requirements=("JUS-010", "MEV-005"),
    lines=(1818, 1824),
)

COURT_COMPENSATION = Indicator(
    name="court_compensation",
    theme=IndicatorTheme.LAW,
    title=_("Compensation claims in proceedings that were granted"),
    question=_("Do children get compensation in the proceedings in which they claim it?"),
    rows=counted_rows.MEASURES_RECORDED,
    among=column("kind").is_one_of("compensation")
    & column("court_kind").is_one_of(*CourtKind.values)
    & column("state").is_one_of("claimed", "awarded", "part_paid", "received", "refused"),
    denominator=_(
        "Compensation that was claimed in a proceeding on record, by year of the latest status"
    ),
    counts=column("state").is_one_of("awarded", "part_paid", "received"),
    numerator=_("of these, granted, paid in part, or received"),
    by=_BY,
    zero=_("No compensation was granted in these proceedings."),
    caveats=(
        _("Claims outside proceedings, such as those to a fund, are not in it."),
        _("Claims without a decision yet count as not granted."),
    ),
    requirements=("JUS-005", "MEV-005"),
    lines=(2178, 1824),
)
