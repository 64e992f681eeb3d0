"""Codes of best interests assessments and determinations."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import DraftKind, NoticeKind


class AssessmentOccasion(TextChoices):
    """The step before which, or after which, best interests are assessed."""

    EMERGENCY_REMOVAL = "removal", _("Emergency removal")
    FIRST_PLACEMENT = "placement", _("First placement")
    PLACEMENT_CHANGE = "change", _("Change of placement")
    INTERCEPTION_RETURN = "interception", _("Return after interception inside the country")
    FAMILY_CONTACT = "contact", _("Contact with the family")
    REUNIFICATION = "reunification", _("Reunification with the family")
    PROCEEDINGS = "proceedings", _("Participation in proceedings")
    SCHOOL_OR_FAITH = "school", _("Change of school or religious setting")
    AGE_DISPUTE = "age", _("Age dispute that affects care")
    DETERMINATION = "determination", _("Report for a determination")
    OTHER = "other", _("Another significant step")


class AssessmentExtent(TextChoices):
    """How much an assessment covers."""

    SHORT = "short", _("Short")
    FULL = "full", _("Full")


class AssessmentState(TextChoices):
    """The state of an assessment."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted for approval")
    AGREED = "agreed", _("Approved")
    RETURNED = "returned", _("Returned for revision")


class ChildViewAnswer(TextChoices):
    """The child's answer to the question what they want; each is a complete answer."""

    TOLD = "told", _("The child gave their view")
    CHOSE_NOT = "chose_not", _("The child chose not to say")
    NOT_ASKED = "not_asked", _("Not asked")
    DO_NOT_ASK = "do_not_ask", _("Decided not to ask")
    TOO_YOUNG = "too_young", _("Too young to answer in words")


class ViewMethod(TextChoices):
    """How the child's view was obtained."""

    NOT_RECORDED = "", _("Not recorded")
    ALONE = "alone", _("Conversation with the child alone")
    SUPPORTED = "supported", _("Conversation with a support person present")
    PLAY = "play", _("Play, drawing or other methods")
    REPRESENTED = "represented", _("Through the legal representative")
    EARLIER = "earlier", _("Earlier statement; the child was not asked again")
    OBSERVED = "observed", _("Observation of a young child")


class InterpreterUse(TextChoices):
    """Whether an interpreter was used when the child was heard."""

    NOT_RECORDED = "", _("Not recorded")
    NOT_NEEDED = "not_needed", _("Not needed: the interviewer speaks the child’s language")
    INTERPRETER = "interpreter", _("Interpreter")
    NONE = "none", _("Needed, but no interpreter")


class BestInterestsFactor(TextChoices):
    """The factors that are weighed for each option; `KEY_FACTORS` must be answered or explained."""

    WISH = "wish", _("What the child wants")
    FREEDOM = "freedom", _("How freely the child could speak")
    FEAR = "fear", _("What the child fears most")
    MATURITY = "maturity", _("Maturity")
    ALLEGED_PERSONS = "alleged", _("Safety from alleged perpetrators")
    VIOLENCE = "violence", _("Safety from violence and neglect at home")
    RETRAFFICKING = "retrafficking", _("Protection from re-trafficking")
    WAY_SAFETY = "way", _("Safety during travel")
    THREATS = "threats", _("Safety from threats because of testimony")
    SELF_HARM = "self_harm", _("Risk of self-harm")
    PROTECTION = "protection", _("Protection by the state")
    NON_REFOULEMENT = "refoulement", _("Risk of persecution or serious harm on return")
    RELATION = "relation", _("Verified family relation")
    FAMILY_PART = "family_part", _("Role of the family in the trafficking")
    CARER = "carer", _("Caregiver able and willing")
    SIBLINGS = "siblings", _("Siblings")
    OWN_CHILD = "own_child", _("The child’s own child")
    TIES = "ties", _("Current relationships")
    GUARDIAN = "guardian", _("View of the legal guardian")
    SCHOOL = "school", _("Education and skills")
    HEALTH = "health", _("Health, disability and treatment")
    IDENTITY = "identity", _("Language, religion and community")
    PAPERS = "papers", _("Nationality and documents")
    STANDARDS = "standards", _("Quality of care")
    DISTANCE = "distance", _("Distance")
    MEANS = "means", _("Income, debt and housing")
    SERVICES = "services", _("Services within reach")
    FOLLOW_UP = "follow_up", _("Follow-up by a named person")
    NEEDS = "needs", _("Particular needs")
    REVERSIBLE = "reversible", _("Reversibility")
    TIME = "time", _("Time the child has waited")
    TURNING_18 = "turning_18", _("Turning 18: what continues")
    FALLBACK = "fallback", _("Contingency plan")
    JUSTICE = "justice", _("Legal proceedings and compensation")


