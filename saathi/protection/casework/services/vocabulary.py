"""Codes of services and support: the directory, referrals, courses, sessions, livelihood.

No code says whether a child was trafficked or where they are from: help never depends on either.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import DraftKind, NoticeKind
from saathi.people.languages import Language


class DirectoryLanguage(TextChoices):
    """The languages into which entries of the directory are translated."""

    ENGLISH = Language.ENGLISH.value, Language.ENGLISH.label
    NEPALI = Language.NEPALI.value, Language.NEPALI.label
    HINDI = Language.HINDI.value, Language.HINDI.label
    BENGALI = Language.BENGALI.value, Language.BENGALI.label
    URDU = Language.URDU.value, Language.URDU.label
    MAITHILI = Language.MAITHILI.value, Language.MAITHILI.label
    DARI = Language.DARI.value, Language.DARI.label
    PASHTO = Language.PASHTO.value, Language.PASHTO.label


class ServiceKind(TextChoices):
    """The kind of a service; legal, social, medical and psychological help are separate (SRV-001)."""

    SHELTER = "shelter", _("Shelter or accommodation")
    HEALTH = "health", _("Health care")
    PSYCHOSOCIAL = "psychosocial", _("Psychosocial counselling")
    LEGAL = "legal", _("Legal help")
    SOCIAL = "social", _("Social work and welfare schemes")
    EDUCATION = "education", _("School and education")
    VOCATIONAL = "vocational", _("Vocational training")
    LIFE_SKILLS = "life_skills", _("Life skills")
    LIVELIHOOD = "livelihood", _("Livelihood support for the family")
    FAMILY = "family", _("Family support")
    PEER = "peer", _("Peer support by trained young people")
    INFORMATION = "information", _("Information and awareness")
    INTERPRETING = "interpreting", _("Interpreting")
    PROTECTION = "protection", _("Police or protection")
    DOCUMENTS = "documents", _("Documents and registration")
    COMMUNITY = "community", _("Community group or committee")


class ServedGender(TextChoices):
    """The genders a service accepts. A limit is shown as one (RTS-008)."""

    GIRLS = "girls", _("Girls")
    BOYS = "boys", _("Boys")
    OTHERS = "others", _("Children of another gender")


class ServiceAccessibility(TextChoices):
    """What makes a service usable with a disability (SRV-004)."""

    STEP_FREE = "step_free", _("Step-free access")
    TOILET = "toilet", _("Wheelchair-accessible toilet")
    SIGN = "sign", _("Sign language")
    BLIND = "blind", _("Accessible to blind children")
    LEARNING = "learning", _("For children with learning difficulties")
    MENTAL = "mental", _("For children with mental health conditions")
    CARE = "care", _("Help with daily care")
    OUTREACH = "outreach", _("Visits the child")


class InclusivePractice(TextChoices):
    """How a service respects children of every community, faith and caste (SRV-003)."""

    OWN_LANGUAGE = "own_language", _("Staff of several communities and languages")
    FOOD = "food", _("Food that respects faith and custom")
    FAITH = "faith", _("Time and room for every faith")
    TOGETHER = "together", _("Children of every caste eat and live together")


class ChildFriendlyFeature(TextChoices):
    """What makes a service friendly to children (SRV-002)."""

    TRAINED = "trained", _("Staff trained to work with children")
    APART = "apart", _("Separate from adults and from the accused")
    PRIVATE = "private", _("Private room")
    CHOICE = "choice", _("Choice of a female or male worker")
    COMPLAINT = "complaint", _("Complaint procedure for children")


class ServiceCost(TextChoices):
    """Who pays."""

    FREE = "free", _("Free")
    COVERED = "covered", _("Paid for by a scheme or agency")
    PART = "part", _("The family pays part")
    PAID = "paid", _("Payment required")
    NOT_KNOWN = "not_known", _("Not known")


class ReferralUrgency(TextChoices):
    """How soon the child needs it, in the words of the urgency of a report (`intake.Urgency`)."""

    DANGER = "danger", _("Immediate danger")
    NOW = "now", _("Today")
    SOON = "soon", _("Within a few days")
    PLANNED = "planned", _("Not urgent")


class ReferralState(TextChoices):
    """The state of a referral."""

    OFFERED = "offered", _("Awaiting response")
    ACCEPTED = "accepted", _("Accepted, not started")
    ATTENDED = "attended", _("In progress")
    ENDED = "ended", _("Ended")
    DECLINED = "declined", _("Declined by the service")
    CHILD_DECLINED = "child_declined", _("The child does not want it")
    STOPPED = "stopped", _("Stopped")


class ReferralSentBy(TextChoices):
    """How the service learned of a referral."""

    NOT_RECORDED = "", _("Not recorded")
    LETTER = "letter", _("Referral letter handed over or posted")
    TELEPHONE = "telephone", _("By telephone")
    IN_PERSON = "in_person", _("In person, with the child")
    MESSAGE = "message", _("By e-mail or message")
    OTHER = "other", _("In another way")


class ChildReferralAnswer(TextChoices):
    """The child's response to the offer."""

    NOT_RECORDED = "", _("Not recorded")
    YES = "yes", _("Wants it")
    UNSURE = "unsure", _("Not sure yet")
    NO = "no", _("Does not want it")
    CHOSE_NOT = "chose_not", _("Chose not to say")
    NOT_ASKED = "not_asked", _("Not asked")


