"""Codes for decisions of authorities: orders, status, time limits, breached safeguards.

Decisions of our own staff with a child belong to `participation` and `care_plans`.
"""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class AuthorityKind(TextChoices):
    """The kind of authority; its name is sealed, because it often reveals the place."""

    WELFARE_COMMITTEE = "welfare_committee", _("Child welfare committee or board")
    JUVENILE_BOARD = "juvenile_board", _("Juvenile justice board")
    COURT = "court", _("Court")
    PROSECUTION = "prosecution", _("Prosecution")
    POLICE = "police", _("Police")
    REFERRAL = "referral", _("National referral mechanism")
    DEPARTMENT = "department", _("Government department")
    IMMIGRATION = "immigration", _("Immigration or border authority")
    LABOUR = "labour", _("Labour inspection")
    CONSULATE = "consulate", _("Embassy or consulate")
    COMMISSION = "commission", _("Human rights or child rights commission")
    OTHER = "other", _("Another body")


# The authorities of this country: a consulate learns of a child only as the screening for
# international protection allows, so it is never the one to notify or the responsible one.
NATIONAL_AUTHORITIES: Final = tuple(
    kind for kind in AuthorityKind if kind != AuthorityKind.CONSULATE
)
NATIONAL_AUTHORITY_CHOICES: Final = tuple((kind.value, kind.label) for kind in NATIONAL_AUTHORITIES)


class OrderKind(TextChoices):
    """The subject of an order (AUT-001)."""

    PRODUCTION = "production", _("Production before the authority")
    PLACEMENT = "placement", _("Placement")
    RESTORATION = "restoration", _("Return to the family")
    AGE = "age", _("Declaration of age")
    GUARDIAN = "guardian", _("Appointment of a guardian")
    PROTECTION = "protection", _("Protection")
    REPATRIATION = "repatriation", _("Return to another country")
    STATUS = "status", _("Decision on trafficking status")
    OTHER = "other", _("Another order")


class Appeal(TextChoices):
    """The state of an appeal against an order."""

    NOT_RECORDED = "", _("Not recorded")
    NONE = "none", _("No appeal")
    LODGED = "lodged", _("Appealed, not decided yet")
    UPHELD = "upheld", _("Appealed and upheld")
    CHANGED = "changed", _("Appealed and changed")
    SET_ASIDE = "set_aside", _("Set aside on appeal")


class ChildHeard(TextChoices):
    """Whether the child was heard in the procedure that led to an order (CHP-001); no default."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known")


class LegalEffect(TextChoices):
    """How far an age declared by an authority is binding (AUT-004)."""

    BINDING = "binding", _("Legally binding")
    REBUTTABLE = "rebuttable", _("Valid unless rebutted")
    THIS_MATTER = "this_matter", _("For this proceeding only")
    NOT_KNOWN = "not_known", _("Effect not known")


class OrderState(TextChoices):
    """The state of an order on a day."""

    RUNNING = "running", _("In force")
    APPEALED = "appealed", _("In force, under appeal")
    EXPIRED = "expired", _("Expired")
    ENDED = "ended", _("Ended or carried out")
    SET_ASIDE = "set_aside", _("Set aside")


class StatusLayer(TextChoices):
    """Whose view of the status it is (AUT-002). None affects access to help (AUT-003)."""

    PRACTITIONER = "practitioner", _("The child’s team")
    PRELIMINARY = "preliminary", _("Authority, preliminary")
    FINAL = "final", _("Authority, final")


class TraffickingFinding(TextChoices):
    """The finding. Presumed, verified and not verified are three different values (IDN-020)."""

    PRESUMED = "presumed", _("Trafficking is presumed")
    ESTABLISHED = "established", _("Trafficking is established")
    NOT_ESTABLISHED = "not_established", _("Trafficking is not established")
    OPEN = "open", _("Reopened, not decided")


class StatusDecisionMove(TextChoices):
    """The effect of a decision on the previous one in its layer."""

    DECIDED = "decided", _("Decided")
    RECONSIDERED = "reconsidered", _("Reconsidered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class LimitTrigger(TextChoices):
    """The event that starts a time limit of law or procedure (AUT-006)."""

    FOUND = "found", _("The child was found or rescued")
    APPREHENDED = "apprehended", _("The child was apprehended by the police")
    REMOVED = "removed", _("The child was removed from home in an emergency")
    ORDERED = "ordered", _("An order was made")


class LimitCode(TextChoices):
    """The requirements of the shipped limits; a country's procedure may define others."""

    PRODUCE = "produce", _("Bring the child before the child welfare committee")
    PRODUCE_BOARD = "produce_board", _("Bring the child before the juvenile justice board")
    ASSESS = "assess", _("Assess the child’s best interests")


