"""Codes of the screening for international protection and of contact with a country of origin."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class ProtectionAnswer(TextChoices):
    """The answer to one prompt of the screening; each is complete."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known")
    NOT_ASKED = "not_asked", _("Not asked")
    CHOSE_NOT = "chose_not", _("Chose not to say")


class ScreenerTraining(TextChoices):
    """Whether the person who screened is trained to do so."""

    TRAINED = "trained", _("Trained in screening for international protection")
    NOT_TRAINED = "not_trained", _("Not trained")
    NOT_KNOWN = "not_known", _("Not known")


class RepresentativePresence(TextChoices):
    """Whether the legal representative was there."""

    PRESENT = "present", _("Present")
    NOT_PRESENT = "not_present", _("Not present")
    NONE = "none", _("The child has none")
    NOT_KNOWN = "not_known", _("Not known")


class ProtectionScreeningResult(TextChoices):
    """The result of a screening."""

    NO_SIGN = "no_sign", _("No sign of a need for international protection")
    SIGN = "sign", _("Signs of a need for protection: refer")
    CLAIM = "claim", _("Claim for asylum made")
    REFUGEE = "refugee", _("Registered refugee")
    STATELESS = "stateless", _("Stateless or at risk of statelessness")
    UNFINISHED = "unfinished", _("Not finished")


SIGNS = frozenset(
    {
        ProtectionScreeningResult.SIGN,
        ProtectionScreeningResult.CLAIM,
        ProtectionScreeningResult.REFUGEE,
        ProtectionScreeningResult.STATELESS,
    }
)


class ContradictingDetail(TextChoices):
    """A detail of the child's record that contradicts the result "no sign"; found by the database."""

    NATIONALITY = "nationality", _("Nationality not known, disputed, or stateless")
    RESIDENCE = "residence", _("Refugee, or has applied for asylum")
    CARD = "card", _("Refugee or asylum card")
    FLED = "fled", _("Fled war or persecution")
    DANGER = "danger", _("A family member may be a danger to the child")
    GUARDIAN = "guardian", _("A guardian is recorded, but no legal representative was named")
    INVOLVED = (
        "involved",
        _("The guardian may be involved in the harm, or has a conflict of interest"),
    )
    EARLIER = "earlier", _("Answer “Yes” in another screening")


class ProtectionBody(TextChoices):
    """Where a child is referred for international protection."""

    ASYLUM = "asylum", _("National asylum body")
    UNHCR = "unhcr", _("UNHCR")
    LEGAL_AID = "legal_aid", _("Legal aid")
    STATELESSNESS = "statelessness", _("Statelessness procedure")


class ClaimOutcome(TextChoices):
    """The outcome of a referral for international protection."""

    WAITING = "waiting", _("No decision yet")
    RECOGNISED = "recognised", _("Protection granted or status recognised")
    REFUSED = "refused", _("Refused")
    NO_CLAIM = "no_claim", _("Advised: no claim to make")
    WITHDRAWN = "withdrawn", _("Withdrawn by the child or the representative")


class ClaimAppeal(TextChoices):
    """The state of an appeal against the decision."""

    NOT_RECORDED = "", _("Not recorded")
    NONE = "none", _("No appeal")
    WAITING = "waiting", _("Appealed, not decided yet")
    ALLOWED = "allowed", _("Appeal allowed")
    DISMISSED = "dismissed", _("Appeal dismissed")


class RemovedFrom(TextChoices):
    """The record from which a country of origin was removed."""

    RECORD = "record", _("Nationality or home in the child’s record")
    ROUTE = "route", _("Beginning of the trafficking route")
    WAY = "way", _("Countries of the child’s way in a transfer")


class ContactGate(TextChoices):
    """Whether the country of origin may be contacted; derived by the database."""

    NOT_SCREENED = "not_screened", _("No. The child has not been screened by a trained person.")
    UNFINISHED = "unfinished", _("No. The screening is not finished.")
    CLOSED = "closed", _("No. The child has, or may need, international protection.")
    # For those who may not read the screenings: unfinished or closed.
    NOT_NOW = "not_now", _("No. The screening does not allow it now.")
    # Another record of the same child allows less. It may be one that the reader may not read.
    OTHER_FILE = (
        "other_file",
        _("No. Another file that is, or may be, of this child does not allow it now."),
    )
    STATELESS = (
        "stateless",
        _("Only through the legal representative, with the child’s assent or consent."),
    )
    OPEN = (
        "open",
        _("Yes, with consent or another legal basis and a supervisor’s approval."),
    )