# Answers of a child who was informed of the service; otherwise not yet asked, or not recorded.
ANSWERS_TO_OFFER = (
    ChildReferralAnswer.YES,
    ChildReferralAnswer.UNSURE,
    ChildReferralAnswer.NO,
    ChildReferralAnswer.CHOSE_NOT,
)


class ReferralDeclineReason(TextChoices):
    """Why a service declined. Some reasons are discriminatory (RTS-003, RTS-008)."""

    FULL = "full", _("No places available")
    NOT_OFFERED = "not_offered", _("Does not offer this")
    TOO_FAR = "too_far", _("Too far away")
    COST = "cost", _("No funding")
    AGE = "age", _("Age")
    GENDER = "gender", _("Girl, boy or another gender")
    DISABILITY = "disability", _("Disability")
    LANGUAGE = "language", _("Language")
    ORIGIN = "origin", _("Nationality, residence or where the child is from")
    PAPERS = "papers", _("No documents")
    COMMUNITY = "community", _("Caste, ethnic group or religion")
    HISTORY = "history", _("What happened to the child, or lack of proof")
    COOPERATION = "cooperation", _("The child does not give evidence")
    OTHER = "other", _("Another reason")


class ReferralOutcome(TextChoices):
    """The outcome of the help."""

    HELPED = "helped", _("The need was met")
    PARTLY = "partly", _("Met in part")
    NOT_HELPED = "not_helped", _("Not met")
    LEFT = "left", _("The child left before the end")
    PASSED_ON = "passed_on", _("Referred to another service")
    NOT_COME = "not_come", _("The child did not attend")
    NOT_KNOWN = "not_known", _("Not known")


class ServiceExperience(TextChoices):
    """The child's opinion of the service or course."""

    NOT_RECORDED = "", _("Not recorded")
    GOOD = "good", _("It was good")
    MIXED = "mixed", _("Some was good, some not")
    BAD = "bad", _("It was not good")
    CHOSE_NOT = "chose_not", _("Chose not to say")
    NOT_ASKED = "not_asked", _("Not asked")


class ReferralDocumentStatus(TextChoices):
    """Whether the child has papers; only for equity of access (RTS-009), never asked of the child."""

    NOT_RECORDED = "", _("Not recorded")
    YES = "yes", _("Has documents")
    NO = "no", _("Has no documents")
    NOT_KNOWN = "not_known", _("Not known")


class SharedInformation(TextChoices):
    """What is shared with a service about the child. The less, the better."""

    CODE = "code", _("Case ID, no name")
    NAME = "name", _("Name")
    AGE = "age", _("Age")
    LANGUAGE = "language", _("Languages")
    CONTACT = "contact", _("Contact details of the child")
    NEED = "need", _("The child’s needs")
    HEALTH = "health", _("Health")
    HAPPENED = "happened", _("What happened")
    FAMILY = "family", _("Family and caregivers")


class CourseKind(TextChoices):
    """The kind of a group that meets over weeks or months."""

    LIFE_SKILLS = "life_skills", _("Life skills course")
    VOCATIONAL = "vocational", _("Vocational training")
    CATCH_UP = "catch_up", _("Catch-up education")
    PEER_GROUP = "peer_group", _("Group led by trained young people")
    REINTEGRATION = "reintegrate", _("Reintegration programme")
    OTHER = "other", _("Another group")


class ProposalMethod(TextChoices):
    """How children took part in shaping a programme (CPL-011)."""

    GROUP_TALK = "group_talk", _("Group discussion")
    CHILDREN_LED = "children_led", _("Discussion led by children")
    CHOSEN = "chosen", _("Representatives chosen by the children")
    DRAWN = "drawn", _("Drawings and games")
    EACH = "each", _("Individual conversations")


class ProposalTopic(TextChoices):
    """The topics of children's proposals for a programme."""

    CONTENT = "content", _("Activities and content")
    TIMES = "times", _("Times and duration")
    PLACE = "place", _("Place and travel")
    PEOPLE = "people", _("Course leaders")
    RULES = "rules", _("Rules")
    WAY_HOME = "way_home", _("Preparation for the return home, and support afterwards")
    NEW = "new", _("A new programme")


class ProposalResponse(TextChoices):
    """The response to children's proposals."""

    OPEN = "open", _("No response yet")
    TAKEN = "taken", _("Taken up")
    IN_PART = "in_part", _("Taken up in part")
    NOT_TAKEN = "not_taken", _("Not taken up")


