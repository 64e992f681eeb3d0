"""Codes of the follow-up after a return."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class LivingSituation(TextChoices):
    """Where a returned child lives (MEV-007)."""

    FAMILY = "family", _("With the family")
    OTHER_FAMILY = "other_family", _("With another family")
    CARE = "care", _("In residential care")
    ALONE = "alone", _("Alone or with other young people")
    NOT_KNOWN = "not_known", _("Not known")


class ReintegrationState(TextChoices):
    """The status of the follow-up after a return."""

    ACTIVE = "active", _("In progress")
    ENDED = "ended", _("Ended")


class MonitoringEnd(TextChoices):
    """Why the follow-up after a return ended."""

    NOT_RECORDED = "", _("Not recorded")
    COMPLETED = "completed", _("Follow-up completed")
    HANDED_ON = "handed_on", _("Another agency continues")
    CHILD_ASKED = "child_asked", _("Requested by the child")
    LOST = "lost", _("Contact lost despite attempts")
    RETURNED_TO_CARE = "care_again", _("The child left the home; care was arranged")
    TRAFFICKED = "trafficked", _("The child was trafficked again")
    DIED = "died", _("Child died")


class CoverAgreement(TextChoices):
    """Whether the child agreed how contacts are explained to neighbours."""

    AGREED = "agreed", _("Agreed with the child")
    NOT_NEEDED = "not_needed", _("The child does not need an explanation")
    NOT_ASKED = "not_asked", _("Not asked yet")
    TOO_YOUNG = "too_young", _("Too young; agreed with the caregiver")


class ReturnContactWay(TextChoices):
    """How a contact after a return takes place."""

    HOME = "home", _("Visit at home")
    NEUTRAL = "neutral", _("Meeting at a neutral place")
    CALL = "call", _("Telephone call")
    MESSAGE = "message", _("Message")


class ReturnContactMaker(TextChoices):
    """Who made a contact after a return."""

    NOT_RECORDED = "", _("Not recorded")
    WORKER = "worker", _("Our worker")
    MENTOR = "mentor", _("The mentor")
    OTHER_AGENCY = "other", _("Another agency")


VISITS: Final = (ReturnContactWay.HOME, ReturnContactWay.NEUTRAL)


class PlannedContactState(TextChoices):
    """The status of a planned contact."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Took place")
    NOT_HELD = "not_held", _("Did not take place")
    MISSED = "missed", _("Missed, no reason recorded")
    CANCELLED = "cancelled", _("Cancelled: the follow-up ended")


class ContactResult(TextChoices):
    """Whether the child was reached."""

    NOT_RECORDED = "", _("Not recorded")
    ALONE = "alone", _("Spoke with the child alone")
    WITH_OTHERS = "with_others", _("Spoke with the child, others were present")
    NOT_REACHED = "not_reached", _("Did not reach the child")


class ContactFinding(TextChoices):
    """How the child is, as the worker found it."""

    NOT_RECORDED = "", _("Not recorded")
    FINE = "fine", _("No concern")
    CONCERN = "concern", _("A concern")
    UNSAFE = "unsafe", _("The child is not safe")


class ReplacedVisit(TextChoices):
    """Who wanted a call or message in place of a visit."""

    NOT_RECORDED = "", _("Not recorded")
    NO = "no", _("No visit was planned")
    CHILD = "child", _("The child asked for a call instead of a visit")
    WORKER = "worker", _("We replaced the visit")


class SchoolAfterReturn(TextChoices):
    """Whether a returned child goes to school or a course."""

    NOT_RECORDED = "", _("Not recorded")
    SCHOOL = "school", _("Goes to school")
    COURSE = "course", _("Goes to a course or training")
    STOPPED = "stopped", _("Stopped going")
    NO = "no", _("Does not go")
    NOT_KNOWN = "not_known", _("Not known")


class WorkAfterReturn(TextChoices):
    """Whether a returned child works."""

    NOT_RECORDED = "", _("Not recorded")
    NONE = "none", _("Does not work")
    SUITABLE = "suitable", _("Work suitable for the age")
    HARMFUL = "harmful", _("Harmful or too much work")
    NOT_KNOWN = "not_known", _("Not known")


class MentorState(TextChoices):
    """The status of a mentor."""

    PROPOSED = "proposed", _("Awaiting approval")
    RETURNED = "returned", _("Returned for revision")
    APPROVED = "approved", _("Mentor of the child")
    BY_OTHERS = "by_others", _("In contact without our approval")
    ENDED = "ended", _("Ended")


