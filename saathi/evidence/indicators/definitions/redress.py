"""Indicators of remedies, protection of witnesses, privacy, and effects of harsh penalties."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import (
    counted_rows,
    dimensions,
    justice_dimensions,
    redress_dimensions,
)
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

_PERSON = (dimensions.SEX, dimensions.AGE, dimensions.NATIONAL)
_MONEY = column("kind").is_one_of("compensation", "civil")
_HELD_WITH_CHILD = column("state").is_one_of("held") & column("child_part").is_one_of(
    "present", "video", "recorded"
)

COMPENSATION_RECEIVED = Indicator(
    name="compensation_received",
    theme=IndicatorTheme.LAW,
    title=_("Compensation that reached the child"),
    question=_("Does the compensation that the law of a country provides reach children?"),
    rows=counted_rows.MEASURES_RECORDED,
    among=column("kind").is_one_of("compensation"),
    denominator=_("Compensation claims on record, under the law of each country"),
    counts=column("state").is_one_of("received"),
    numerator=_("of these, received by the child"),
    by=(redress_dimensions.MEASURE_STATE, *_PERSON),
    zero=_("No compensation reached a child."),
    caveats=(
        _("The country is the one whose law gives the compensation."),
        _("An award is not a payment. A child may have several claims."),
    ),
    requirements=("XBR-011", "JUS-005", "JUS-012"),
    lines=(2038, 2178),
)

AWARDS_PAID_IN_MONTH = Indicator(
    name="awards_paid_in_month",
    theme=IndicatorTheme.LAW,
    title=_("Awards of which the first payment came within 30 days"),
    question=_("How long do children wait for money that was awarded?"),
    rows=counted_rows.MEASURES_AWARDED,
    among=_MONEY & is_true("is_awarded"),
    denominator=_("Compensation and wages awarded to children, by year of the award"),
    counts=column("days_to_payment").at_most(30),
    numerator=_("of these, with a first payment within 30 days after the award"),
    by=(redress_dimensions.MEASURE_KIND, redress_dimensions.PAYER, *_PERSON),
    zero=_("No award was paid within 30 days."),
    caveats=(
        _("Awards that are not paid at all are in the denominator."),
        _("Interim and final awards count alike."),
    ),
    requirements=("JUS-005",),
    lines=(2178,),
)

REMEDIES_GRANTED = Indicator(
    name="remedies_granted",
    theme=IndicatorTheme.LAW,
    title=_("Legal remedies granted to children"),
    question=_("Which legal remedies do children get, and what is their outcome?"),
    rows=counted_rows.MEASURES_RECORDED,
    among=column("state").is_one_of(
        "not_claimed", "claimed", "awarded", "part_paid", "received", "refused", "withdrawn"
    ),
    denominator=_("Legal remedies of children that the law of a country provides, by latest year"),
    counts=column("state").is_one_of("awarded", "part_paid", "received"),
    numerator=_("of these, granted, paid in part, or received"),
    by=(redress_dimensions.MEASURE_KIND, redress_dimensions.MEASURE_STATE, *_PERSON),
    zero=_("No legal remedy was granted."),
    caveats=(
        _("A remedy that no one recorded is not counted, so access may be worse than shown."),
        _("The year is that of the latest status."),
    ),
    requirements=("JUS-012",),
    lines=(1677,),
)

MONEY_SAFEGUARDED = Indicator(
    name="money_safeguarded",
    theme=IndicatorTheme.LAW,
    title=_("Paid compensation that is safe until the child is 18"),
    question=_("Is the money of children protected from being taken?"),
    rows=counted_rows.MEASURES_AWARDED,
    among=_MONEY & is_true("is_paid"),
    denominator=_("Awards with a payment to the child, by year of the award"),
    counts=is_true("is_safeguarded") & ~is_true("is_at_risk"),
    numerator=_("of these, with a safeguard, and no one known who may take the money"),
    by=(redress_dimensions.CONTROLLER, *_PERSON),
    zero=_("For no payment is a safeguard on record."),
    caveats=(_("A payment without a record of who controls the money counts as not safe."),),
    requirements=("JUS-005",),
    lines=(2178,),
)

THREATS_ANSWERED = Indicator(
    name="threats_answered",
    theme=IndicatorTheme.LAW,
    title=_("Threats on which someone acted within a day"),
    question=_("Are threats to children who seek justice acted on at once?"),
    rows=counted_rows.THREATS_RECORDED,
    denominator=_("Threats to children, their families or other witnesses, by year of the record"),
    counts=column("days_to_action").at_most(1),
    numerator=_("of these, with action by the next day"),
    by=(redress_dimensions.URGENCY, *_PERSON),
    zero=_("On no threat did anyone act by the next day."),
    caveats=(_("Children do not tell of every threat: few threats do not mean safety."),),
    requirements=("JUS-013",),
    lines=(1679, 997),
)

THREATENED_AND_PROTECTED = Indicator(
    name="threatened_and_protected",
    theme=IndicatorTheme.LAW,
    title=_("Threats after which protection was granted"),
    question=_("Do threatened children get formal protection?"),
    rows=counted_rows.THREATS_RECORDED,
    denominator=_("Threats to children, their families or other witnesses, by year of the record"),
    counts=is_true("is_granted"),
    numerator=_("of these, of a child for whom a protection measure was granted"),
    by=(redress_dimensions.URGENCY, *_PERSON),
    zero=_("No threatened child was granted protection."),
    caveats=(_("Several threats to one child are counted each."),),
    requirements=("JUS-001", "JUS-013"),
    lines=(2175, 997),
)

PROTECTION_GRANTED = Indicator(
    name="protection_granted",
    theme=IndicatorTheme.LAW,
    title=_("Requests for witness protection that were granted"),
    question=_("Do authorities grant witness protection to children?"),
    rows=counted_rows.PROTECTION_REQUESTED,
    denominator=_("Protection measures requested for children, by year"),
    counts=is_true("is_granted"),
    numerator=_("of these, granted, in force, or ended after having been in force"),
    by=(
        redress_dimensions.PROTECTION_KIND,
        redress_dimensions.PROTECTION_AUTHORITY,
        *_PERSON,
    ),
    zero=_("No request for protection was granted."),
    caveats=(_("One child may need several measures; each is one request."),),
    requirements=("JUS-001",),
    lines=(2175,),
)

CHARGES_ACQUITTED = Indicator(
    name="charges_acquitted",
    theme=IndicatorTheme.LAW,
    title=_("Charges that ended with an acquittal or were dropped"),
    question=_("Do charges with severe penalties end more often without a conviction?"),
    rows=counted_rows.CHARGES_DECIDED,
    among=column("outcome").is_one_of("convicted", "acquitted", "dropped"),
    denominator=_(
        "Charges that ended with a conviction, an acquittal or were dropped, by year of the decision"
    ),
    counts=column("outcome").is_one_of("acquitted", "dropped"),
    numerator=_("of these, with an acquittal or dropped"),
    by=(
        redress_dimensions.MAXIMUM_PENALTY,
        justice_dimensions.OFFENCE,
        justice_dimensions.COURT_KIND,
        *_PERSON,
    ),
    zero=_("No charge ended without a conviction."),
    caveats=(
        _("Compare charges by the most severe penalty that the law allows, within one offence."),
        _("A difference does not prove that the penalty is its cause."),
    ),
    requirements=("JUS-016",),
    lines=(985,),
)

CHILDREN_WITH_COMPLAINT = Indicator(
    name="children_with_complaint",
    theme=IndicatorTheme.LAW,
    title=_("Trafficked children with criminal proceedings"),
    question=_("How many crimes against identified children reach the justice system?"),
    rows=counted_rows.PURSUED_CHILDREN,
    denominator=_("Children who were trafficked, by the year in which the first case was opened"),
    counts=is_true("has_complaint"),
    numerator=_("of these, with a criminal complaint or criminal proceedings on record"),
    by=(dimensions.FORM, *_PERSON),
    zero=_("No criminal proceedings are recorded for these children."),
    caveats=(
        _("Harsh penalties can keep people from reporting a relative or acquaintance."),
        _("A child need not file a complaint to get help, and some decide not to."),
        _("The latest year is incomplete: complaints can follow later."),
    ),
    requirements=("JUS-016",),
    lines=(985,),
)

PRIVACY_RESTORED = Indicator(
    name="privacy_restored",
    theme=IndicatorTheme.LAW,
    title=_("Violations of privacy in proceedings that an authority remedied"),
    question=_(
        "Are rulings on the privacy of children followed, and what happens if they are not?"
    ),
    rows=counted_rows.SAFEGUARDS_BROKEN,
    among=column("safeguard").is_one_of("named", "open_court"),
    denominator=_("Names or pictures disclosed, and open hearings with a child, by year"),
    counts=column("alert").is_one_of("mended"),
    numerator=_("of these, remedied by the authority that was informed"),
    by=(redress_dimensions.PRIVACY_VIOLATION, *_PERSON),
    zero=_("No violation of privacy was remedied."),
    caveats=(
        _("Read it with the share of hearings in camera: violations are known only if recorded."),
    ),
    requirements=("JUS-017", "PRI-010"),
    lines=(924, 1822),
)

SUPPORTED_HEARINGS = Indicator(
    name="supported_hearings",
    theme=IndicatorTheme.LAW,
    title=_("Hearings with a support person chosen by the child"),
    question=_("Do courts for children let a person of the child’s choice be present?"),
    rows=counted_rows.HEARINGS_LISTED,
    among=_HELD_WITH_CHILD,
    denominator=_("Hearings that were held and in which the child took part, by year"),
    counts=column("support").is_one_of("chosen"),
    numerator=_("of these, with a support person chosen by the child"),
    by=(justice_dimensions.COURT_KIND, *_PERSON),
    zero=_("No child had a support person of their choice."),
    caveats=(_("A hearing of which this is not known counts as without one."),),
    requirements=("MEV-005",),
    lines=(1824,),
)
