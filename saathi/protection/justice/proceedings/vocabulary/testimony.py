"""Codes of the child's decision on testimony, of comprehension, of summonses and of further tellings.

Age is no code anywhere here: it is never a reason for or against testimony (JUS-007).
"""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class TestimonyAnswer(TextChoices):
    """The child's own decision. Every answer is complete, and no help depends on it (JUS-014)."""

    WANTS = "wants", _("Wants to testify")
    CONDITIONS = "conditions", _("Only under conditions")
    DOES_NOT_WANT = "does_not_want", _("Does not want to testify")
    UNDECIDED = "undecided", _("Undecided")
    CHOSE_NOT_TO_SAY = "chose_not_to_say", _("Chose not to say")
    NOT_ASKED = "not_asked", _("Not asked")
    DO_NOT_ASK = "do_not_ask", _("Do not ask the child")


class DecisionExplainer(TextChoices):
    """Who explained to the child what testimony means, and that the child may refuse."""

    REPRESENTATIVE = "representative", _("Legal representative")
    WORKER = "worker", _("Case worker")
    GUARDIAN = "guardian", _("Legal guardian")
    COUNSELLOR = "counsellor", _("Counsellor or psychologist")
    SUPPORT_PERSON = "support_person", _("Support person")
    PROSECUTION = "prosecution", _("Prosecution or police")
    COURT = "court", _("Court")
    NO_ONE = "no_one", _("No one")


class ExplanationMethod(TextChoices):
    """How testimony, and the right to refuse it, were explained to the child."""

    CONVERSATION = "conversation", _("Conversation in private")
    INTERPRETER = "interpreter", _("Conversation with an interpreter")
    PICTURES = "pictures", _("Pictures, drawings or a model of the courtroom")
    READ_ALOUD = "read_aloud", _("A text for children, read aloud")
    VIDEO = "video", _("Video")
    COURT_VISIT = "court_visit", _("Preparation visit to the court")
    SIGNS = "signs", _("Sign language or other aids")
    OTHER = "other", _("Another way")
    NOT_KNOWN = "not_known", _("Not known")


class UnderstandingSeen(TextChoices):
    """How it was seen whether the child understood that they may refuse. Age is not among them."""

    OWN_WORDS = "own_words", _("The child said it in their own words")
    QUESTIONS = "questions", _("The child asked about it, and the answers were understood")
    EXAMPLE = "example", _("The child gave an example of refusing")
    SHOWN = "shown", _("The child showed it with signs or pictures")
    NOT_SEEN = "not_seen", _("It was not seen whether the child understood")


class TestimonyFear(TextChoices):
    """What the child fears of testimony, as the child says it (JUS-014)."""

    STIGMA = "stigma", _("Stigma")
    PUNISHMENT = "punishment", _("Punishment")
    THREATS = "threats", _("Threats")
    FAMILY = "family", _("Harm to the family, or the family’s reaction")
    ACCUSED = "accused", _("Being near the accused")
    TELLING = "telling", _("Telling it again")
    OTHER = "other", _("Another fear")
    NONE = "none", _("States no fear")
    NOT_ASKED = "not_asked", _("Not asked")


class TestimonyPressure(TextChoices):
    """Pressure on the child to testify or not to testify, whoever exerts it."""

    NONE = "none", _("None noticed")
    CONDITIONAL_HELP = "conditional_help", _("Help was made to depend on testimony")
    AUTHORITY = "authority", _("Police, prosecution or court")
    FAMILY = "family", _("Family")
    ACCUSED_SIDE = "accused_side", _("Accused or people close to the accused")
    OUR_STAFF = "our_staff", _("Staff of our agency or the facility")
    OTHER = "other", _("Others")
    NOT_KNOWN = "not_known", _("Not known")


class ComprehensionFinder(TextChoices):
    """Who found how far the child understands and answers questions."""

    JUDGE = "judge", _("Judge")
    PSYCHOLOGIST = "psychologist", _("Psychologist or other expert")
    INTERMEDIARY = "intermediary", _("Intermediary")
    INTERVIEWER = "interviewer", _("Trained interviewer")
    REPRESENTATIVE = "representative", _("Legal representative")
    OTHER = "other", _("Another person")