class PermissionAnswer(TextChoices):
    """The child's answer to a contact with the country of origin."""

    AGREES = "agrees", _("Agrees")
    IN_PART = "in_part", _("Agrees to the parts selected here")
    REFUSES = "refuses", _("Does not want it")
    CHOSE_NOT = "chose_not", _("Chose not to say")
    TOO_YOUNG = "too_young", _("Too young to answer in words")
    NOT_ASKED = "not_asked", _("Not asked yet")


class ContactRoute(TextChoices):
    """Who makes the contact."""

    AGENCY = "agency", _("Our agency")
    REPRESENTATIVE = "representative", _("The child’s legal representative")


class OriginBody(TextChoices):
    """The body of the country of origin."""

    CONSULATE = "consulate", _("Embassy or consulate")
    MINISTRY = "ministry", _("Ministry")
    CHILD_PROTECTION = "protection", _("Child protection authority")
    POLICE = "police", _("Police or border authority")
    COURT = "court", _("Court")
    OTHER = "other", _("Another body")


class PermissionState(TextChoices):
    """The state of a permission to contact the country of origin."""

    ASKED = "asked", _("Awaiting a supervisor")
    OPEN = "open", _("Contact permitted")
    REFUSED = "refused", _("Not permitted")
    ENDED = "ended", _("Ended")


class ContactMaker(TextChoices):
    """Who made a contact with the country of origin."""

    US = "us", _("Our agency, with permission")
    STAFF = "staff", _("A member of our staff, without permission")
    POLICE = "police", _("Police")
    COURT = "court", _("Court")
    COMMITTEE = "committee", _("Child welfare committee or board")
    MINISTRY = "ministry", _("Ministry or department")
    HOME = "home", _("Home or shelter")
    MISSION = "mission", _("The embassy or consulate itself")
    OTHER = "other", _("Someone else")
    NOT_KNOWN = "not_known", _("Not known")


class ContactChannel(TextChoices):
    """How the contact was made."""

    CALL = "call", _("Telephone call")
    LETTER = "letter", _("Letter or email")
    LIST = "list", _("List of names")
    VISIT = "visit", _("Visit")
    OTHER = "other", _("Otherwise")
    NOT_KNOWN = "not_known", _("Not known")


class ContactSafeguard(TextChoices):
    """Whether the safeguards were met on the day of a contact; derived by the database.

    It does not tell what a screening found: `SafeguardFinding` says more, to readers of screenings.
    """

    MET = "met", _("Screened, and permitted")
    NOT_SCREENED = "not_screened", _("Before a finished screening")
    NOT_MET = "not_met", _("Safeguards not met")


class SafeguardFinding(TextChoices):
    """Why the safeguards of a contact were not met after a finished screening."""

    NOT_ALLOWED = "not_allowed", _("Although the child may need protection")
    NO_PERMISSION = "no_permission", _("Without permission")


CONTACT_ASKED_NOTICE = NoticeKind(
    "contact_asked", _("A request to contact a country of origin is awaiting your decision")
)
CONTACT_DECIDED_NOTICE = NoticeKind(
    "contact_decided", _("Your request to contact a country of origin was decided")
)
ORIGIN_CONTACTED_NOTICE = NoticeKind(
    "origin_contacted",
    _("A country of origin was contacted without the safeguards"),
    is_urgent=True,
)
ACCESS_ENDED_NOTICE = NoticeKind(
    "access_ended",
    _("Access to a child’s file from another country ended: see international protection"),
    is_urgent=True,
)
NOTICES = (
    CONTACT_ASKED_NOTICE,
    CONTACT_DECIDED_NOTICE,
    ORIGIN_CONTACTED_NOTICE,
    ACCESS_ENDED_NOTICE,
)
