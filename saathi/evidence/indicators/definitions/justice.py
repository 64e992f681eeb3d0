"""Indicators of proceedings: hearings, duration, charges, and children who did not want to testify."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions, justice_dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

_PERSON = (dimensions.SEX, dimensions.AGE, dimensions.NATIONAL)
_HELD = column("state").is_one_of("held")
_WITH_CHILD = _HELD & column("child_part").is_one_of("present", "video", "recorded")
_HEARD = _HELD & column("mode").is_one_of(
    "video_link", "screen", "recorded", "judges_room", "child_room", "closed_court", "open_court"
)

HEARINGS_IN_CAMERA = Indicator(
    name="hearings_in_camera",
    theme=IndicatorTheme.LAW,
    title=_("Hearings with a child that were held in camera"),
    question=_("Is the public excluded when a child takes part?"),
    rows=counted_rows.HEARINGS_LISTED,
    among=_WITH_CHILD,
    denominator=_("Hearings that were held and in which the child took part, by year"),
    counts=column("public").is_one_of("in_camera", "partly"),
    numerator=_("of these, in camera, at least while the child was heard"),
    by=(justice_dimensions.COURT_KIND, *_PERSON),
    zero=_("No hearing with a child was held in camera."),
    caveats=(_("A hearing of which this is not known counts as not in camera."),),
    requirements=("JUS-002", "JUS-017"),
    lines=(2177, 924),
)

HEARD_BY_VIDEO = Indicator(
    name="heard_by_video",
    theme=IndicatorTheme.LAW,
    title=_("Children heard by video link"),
    question=_("Can children testify by video?"),
    rows=counted_rows.HEARINGS_LISTED,
    among=_HEARD,
    denominator=_("Hearings at which a child was heard, by year"),
    counts=column("mode").is_one_of("video_link"),
    numerator=_("of these, by video link"),
    by=(justice_dimensions.HEARING_MODE, justice_dimensions.COURT_KIND, *_PERSON),
    zero=_("No child was heard by video link."),
    caveats=(_("A child may prefer another way; video is not better for every child."),),
    requirements=("JUS-003",),
    lines=(2180,),
)

FACED_ACCUSED = Indicator(
    name="faced_accused",
    theme=IndicatorTheme.LAW,
    title=_("Hearings at which a child faced the accused"),
    question=_("Are children spared facing the accused?"),
    rows=counted_rows.HEARINGS_LISTED,
    among=_WITH_CHILD,
    denominator=_("Hearings that were held and in which the child took part, by year"),
    counts=column("faced_accused").is_one_of("yes"),
    numerator=_("of these, with the child facing the accused"),
    by=(justice_dimensions.HEARING_MODE, justice_dimensions.COURT_KIND, *_PERSON),
    zero=_("No child is recorded as having faced the accused."),
    caveats=(_("Each of them is a safeguard violation, of which an authority is to be informed."),),
    requirements=("JUS-010",),
    lines=(1818,),
)

HEARINGS_ADJOURNED = Indicator(
    name="hearings_adjourned",
    theme=IndicatorTheme.LAW,
    title=_("Hearings that were adjourned"),
    question=_("How often are hearings adjourned, and by which side?"),
    rows=counted_rows.HEARINGS_LISTED,
    among=column("state").is_one_of("held", "adjourned"),
    denominator=_("Hearings that were held or adjourned, by year"),
    counts=column("state").is_one_of("adjourned"),
    numerator=_("of these, adjourned"),
    by=(
        justice_dimensions.ADJOURNED_BY,
        justice_dimensions.ADJOURNMENT_CAUSE,
        justice_dimensions.COURT_KIND,
        *_PERSON,
    ),
    zero=_("No hearing was adjourned."),
    caveats=(_("A hearing that was held has no cause and no side; it counts as not known there."),),
    requirements=("JUS-004",),
    lines=(2179,),
)

EVIDENCE_IN_MONTH = Indicator(
    name="evidence_in_month",
    theme=IndicatorTheme.LAW,
    title=_("Children heard within 30 days after the charge"),
    question=_("How long do children wait until the court hears them?"),
    rows=counted_rows.PROCEEDINGS_OPENED,
    among=column("days_to_evidence").at_least(0),
    denominator=_(
        "Proceedings with a charge in which the court heard the child, by their first year"
    ),
    counts=column("days_to_evidence").at_most(30),
    numerator=_("of these, within 30 days after the charge"),
    by=(justice_dimensions.COURT_KIND, *_PERSON),
    zero=_("No child was heard within 30 days."),
    caveats=(
        _("Children who still wait are not in it: read it with the number of open proceedings."),
        _("30 days is the limit of one law of the region, used to compare countries."),
    ),
    requirements=("JUS-004",),
    lines=(2179,),
)

JUDGED_IN_YEAR = Indicator(
    name="judged_in_year",
    theme=IndicatorTheme.LAW,
    title=_("Judgments within a year after the charge"),
    question=_("How long do proceedings take?"),
    rows=counted_rows.PROCEEDINGS_JUDGED,
    among=column("days_to_judgment").at_least(0),
    denominator=_("Proceedings with a charge and a judgment, by year of the judgment"),
    counts=column("days_to_judgment").at_most(365),
    numerator=_("of these, within 365 days after the charge"),
    by=(justice_dimensions.PROCEEDING_RESULT, justice_dimensions.COURT_KIND, *_PERSON),
    zero=_("No judgment was given within a year."),
    caveats=(_("Proceedings without a judgment are not in it."),),
    requirements=("JUS-004",),
    lines=(2179,),
)

CHARGES_CONVICTED = Indicator(
    name="charges_convicted",
    theme=IndicatorTheme.LAW,
    title=_("Charges that ended with a conviction"),
    question=_("What are the outcomes of charges, and how severe are sentences?"),
    rows=counted_rows.CHARGES_DECIDED,
    among=column("decided").is_known,
    denominator=_("Charges in proceedings of children that were decided, by year of the decision"),
    counts=column("outcome").is_one_of("convicted"),
    numerator=_("of these, with a conviction"),
    by=(
        justice_dimensions.OFFENCE,
        justice_dimensions.CHARGE_OUTCOME,
        justice_dimensions.SEVERITY,
        justice_dimensions.COURT_KIND,
        *_PERSON,
    ),
    zero=_("No charge ended with a conviction."),
    caveats=(
        _("Harsh penalties may lead to fewer reports and more acquittals; compare with reports."),
        _("One person may face several charges, and one crime may have several accused persons."),
    ),
    requirements=("JUS-015", "JUS-016", "JUS-021"),
    lines=(977, 985, 994),
)

REFUSED_AND_HELPED = Indicator(
    name="refused_and_helped",
    theme=IndicatorTheme.LAW,
    title=_("Children who did not testify and kept services"),
    question=_("Does help go on for children who do not want to testify?"),
    rows=counted_rows.TESTIMONY_DECISIONS,
    among=is_true("is_refusal"),
    denominator=_("Decisions of children not to testify, or to withdraw their decision, by year"),
    counts=is_true("is_helped"),
    numerator=_("of these, with a service that went on after the decision"),
    by=(justice_dimensions.TESTIMONY_ANSWER, *_PERSON),
    zero=_("No service is recorded after such a decision. Was help made to depend on testimony?"),
    caveats=(_("A child who needs no service any more counts as without one."),),
    requirements=("JUS-014",),
    lines=(1503,),
)