class MentorChoice(TextChoices):
    """The child's part in choosing the mentor."""

    CHOSEN = "chosen", _("Chosen by the child")
    AGREED = "agreed", _("Proposed to the child, who agreed")
    REFUSED = "refused", _("The child does not want this person")
    NOT_ASKED = "not_asked", _("The child was not asked")
    TOO_YOUNG = "too_young", _("Too young to be asked")


class MentorScreening(TextChoices):
    """The result of screening a mentor for work with children."""

    PASSED = "passed", _("Screened, nothing found")
    FAILED = "failed", _("Screened, not suitable")
    NOT_DONE = "not_done", _("Not screened yet")


class MentorTies(TextChoices):
    """Whether a mentor belongs to the circle of an alleged perpetrator."""

    NONE = "none", _("Checked, no link")
    LINKED = "linked", _("Relative, friend or employee of an alleged perpetrator")
    NOT_CHECKED = "not_checked", _("Not checked yet")


class MentorReach(TextChoices):
    """Whether the ways to reach the mentor are safe for the child."""

    SAFE = "safe", _("Safe for the child")
    UNSAFE = "unsafe", _("Not safe: others would notice")
    NOT_CHECKED = "not_checked", _("Not discussed with the child yet")


class EarlierMentorFinding(TextChoices):
    """Whether something is on record against a person in another proposal for the child."""

    NONE = "", _("None")
    FOUND = "found", _("On record, not explained")
    EXPLAINED = "explained", _("On record, explained by the person who approved")


class MentorRating(TextChoices):
    """What the child says about the mentor's support."""

    NOT_RECORDED = "", _("Not recorded")
    HELPS = "helps", _("Helps me")
    SOMETIMES = "sometimes", _("Helps me sometimes")
    NOT = "not", _("Does not help me")
    AFRAID = "afraid", _("I do not feel safe with this person")
    DECLINED = "declined", _("Chose not to say")
    NOT_ASKED = "not_asked", _("Not asked")


class MentorReached(TextChoices):
    """Whether the child could reach the mentor when needed."""

    NOT_RECORDED = "", _("Not recorded")
    YES = "yes", _("Reached the mentor")
    NO = "no", _("Tried and did not reach the mentor")
    NOT_TRIED = "not_tried", _("Has not tried")
    NOT_ASKED = "not_asked", _("Not asked")


class MentorEnd(TextChoices):
    """Why a mentor no longer supports the child."""

    NOT_RECORDED = "", _("Not recorded")
    CHILD_ASKED = "child_asked", _("The child asked for another mentor")
    MENTOR_LEFT = "mentor_left", _("The mentor stopped")
    UNSAFE = "unsafe", _("Concern about safety")
    MOVED = "moved", _("The child or the mentor moved")
    NO_NEED = "no_need", _("No longer needed")


class OutcomeWave(TextChoices):
    """When the outcome scale is asked."""

    BASELINE = "baseline", _("Baseline")
    LEAVING = "leaving", _("Leaving care")
    MONTH_1 = "month_1", _("After 1 month")
    MONTH_3 = "month_3", _("After 3 months")
    MONTH_6 = "month_6", _("After 6 months")
    MONTH_12 = "month_12", _("After 12 months")
    MONTH_24 = "month_24", _("After 24 months")


class OutcomeRespondent(TextChoices):
    """Whose answers they are; each answers apart from the others."""

    CHILD = "child", _("Child")
    CAREGIVER = "caregiver", _("Caregiver")
    WORKER = "worker", _("Worker")


class OutcomeDomain(TextChoices):
    """The domains of the outcome scale. There is no total."""

    SAFE = "safe", _("Safety")
    AFRAID = "afraid", _("Fear of someone")
    PEOPLE = "people", _("People")
    HOME = "home", _("Home")
    BODY = "body", _("Health")
    INSIDE = "inside", _("Feelings and sleep")
    LEARNING = "learning", _("Learning")
    WORK = "work", _("Work and money")
    NEIGHBOURS = "neighbours", _("Neighbours and friends")
    JUSTICE = "justice", _("Documents and justice")
    OWN_SAY = "own_say", _("Own decisions")
    HOPE = "hope", _("Hope and self-esteem")


class OutcomeFace(TextChoices):
    """The answers of the outcome scale: four faces, or none."""

    WELL = "well", _("Well")
    MOSTLY = "mostly", _("Mostly well")
    HARD = "hard", _("Hard")
    VERY_HARD = "very_hard", _("Very hard")
    DECLINED = "declined", _("Chose not to say")
    NOT_ASKED = "not_asked", _("Not asked")


FACES: Final = (OutcomeFace.WELL, OutcomeFace.MOSTLY, OutcomeFace.HARD, OutcomeFace.VERY_HARD)