class CourseModule(TextChoices):
    """The topics of a course session (report, Box 4.2; SRV-008, SRV-015, SRV-016)."""

    COMMUNICATION = "communication", _("Communication")
    DECISIONS = "decisions", _("Making decisions")
    ANGER = "anger", _("Managing anger")
    PRESSURE = "pressure", _("Peer pressure")
    GENDER = "gender", _("Gender discrimination")
    LISTENING = "listening", _("Active listening")
    STRESS = "stress", _("Less stress")
    BODY = "body", _("Body, sexuality and growing up")
    HIV = "hiv", _("HIV and prevention")
    SAFETY = "safety", _("Safe migration and prevention of re-trafficking")
    RIGHTS = "rights", _("Rights and where to get help")
    MONEY = "money", _("Money and saving")
    PRACTICE = "practice", _("Skill or craft")
    LESSONS = "lessons", _("School subjects")


class AttendanceStatus(TextChoices):
    """Whether the child attended. Absence is the child's right and has no consequence for them."""

    CAME = "came", _("Attended")
    PART = "part", _("Attended in part")
    EXCUSED = "excused", _("Excused")
    AWAY = "away", _("Did not attend")


class EnrolmentEndReason(TextChoices):
    """How an enrolment ended."""

    COMPLETED = "completed", _("Completed the course")
    OWN_WISH = "own_wish", _("The child did not want to continue")
    MOVED = "moved", _("Now lives elsewhere")
    BEGAN_OTHER = "began_other", _("School, work or another course")
    NOT_SAFE = "not_safe", _("It was not safe to come")
    OTHER = "other", _("Another reason")


class SupportSessionKind(TextChoices):
    """The kind of support given to the child."""

    COUNSELLING = "counselling", _("Psychosocial session with the child")
    FAMILY = "family", _("Family session")
    GROUP = "group", _("Group session")
    PEER = "peer", _("Peer support")
    INFORMATION = "information", _("Information and learning")
    LEGAL = "legal", _("Legal advice")
    HEALTH = "health", _("Health")
    PLAY = "play", _("Play, sport or art")


class SupportProvider(TextChoices):
    """Who gave the support."""

    COUNSELLOR = "counsellor", _("Counsellor")
    PSYCHOLOGIST = "psychologist", _("Psychologist or psychiatrist")
    SOCIAL_WORKER = "social_worker", _("Social or case worker")
    TRAINED_PEER = "trained_peer", _("Trained young person")
    NURSE = "nurse", _("Nurse or doctor")
    LAWYER = "lawyer", _("Lawyer or paralegal")
    TEACHER = "teacher", _("Teacher or trainer")
    COMMUNITY = "community", _("Trained community member")


class ObservedChange(TextChoices):
    """How the child is doing, as far as staff can observe: for care, never a score."""

    NOT_RECORDED = "", _("Not recorded")
    BETTER = "better", _("Better")
    SAME = "same", _("Unchanged")
    WORSE = "worse", _("Worse")
    NOT_JUDGED = "not_judged", _("Not assessed")


class SessionNoteAudience(TextChoices):
    """Who may read the note of a session."""

    SELF = "self", _("Only the author")
    TEAM = "team", _("The child’s team")


class LivelihoodRecipient(TextChoices):
    """The person whose livelihood is supported."""

    FAMILY = "family", _("The family")
    CHILD = "child", _("The child, if old enough to work")
    CARER = "carer", _("The caregiver")
    COMMUNITY = "commune", _("The community in which the family lives")


class LivelihoodSupport(TextChoices):
    """What was given for a livelihood."""

    TRAINING = "training", _("Training")
    TOOLS = "tools", _("Tools or materials")
    ANIMALS = "animals", _("Animals or seed")
    CASH = "cash", _("Cash")
    LOAN = "loan", _("A loan on fair terms")
    SCHEME = "scheme", _("A place in a public scheme")
    JOB = "job", _("Decent work")
    LAND = "land", _("Land or a place to trade")


class LivelihoodState(TextChoices):
    """The state of the livelihood support."""

    ASKED = "asked", _("Requested")
    GIVEN = "given", _("Given")
    ENDED = "ended", _("Ended")


class LivelihoodSustainability(TextChoices):
    """Whether the livelihood lasts, at a later review."""

    CARRIES = "carries", _("The family can live on it")
    HELPS = "helps", _("It helps, but is not enough")
    LOST = "lost", _("It was lost or sold")
    NOT_YET = "not_yet", _("Too early to say")


REFERRED_NOTICE = NoticeKind("referred", _("A child was referred to your service"))
REFERRAL_ANSWERED_NOTICE = NoticeKind("referral_answered", _("A service responded to a referral"))
SERVICE_WAITS_NOTICE = NoticeKind(
    "service_waits", _("Services await publication or confirmation by a second person")
)
SERVICE_RETURNED_NOTICE = NoticeKind(
    "service_returned", _("A service that you submitted was returned for revision")
)
NOTICES = (
    REFERRED_NOTICE,
    REFERRAL_ANSWERED_NOTICE,
    SERVICE_WAITS_NOTICE,
    SERVICE_RETURNED_NOTICE,
)

REFERRAL_DRAFT = DraftKind("referral", _("Referral"))
DRAFTS = (REFERRAL_DRAFT,)