class AnswerQuality(TextChoices):
    """How far the child understood questions, or answered them coherently."""

    YES = "yes", _("Yes")
    WITH_SUPPORT = "with_support", _("Yes, with support")
    PARTLY = "partly", _("In part")
    NO = "no", _("No")
    NOT_ASSESSED = "not_assessed", _("Not assessed")


class ComprehensionGround(TextChoices):
    """On what a finding of comprehension is based. Age is not among them (JUS-007)."""

    ANSWERS = "answers", _("Answers to questions")
    CONVERSATION = "conversation", _("Free conversation")
    AIDS = "aids", _("Pictures, signs or other aids")
    ASSESSMENT = "assessment", _("Assessment by an expert")
    INTERPRETER = "interpreter", _("Conversation with an interpreter")


class SummonsSource(TextChoices):
    """Who summoned the child."""

    COURT = "court", _("Court")
    PROSECUTION = "prosecution", _("Prosecution")
    POLICE = "police", _("Police")
    BOARD = "board", _("Committee or board")
    DEFENCE = "defence", _("Defence")
    OTHER = "other", _("Another authority")


class SummonsSubject(TextChoices):
    """For what the child is summoned."""

    TESTIMONY = "testimony", _("Testimony")
    STATEMENT = "statement", _("Statement to police or prosecution")
    IDENTIFICATION = "identification", _("Identification of a person or place")
    EXAMINATION = "examination", _("Medical examination")
    APPEARANCE = "appearance", _("Personal appearance")
    OTHER = "other", _("Another purpose")


class RepeatedAccountReason(TextChoices):
    """Why the child is to tell again what happened."""

    NONE = "", _("No reason given")
    CHILD_ASKS = "child_asks", _("The child asks for it")
    NEW_FACTS = "new_facts", _("New facts that only the child knows")
    NOT_RECORDED = "not_recorded", _("Earlier statement was not recorded or was lost")
    NOT_ADMITTED = "not_admitted", _("Court does not admit the earlier statement")
    ORDERED = "ordered", _("Ordered by the court")
    OTHER = "other", _("Another reason")


class PresentationState(TextChoices):
    """The state of a request to present the child for a telling."""

    ASKED = "asked", _("Submitted for approval")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Not approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class VisitedPlace(TextChoices):
    """What the child saw on a preparation visit."""

    COURTROOM = "courtroom", _("Courtroom")
    VIDEO_ROOM = "video_room", _("Video or child-friendly room")
    WAITING_ROOM = "waiting_room", _("Waiting room")
    ENTRANCE = "entrance", _("Separate entrance")
    PICTURES = "pictures", _("Pictures or drawings only")


# Decisions with which our staff may present the child; withdrawn ones never.
MAY_BE_PRESENTED: Final = (TestimonyAnswer.WANTS, TestimonyAnswer.CONDITIONS)
# With these the child has decided; until then no request to present the child is submitted.
DECIDED_ANSWERS: Final = (*MAY_BE_PRESENTED, TestimonyAnswer.DOES_NOT_WANT)
# Without an answer there was no conversation that had to be explained.
NO_ANSWER: Final = (TestimonyAnswer.NOT_ASKED, TestimonyAnswer.DO_NOT_ASK)

PRESENTATION_ASKED_NOTICE = NoticeKind(
    "present_asked", _("A request for a further account by a child awaits your approval")
)
PRESENTATION_DECIDED_NOTICE = NoticeKind(
    "present_answer", _("Your request for a further account was decided")
)
TESTIMONY_ENDED_NOTICE = NoticeKind(
    "telling_ended",
    _("A child no longer agrees to testify: what was approved or planned for it has ended"),
    is_urgent=True,
    mail_label=_("Plans of a child’s case have changed"),
)
CHILD_SUMMONED_NOTICE = NoticeKind(
    "summoned", _("An authority summoned a child: check what protects the child"), is_urgent=True
)
TESTIMONY_COMPELLED_NOTICE = NoticeKind(
    "compelled",
    _("A child gave an account to a court without having agreed to testify"),
    is_urgent=True,
)
NOTICES = (
    PRESENTATION_ASKED_NOTICE,
    PRESENTATION_DECIDED_NOTICE,
    TESTIMONY_ENDED_NOTICE,
    CHILD_SUMMONED_NOTICE,
    TESTIMONY_COMPELLED_NOTICE,
)