class OutcomeMethod(TextChoices):
    """How the answers were given."""

    CHILD_VIEW = "child_view", _("By the child alone, in the child view")
    IN_PERSON = "in_person", _("In conversation")
    OBSERVED = "observed", _("Observation")


class RetraffickingSignKind(TextChoices):
    """Facts that may show that a child is being trafficked again."""

    GONE = "gone", _("The child is gone")
    RECRUITER = "recruiter", _("The recruiter is back")
    DEBT = "debt", _("A call about a debt")
    GIFTS = "gifts", _("A new telephone or gifts")
    MARRIAGE = "marriage", _("Talk of marriage")
    SCHOOL = "school", _("The child stopped going to school")
    ABROAD = "abroad", _("A message from abroad")


# The child may be in the hands of traffickers now: in Act now until the sign was checked.
URGENT_SIGNS: Final = (RetraffickingSignKind.GONE, RetraffickingSignKind.RECRUITER)


class SignState(TextChoices):
    """What checking a sign of retrafficking showed."""

    OPEN = "open", _("To be checked")
    CONFIRMED = "confirmed", _("Confirmed: trafficked again")
    NOT_CONFIRMED = "not_confirmed", _("Checked, not confirmed")


class HeardAtEvaluation(TextChoices):
    """Whether the child gave their view at the final evaluation."""

    HEARD = "heard", _("The child gave their view")
    DECLINED = "declined", _("The child chose not to say")
    TOO_YOUNG = "too_young", _("Too young; the caregiver was asked")
    NOT_HEARD = "not_heard", _("Not heard yet")


class FollowUpAbroad(TextChoices):
    """Who follows up a child who was transferred to another country, in the long term."""

    NOT_ABROAD = "", _("The child was not transferred to another country")
    AGENCY = "agency", _("An agency there")
    AUTHORITY = "authority", _("An authority there")
    BOTH = "both", _("An agency and an authority there")
    NOT_ARRANGED = "not_arranged", _("Not arranged")


class EvaluationExceptionState(TextChoices):
    """Whether a second person agrees with the reason for closing early, unheard or without follow-up."""

    NONE = "", _("No reason entered")
    ASKED = "asked", _("Awaiting approval")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Not approved")


class EvaluationExceptionReason(TextChoices):
    """Why no full evaluation is possible."""

    NONE = "", _("No reason entered")
    DECLINED = "declined", _("The child was asked and does not want an evaluation")
    NOT_REACHED = "not_reached", _("The child could not be reached, despite attempts")
    UNABLE = "unable", _("The child cannot say it, also with support")
    UNSAFE = "unsafe", _("Asking would endanger the child")
    CONTINUED = "continued", _("Another agency goes on with the follow-up")
    NO_ANSWER = "no_answer", _("The receiving side did not answer, despite reminders")
    OTHER = "other", _("Another reason")


class ContactAgain(TextChoices):
    """Whether the young person agrees to be contacted again."""

    AGREES = "agrees", _("Agrees to be contacted again")
    REFUSES = "refuses", _("Does not want to be contacted")
    NOT_ASKED = "not_asked", _("Not asked")


class QuestionRecordingState(TextChoices):
    """Whether the recording of a question is played to children."""

    PROPOSED = "proposed", _("Waiting for a second person")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


MENTOR_ASKED_NOTICE = NoticeKind("mentor_asked", _("A mentor is awaiting your approval"))
MENTOR_DECIDED_NOTICE = NoticeKind("mentor_decided", _("A decision was made about a mentor"))
CONTACT_MISSED_NOTICE = NoticeKind(
    "return_missed", _("A contact with a returned child did not take place")
)
SIGN_RECORDED_NOTICE = NoticeKind(
    "return_sign",
    _("A returned child may be at risk of being trafficked again"),
    is_urgent=True,
)
HARD_ANSWER_NOTICE = NoticeKind(
    "return_hard",
    _("A child’s safety is “very hard”, and no contact is recorded"),
    is_urgent=True,
)
EXCEPTION_ASKED_NOTICE = NoticeKind(
    "except_asked", _("The reason for a closure without full evaluation awaits your approval")
)
EXCEPTION_DECIDED_NOTICE = NoticeKind(
    "except_decided", _("A decision was made about a closure without full evaluation")
)
NOTICES = (
    EXCEPTION_ASKED_NOTICE,
    EXCEPTION_DECIDED_NOTICE,
    MENTOR_ASKED_NOTICE,
    MENTOR_DECIDED_NOTICE,
    CONTACT_MISSED_NOTICE,
    HARD_ANSWER_NOTICE,
    SIGN_RECORDED_NOTICE,
)
