"""Codes for consent, guardians, information and decisions.

The child's own words belong to `participation`, orders to `protection.decisions.orders`.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ConsentScope(TextChoices):
    """What a consent covers: a step, a kind of help, or sharing data (domain B.1, B.5)."""

    CASE = "case", _("Case management")
    HEALTH = "health", _("Health care")
    PSYCHOSOCIAL = "psychosocial", _("Psychosocial support")
    LEGAL = "legal", _("Legal help")
    SHELTER = "shelter", _("Shelter or placement")
    EDUCATION = "education", _("School and training")
    LIVELIHOOD = "livelihood", _("Livelihood")
    SECURITY = "security", _("Protection by the police or others")
    TRACING = "tracing", _("Family tracing")
    ORIGIN = "origin", _("Contact with a consulate or authority of the home country")
    TRANSFER = "transfer", _("Case transfer to another agency")
    INTERVIEW = "interview", _("An interview")
    PICTURE_OR_RECORDING = "picture", _("Picture or recording")
    STATISTICS = "statistics", _("Use in anonymous statistics")
    RESEARCH = "research", _("Research")


class LegalBasis(TextChoices):
    """The legal basis of a step or of sharing data (GDN-001)."""

    CONSENT = "consent", _("Child’s consent")
    ASSENT = "assent", _("Child’s assent; parent’s, caregiver’s or legal guardian’s consent")
    GUARDIAN = "guardian", _("Parent’s, caregiver’s or legal guardian’s consent only")
    BEST_INTERESTS = "best_interests", _("Best interests, although the child refused")
    VITAL = "vital", _("Danger to life or health")
    DUTY = "duty", _("Legal obligation")
    ORDER = "order", _("Order of an authority")
    REFUSED = "refused", _("None: the child refused")


class ChildAnswer(TextChoices):
    """The child's answer."""

    YES = "yes", _("Agreed")
    NO = "no", _("Refused")
    NOT_ASKED = "not_asked", _("Not asked")


class ChildCapacity(TextChoices):
    """How far the child understood the matter, given age and maturity."""

    FULL = "full", _("Understood, and able to explain it in their own words")
    PARTLY = "partly", _("Understood in part")
    NOT = "not", _("Not able to understand yet")
    NOT_JUDGED = "not_judged", _("Not assessed")


class ConsentState(TextChoices):
    """The state of a consent on a day."""

    ACTIVE = "stands", _("Active")
    RENEWAL_NEEDED = "ask_anew", _("Now 18: new consent needed")
    ENDED = "ended", _("Ended")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REFUSED = "refused", _("Refused by the child")


class GuardianKind(TextChoices):
    """The ground of guardianship or representation (GDN-004)."""

    PARENT = "parent", _("Parent")
    RELATIVE = "relative", _("Relative caring for the child")
    APPOINTED = "appointed", _("Appointed by an authority")
    TEMPORARY = "temporary", _("Interim (temporary) guardian")
    INSTITUTION = "institution", _("Head of an institution, by law")


class GuardianYesNo(TextChoices):
    """Yes, no, or not known."""

    NOT_RECORDED = "", _("Not recorded")
    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known")


class AccompanimentStatus(TextChoices):
    """Whether an adult responsible by law or custom is with the child."""

    PARENT = "parent", _("Accompanied by a parent or legal guardian")
    SEPARATED = "separated", _("Separated (with relatives, without parents or legal guardian)")
    ALONE = "alone", _("Unaccompanied")
    NOT_KNOWN = "not_known", _("Not known")


class InformationTopic(TextChoices):
    """The topic of information given to a child (INF-007, INF-008)."""

    RIGHTS = "rights", _("The child’s rights")
    LEGAL_HELP = "legal_help", _("Legal help and how to get it")
    PROCEDURE = "procedure", _("Procedure and next steps")
    SERVICES = "services", _("Available services")
    COMPLAINT = "complaint", _("How to complain")
    RECORD = "record", _("What is recorded, who can read it, and the access log")
    PROTECTION = "protection", _("Protection from alleged perpetrators")
    ASYLUM = "asylum", _("Asylum and right of residence")
    SAFE_MIGRATION = "safe_migration", _("Safe migration and emergency contacts")


class InformationAudience(TextChoices):
    """Who was informed: the child may not yet know what the family knows."""

    CHILD = "child", _("The child")
    FAMILY = "family", _("The family, without the child")
    BOTH = "both", _("The child and the family")


class InformationMethod(TextChoices):
    """How the child was informed, in an accessible way."""

    SPOKEN = "spoken", _("Spoken")
    WRITTEN = "written", _("In writing")
    PICTURES = "pictures", _("With pictures")
    SIGNED = "signed", _("In sign language")
    INTERPRETED = "interpreted", _("Through an interpreter")


class DecisionKind(TextChoices):
    """The kind of significant decision about a child."""

    PLACEMENT = "placement", _("Placement")
    RETURN_HOME = "return_home", _("Return to the family")
    RETURN_ABROAD = "return_abroad", _("Return to another country")
    SEPARATION = "separation", _("Separation from the family")
    TRANSFER = "transfer", _("Case transfer to another agency")
    PLAN = "plan", _("Case plan")
    SERVICE = "service", _("A service")
    COURT = "court", _("Court procedure")
    ADMINISTRATIVE = "administrative", _("Administrative procedure")
    TESTIMONY = "testimony", _("Testimony by the child")
    CONTACT = "contact", _("Contact with family or others")
    CLOSING = "closing", _("Case closure")
    OTHER = "other", _("Another decision")


class ChildParticipation(TextChoices):
    """Whether and how the child was heard in the decision (CHP-001)."""

    IN_PERSON = "in_person", _("Heard in person")
    REPRESENTED = (
        "represented",
        _("Heard through a representative or a person the child chose"),
    )
    CHOSE_NOT = "chose_not", _("Chose not to speak")
    TOO_YOUNG = "too_young", _("Too young to be asked; wellbeing observed")
    NOT_HEARD = "not_heard", _("Not heard")


class ChildViewWeight(TextChoices):
    """The weight given to the child's view (CRC art. 12)."""

    FOLLOWED = "followed", _("Followed")
    IN_PART = "in_part", _("Followed in part")
    OTHERWISE = "otherwise", _("Not followed")
    NO_VIEW = "no_view", _("The child gave no view")


class ChildAgreement(TextChoices):
    """The child's response to the decision (CPL-005)."""

    NOT_RECORDED = "", _("Not recorded")
    AGREES = "agrees", _("Agrees")
    DISAGREES = "disagrees", _("Disagrees")
    UNSURE = "unsure", _("Not sure")
    NOT_ASKED = "not_asked", _("Not asked yet")


class DecisionMaker(TextChoices):
    """Who made the decision."""

    CHILD = "child", _("The child")
    TOGETHER = "together", _("The child and the team together")
    TEAM = "team", _("The team")
    GUARDIAN = "guardian", _("The guardian")
    AUTHORITY = "authority", _("An authority or court")


class Speaker(TextChoices):
    """The person whose view is recorded besides the child's (CHP-014)."""

    PARENT = "parent", _("Parent")
    CARER = "carer", _("Caregiver")
    SIBLING = "sibling", _("Sister or brother")
    TEACHER = "teacher", _("Teacher")
    FIELD_STAFF = "field_staff", _("Field worker")
    OTHER = "other", _("Other person")
