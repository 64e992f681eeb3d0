"""Codes of legal remedies: what the law gives, how far it came, who pays, who controls the money."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class LegalMeasureKind(TextChoices):
    """What the law of a country gives a child (XBR-011, JUS-012)."""

    COMPENSATION = "compensation", _("Compensation")
    CASE = "case", _("Criminal case")
    CIVIL = "civil", _("Civil claim, such as wages")
    RETURN = "return", _("Return and its costs")
    STAY = "stay", _("Residence or protection")
    GUARDIAN = "guardian", _("Guardianship")
    SUPPORT = "support", _("Assistance and support")
    OTHER = "other", _("Another measure")


class MeasureState(TextChoices):
    """How far a measure under a country's law has come."""

    NOT_CLAIMED = "not_claimed", _("Not claimed yet")
    CLAIMED = "claimed", _("Claimed")
    AWARDED = "awarded", _("Granted")
    PART_PAID = "part_paid", _("Paid in part")
    RECEIVED = "received", _("Received by the child")
    REFUSED = "refused", _("Refused")
    NOT_AVAILABLE = "not_available", _("Not provided by the law")
    WITHDRAWN = "withdrawn", _("Withdrawn, or not wanted by the child")


class AwardKind(TextChoices):
    """Whether money is an interim or a final compensation."""

    NOT_RECORDED = "", _("Not recorded")
    INTERIM = "interim", _("Interim")
    FINAL = "final", _("Final")


class DecisionLevel(TextChoices):
    """At which level a claim was decided."""

    FIRST = "first", _("First decision")
    REVIEW = "review", _("Review by the same authority")
    APPEAL = "appeal", _("Appeal")


class RemedyOutcome(TextChoices):
    """What an authority decided on a claim."""

    GRANTED = "granted", _("Granted")
    PART = "part", _("Granted in part")
    SETTLED = "settled", _("Settled by agreement")
    REFUSED = "refused", _("Refused")
    SET_ASIDE = "set_aside", _("Earlier decision set aside")


class CompensationPayer(TextChoices):
    """Who is to pay."""

    STATE = "state", _("State compensation scheme")
    OFFENDER = "offender", _("Convicted or accused person")
    EMPLOYER = "employer", _("Employer")
    OTHER = "other", _("Another body or person")
    NOT_KNOWN = "not_known", _("Not known")


class RemedyAppeal(TextChoices):
    """Whether a decision on a claim is appealed."""

    OPEN = "open", _("Not decided yet")
    NONE = "none", _("No appeal")
    BY_CHILD = "by_child", _("Appealed for the child")
    BY_OTHER = "by_other", _("Appealed by the other side")


class MoneyCurrency(TextChoices):
    """The currency of an amount."""

    AFN = "AFN", _("Afghani (AFN)")
    BDT = "BDT", _("Bangladesh taka (BDT)")
    BTN = "BTN", _("Bhutan ngultrum (BTN)")
    INR = "INR", _("Indian rupee (INR)")
    MVR = "MVR", _("Maldives rufiyaa (MVR)")
    NPR = "NPR", _("Nepalese rupee (NPR)")
    PKR = "PKR", _("Pakistan rupee (PKR)")
    LKR = "LKR", _("Sri Lanka rupee (LKR)")
    AED = "AED", _("UAE dirham (AED)")
    USD = "USD", _("US dollar (USD)")
    OTHER = "XXX", _("Another currency, named in the remarks")


class MoneyRecipient(TextChoices):
    """Where a payment went."""

    CHILD = "child", _("Account in the child’s name")
    LOCKED = "locked", _("Deposit in the child’s name, locked until 18")
    COURT = "court", _("Deposit with the court or authority")
    GUARDIAN = "guardian", _("Account of the legal guardian")
    FAMILY = "family", _("Parent or other relative")
    FACILITY = "facility", _("Facility or agency")
    CASH = "cash", _("Cash to the child")
    OTHER = "other", _("Another recipient")


class PaymentReceipt(TextChoices):
    """What proves a payment."""

    CHILD_CONFIRMED = "child", _("Bank record seen, and the child knows of it")
    SEEN = "seen", _("Bank record or receipt seen")
    SAID = "said", _("Reported only")
    NONE = "none", _("No receipt")