class Safeguard(TextChoices):
    """The safeguard that was breached. The fact is recorded in any case (domain C, invariant 0)."""

    DEPORTED = (
        "deported",
        _("Deported, or sent to another country without a decision for the child"),
    )
    PUSHED_BACK = "pushed_back", _("Pushed back at a border")
    RETURNED = "returned", _("Returned home without an assessment")
    ARRESTED = "arrested", _("Arrested")
    DETAINED = "detained", _("Held in a police cell, prison or detention")
    CHARGED = "charged", _("Charged or punished for what others made the child do")
    NOT_MOVED = "not_moved", _("Accused or detained, and not transferred to child protection")
    REMOVED_AT_NIGHT = "removed_at_night", _("Moved at night or without warning")
    UNSAFE_PLACE = "unsafe_place", _("Placed in an unsafe or unregistered setting")
    WITH_ADULTS = "with_adults", _("Accommodated with unrelated adults")
    FACED_ACCUSED = "faced_accused", _("Confronted with the accused")
    OPEN_COURT = "open_court", _("Hearing with the child open to the public")
    NAMED = "named", _("Name or picture disclosed")
    CONTACTED_ORIGIN = (
        "contacted_origin",
        _("Consulate or home contacted before the child was asked"),
    )
    HELP_CONDITIONAL = "help_conditional", _("Assistance made conditional on cooperation")
    OTHER = "other", _("Another safeguard")


# What authorities do to a child in place of protection. It harms the child again (secondary
# victimisation) and is never a form of return (XBR-014).
SECONDARY_VICTIMISATION: Final = (
    Safeguard.DEPORTED,
    Safeguard.PUSHED_BACK,
    Safeguard.ARRESTED,
    Safeguard.DETAINED,
    Safeguard.CHARGED,
    Safeguard.NOT_MOVED,
)
# With these the child is in another country, or on the way there.
REMOVED_ABROAD: Final = (Safeguard.DEPORTED, Safeguard.PUSHED_BACK)


class SafeguardBreaker(TextChoices):
    """Who breached a safeguard. Not to know it is an answer."""

    NOT_RECORDED = "", _("Not recorded")
    POLICE = "police", _("Police")
    BORDER = "border", _("Border force or immigration authority")
    COURT = "court", _("Court or prosecution")
    WELFARE = "welfare", _("Child welfare authority")
    OFFICIALS = "officials", _("Another authority")
    FACILITY = "facility", _("Facility or agency that cares for the child")
    OURSELVES = "ourselves", _("Our own agency")
    FAMILY = "family", _("Family or other relatives")
    PRESS = "press", _("Press or other media")
    OTHERS = "others", _("Others")
    NOT_KNOWN = "not_known", _("Not known")


class SafeguardAlertState(TextChoices):
    """The outcome of the alert to the authority."""

    NOT_NOTIFIED = "to_tell", _("Authority not notified yet")
    NOTIFIED = "told", _("Authority notified, no response yet")
    MENDED = "mended", _("Response received, remedied")
    NOT_MENDED = "not_mended", _("Response received, not remedied")
    NOT_TOLD = "not_told", _("Not notified, reason recorded")


SAFEGUARD_NOTICE = NoticeKind(
    "safeguard",
    _("A safeguard violation was recorded; an authority must be notified"),
    is_urgent=True,
)
NOTICES = (SAFEGUARD_NOTICE,)