KEY_FACTORS: Final = frozenset(
    (
        BestInterestsFactor.WISH,
        BestInterestsFactor.FREEDOM,
        BestInterestsFactor.ALLEGED_PERSONS,
        BestInterestsFactor.VIOLENCE,
        BestInterestsFactor.RETRAFFICKING,
        BestInterestsFactor.RELATION,
        BestInterestsFactor.CARER,
        BestInterestsFactor.STANDARDS,
        BestInterestsFactor.REVERSIBLE,
    )
)


class FactorWeight(TextChoices):
    """What a factor says about an option."""

    SUPPORTS = "supports", _("Supports the option")
    OPPOSES = "against", _("Speaks against it")
    NEUTRAL = "neutral", _("Neutral")
    NOT_KNOWN = "not_known", _("Not known")


class Solution(TextChoices):
    """The options of care and durable solutions."""

    FAMILY = "family", _("Family")
    RELATIVES = "relatives", _("Relatives (kinship care)")
    FOSTER = "foster", _("Foster care")
    KAFALA = "kafala", _("Kafala")
    GUARDIANSHIP = "guardianship", _("Guardianship")
    INDEPENDENT = "independent", _("Supported independent living")
    SMALL_HOME = "small_home", _("Small group home")
    INSTITUTION = "institution", _("Institution")
    STAY = "stay", _("Stay or local integration")
    RETURN = "return", _("Return to the country of origin")
    THIRD_COUNTRY = "third", _("A third country")
    ADOPTION = "adoption", _("Adoption")


class RealToday(TextChoices):
    """Whether an option is real today."""

    YES = "yes", _("Yes")
    IF = "if", _("Yes, under a condition")
    NO = "no", _("No")


class DeterminationOccasion(TextChoices):
    """Why a determination is needed."""

    REPATRIATION = "repatriation", _("Return or transfer across a border")
    THIRD_COUNTRY = "third", _("Solution in a third country")
    SEPARATION = "separation", _("Separation against the will of a parent")
    CLAIMS = "claims", _("Competing claims for the child")
    LONG_RESIDENTIAL = "residential", _("Residential care for more than 6 months")
    FAMILY_PATH = "family_path", _("Kafala, foster care or adoption")
    CHILD_ASKS = "child_asks", _("Request of the child")
    NEW_FACTS = "new_facts", _("New facts after a determination")


class DeterminationState(TextChoices):
    """The state of a determination."""

    OPENED = "opened", _("Report in preparation")
    READY = "ready", _("Report ready")
    LISTED = "listed", _("Listed for a meeting")
    DEFERRED = "deferred", _("Deferred")
    DECIDED = "decided", _("Decided, child not informed yet")
    TOLD = "told", _("Decided, child informed")
    REOPENED = "reopened", _("Reopened")
    ENDED = "ended", _("Ended")


class PersonHeard(TextChoices):
    """Whether guardian, representative, parents or caregiver were heard; no default."""

    HEARD = "heard", _("Heard")
    DECLINED = "declined", _("Asked, gave no view")
    MISSING = "missing", _("There is none")
    NOT_REACHED = "not_reached", _("Not reached")
    NOT_SAFE = "not_safe", _("Not safe to ask")
    NOT_ASKED = "not_asked", _("Not asked yet")


# How forms offer these answers; what is recorded says only the answer.
LABELS_IN_FORMS: Final = {
    ChildViewAnswer.DO_NOT_ASK.value: _("Decided not to ask (give the reason)"),
    PersonHeard.NOT_REACHED.value: _("Not reached (give the reason)"),
    PersonHeard.NOT_SAFE.value: _("Not safe to ask (give the reason)"),
}


