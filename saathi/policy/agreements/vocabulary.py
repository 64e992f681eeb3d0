"""Codes of agreements and focal points."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind
from saathi.people.languages import Language


class AgreementKind(TextChoices):
    """What was agreed. Only an information protocol says what may be shared about a child."""

    BILATERAL = "bilateral", _("Bilateral agreement")
    MULTILATERAL = "multilateral", _("Multilateral agreement or convention")
    MEMORANDUM = "memorandum", _("Memorandum of understanding")
    PLAN = "plan", _("Joint plan of action")
    PROCEDURE = "procedure", _("Standard operating procedure")
    INFORMATION = "information", _("Information-sharing protocol")
    OTHER = "other", _("Other")
    NOT_KNOWN = "not_known", _("Not known")


class AgreementStage(TextChoices):
    """How far an agreement has come, as its source says."""

    NEGOTIATION = "negotiation", _("In negotiation")
    AGREED = "agreed", _("Agreed, not signed")
    SIGNED = "signed", _("Signed, not in force")
    IN_FORCE = "in_force", _("In force")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")
    NOT_KNOWN = "not_known", _("Not known")


class AgreementScope(TextChoices):
    """The people that an agreement is about."""

    ALL_CHILDREN = "all_children", _("All children")
    NATIONALS = "nationals", _("Children who are nationals of a party")
    TRAFFICKED = "trafficked", _("Trafficked children")
    ADULTS_TOO = "adults_too", _("Children and adults")
    NOT_KNOWN = "not_known", _("Not known")


class AgreementSafeguard(TextChoices):
    """A safeguard for children that the text of an agreement contains."""

    BEST_INTERESTS = "best_interests", _("Best interests of the child")
    VIEWS = "views", _("Views of the child")
    NO_DETENTION = "no_detention", _("No detention")
    PRIVACY = "privacy", _("Privacy")
    NO_DEFAULT_RETURN = "no_return", _("No return by default")
    NON_PROSECUTION = "no_charge", _("No prosecution of trafficked children")


class AgreementVerification(TextChoices):
    """Whether someone compared an entry with the text of the agreement."""

    UNVERIFIED = "unverified", _("Unverified")
    VERIFIED = "verified", _("Verified against the source")


class FocalPointFunction(TextChoices):
    """What an office is the focal point for. A country has one national focal point at a time."""

    NATIONAL = "national", _("National focal point for cross-border cases")
    TRAFFICKING = "trafficking", _("Trafficking")
    PROTECTION = "protection", _("Child protection")
    TRACING = "tracing", _("Family tracing")
    HELPLINE = "helpline", _("Helpline")
    COURT = "court", _("Courts")
    LABOUR = "labour", _("Child labour")
    DATA = "data", _("Data")
    OTHER = "other", _("Other")


class OfficeContactStatus(TextChoices):
    """Whether an office answered when it was last contacted as a test."""

    NOT_TESTED = "not_tested", _("Not tested")
    REACHED = "reached", _("Reachable")
    NOT_REACHED = "not_reached", _("Not reachable")


class OfficeContactState(TextChoices):
    """Whether a second person published the contact of an office; until then the former is used."""

    PROPOSED = "proposed", _("Waiting for a second person")
    PUBLISHED = "published", _("Published")


class ContactWay(TextChoices):
    """How an office was contacted."""

    TELEPHONE = "telephone", _("Telephone")
    MAIL = "mail", _("E-mail")
    LETTER = "letter", _("Letter")
    VISIT = "visit", _("Visit")
    OTHER = "other", _("Other")


class AgreementLanguage(TextChoices):
    """The languages into which agreements are translated."""

    ENGLISH = Language.ENGLISH.value, Language.ENGLISH.label
    NEPALI = Language.NEPALI.value, Language.NEPALI.label
    HINDI = Language.HINDI.value, Language.HINDI.label
    BENGALI = Language.BENGALI.value, Language.BENGALI.label
    URDU = Language.URDU.value, Language.URDU.label
    SINHALA = Language.SINHALA.value, Language.SINHALA.label
    TAMIL = Language.TAMIL.value, Language.TAMIL.label
    DHIVEHI = Language.DHIVEHI.value, Language.DHIVEHI.label
    DZONGKHA = Language.DZONGKHA.value, Language.DZONGKHA.label
    DARI = Language.DARI.value, Language.DARI.label
    PASHTO = Language.PASHTO.value, Language.PASHTO.label


AGREEMENT_WAITS_NOTICE = NoticeKind(
    "agreement_waits", _("Agreements await publication or confirmation by a second person")
)
AGREEMENT_RETURNED_NOTICE = NoticeKind(
    "agreement_returned", _("An agreement that you submitted was returned for revision")
)
FOCAL_POINT_WAITS_NOTICE = NoticeKind(
    "focal_point_waits", _("Focal points await publication or confirmation by a second person")
)
FOCAL_POINT_RETURNED_NOTICE = NoticeKind(
    "focal_point_returned", _("A focal point that you submitted was returned for revision")
)
FOCAL_CONTACT_WAITS_NOTICE = NoticeKind(
    "focal_contact_waits", _("The contact of a focal point is waiting for a second person")
)
NOTICES = (
    FOCAL_CONTACT_WAITS_NOTICE,
    AGREEMENT_WAITS_NOTICE,
    AGREEMENT_RETURNED_NOTICE,
    FOCAL_POINT_WAITS_NOTICE,
    FOCAL_POINT_RETURNED_NOTICE,
)