class MoneyController(TextChoices):
    """Who controls the money until the child is 18."""

    COURT = "court", _("Court or authority that releases it")
    GUARDIAN = "guardian", _("Legal guardian who is not a relative")
    PARENT = "parent", _("Parent")
    RELATIVE = "relative", _("Another relative")
    CHILD = "child", _("The child")
    FACILITY = "facility", _("Facility or agency")
    OTHER = "other", _("Someone else")
    NOT_KNOWN = "not_known", _("Not known")


class MoneyControlState(TextChoices):
    """Whether a second person confirmed who controls the money."""

    RECORDED = "recorded", _("Recorded")
    PROPOSED = "proposed", _("Waiting for a second person")
    CONFIRMED = "confirmed", _("Confirmed by a second person")
    RETURNED = "returned", _("Not confirmed")


# A control of money that counts: no one is asked, or a second person confirmed it.
DECIDED_CONTROL: Final = (MoneyControlState.RECORDED, MoneyControlState.CONFIRMED)


class MoneySafeguard(TextChoices):
    """What protects the money until the child is 18."""

    LOCKED = "locked", _("Deposit locked until 18")
    RELEASE = "release", _("Each withdrawal needs a decision of the court or authority")
    TWO = "two", _("Withdrawals need two signatures, one outside the family")
    STATEMENTS = "statements", _("Bank statements are checked regularly")
    CHILD_HOLDS = "child_holds", _("The child has the bank book or the access")
    NONE = "none", _("None")


class MoneyRisk(TextChoices):
    """Who may take the money from the child."""

    NONE = "none", _("No risk known")
    FAMILY = "family", _("Pressure by the family")
    ACCUSED = "accused", _("The accused, a trafficker or people near them have access")
    DEBT = "debt", _("Debt or a claim of others on the money")
    OFFICIAL = "official", _("A fee or share demanded by an official or intermediary")
    NOT_KNOWN = "not_known", _("Not assessed")


class ChildMoneyView(TextChoices):
    """What the child thinks of who controls the money."""

    AGREES = "agrees", _("Agrees")
    DISAGREES = "disagrees", _("Does not agree")
    UNDECIDED = "undecided", _("Has not decided")
    CANNOT_SAY = "cannot_say", _("Too young or not able to say")
    NOT_ASKED = "not_asked", _("Was not asked")


# Remedies that end with money in the child's hands.
MONEY_KINDS: Final = (LegalMeasureKind.COMPENSATION, LegalMeasureKind.CIVIL)
# Until the child has it, or cannot have it, someone has a next step on a day.
OPEN_MEASURES: Final = (
    MeasureState.NOT_CLAIMED,
    MeasureState.CLAIMED,
    MeasureState.AWARDED,
    MeasureState.PART_PAID,
)
# The statuses of money that a decision awarded.
AWARDED_STATES: Final = (MeasureState.AWARDED, MeasureState.PART_PAID, MeasureState.RECEIVED)
GRANTED: Final = (RemedyOutcome.GRANTED, RemedyOutcome.PART, RemedyOutcome.SETTLED)
# Recipients that are neither the child's own account or deposit nor the authority.
OTHER_RECIPIENTS: Final = (
    MoneyRecipient.GUARDIAN,
    MoneyRecipient.FAMILY,
    MoneyRecipient.FACILITY,
    MoneyRecipient.CASH,
    MoneyRecipient.OTHER,
)
CONTROL_ASKED_NOTICE = NoticeKind(
    "money_asked", _("Who controls a child’s money is awaiting your approval")
)
CONTROL_DECIDED_NOTICE = NoticeKind(
    "money_decided", _("A decision was made about who controls a child’s money")
)
PAID_ELSEWHERE_NOTICE = NoticeKind(
    "money_elsewhere", _("Compensation was not paid into an account or deposit of the child")
)
NOTICES = (CONTROL_ASKED_NOTICE, CONTROL_DECIDED_NOTICE, PAID_ELSEWHERE_NOTICE)