class PanelFunction(TextChoices):
    """The function of a panel member."""

    CHILD_PROTECTION = "protection", _("Child protection authority")
    SOCIAL_WORK = "social_work", _("Social worker, not of this case")
    HEALTH = "health", _("Health")
    MENTAL_HEALTH = "mental", _("Mental health and psychosocial support")
    EDUCATION = "education", _("Education")
    LAW = "law", _("Law")
    COMMUNITY = "community", _("Community or child participation")
    OTHER = "other", _("Another function")
    CASE_WORKER = "case_worker", _("Case worker of the child (presents, no vote)")
    HEAD_OF_HOME = "home", _("Head of the child’s home (heard, no vote)")


class ConflictAnswer(TextChoices):
    """What a panel member declared about conflicts of interest; no default."""

    NONE = "none", _("No conflict of interest declared")
    DECLARED = "declared", _("Declared a conflict")
    NOT_DECLARED = "not_declared", _("Not declared yet")


class Undertaking(TextChoices):
    """Whether a panel member signed the confidentiality undertaking."""

    SIGNED = "signed", _("Undertaking signed")
    NOT_SIGNED = "not_signed", _("Undertaking not signed")
    NOT_KNOWN = "not_known", _("Not known")


class PanelVote(TextChoices):
    """The vote of a panel member."""

    NOT_RECORDED = "", _("Not recorded")
    FOR = "for", _("For")
    AGAINST = "against", _("Against")
    ABSTAINED = "abstained", _("Abstained")
    NO_VOTE = "no_vote", _("Present without a vote")
    ABSENT = "absent", _("Absent")


class SiblingDecision(TextChoices):
    """Whether siblings are decided together."""

    NOT_RECORDED = "", _("Not recorded")
    NO_SIBLINGS = "none", _("No siblings concerned")
    TOGETHER = "together", _("Decided together")
    APART = "apart", _("Separate decisions")
    NOT_KNOWN = "not_known", _("Not known")


class OrderEffect(TextChoices):
    """How a determination relates to an order of an authority."""

    NO_ORDER = "", _("No order")
    CONSTITUTES = "constitutes", _("The order is this decision")
    ADVISES = "advises", _("Advises the authority")
    CONTESTS = "contests", _("Contests the order")


class ReconsiderationCause(TextChoices):
    """Why a determination is looked at again."""

    REVIEW = "review", _("Review date")
    NEW_FACT = "new_fact", _("New fact")
    CHILD = "child", _("The child asks")
    GUARDIAN = "guardian", _("The guardian or a parent asks")
    REPRESENTATIVE = "representative", _("The legal representative asks")
    AUTHORITY = "authority", _("Order or appeal decision of an authority")


class ReconsiderationOutcome(TextChoices):
    """The result of looking at a determination again."""

    OPEN = "", _("Not considered yet")
    CONFIRMED = "stands", _("Determination confirmed")
    REOPENED = "reopened", _("A new determination is needed")
    ENDED = "ended", _("Determination ended")


ASSESSMENT_NOTICE = NoticeKind(
    "bia_submitted",
    _("A best interests assessment is awaiting your approval"),
    mail_label=_("An item is awaiting your approval"),
)
ASSESSMENT_ANSWERED_NOTICE = NoticeKind(
    "bia_answered",
    _("Your best interests assessment was approved or returned"),
    mail_label=_("Your request was answered"),
)
REPORT_READY_NOTICE = NoticeKind(
    "bid_ready", _("A best interests determination is ready for a meeting")
)
DECIDED_NOTICE = NoticeKind(
    "bid_decided", _("Best interests were determined: tell the child within 3 days")
)
RECONSIDERATION_NOTICE = NoticeKind("bid_again", _("A best interests determination needs review"))
NOTICES = (
    ASSESSMENT_NOTICE,
    ASSESSMENT_ANSWERED_NOTICE,
    REPORT_READY_NOTICE,
    DECIDED_NOTICE,
    RECONSIDERATION_NOTICE,
)

SHORT_DRAFT = DraftKind("bia_short", _("Short best interests assessment"))
FULL_DRAFT = DraftKind("bia_full", _("Best interests assessment"))
DRAFTS = (SHORT_DRAFT, FULL_DRAFT)
