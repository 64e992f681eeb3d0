"""Codes of a case: status, stage, risk, team, visits, approval, closing. Goals: `care_plans`."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saathi.agencies.declared_kinds import DraftKind, NoticeKind


class CaseStatus(TextChoices):
    """The status of a case."""

    OPEN = "open", pgettext_lazy("state of a case", "Open")
    CLOSING_ASKED = "closing_asked", _("Closure requested")
    CLOSED = "closed", _("Closed")
    TRANSFERRED = "transferred", _("Continued by another agency")


OPEN_STATUSES = (CaseStatus.OPEN, CaseStatus.CLOSING_ASKED)
ENDED_STATUSES = (CaseStatus.CLOSED, CaseStatus.TRANSFERRED)


class Stage(TextChoices):
    """The stages of a case (domain B.1); every stage may return to review."""

    REGISTRATION = "registration", _("Registration")
    ASSESSMENT = "assessment", _("Assessment")
    PLANNING = "planning", _("Planning")
    IMPLEMENTATION = "implementation", _("Case plan implementation")
    REVIEW = "review", _("Follow-up and review")
    CLOSING = "closing", _("Case closure")


class RiskLevel(TextChoices):
    """The risk level of the child; sets how soon staff must act (domain B.1)."""

    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


# In which order lists show cases. A risk not yet assessed is dealt with like a high one
# (`next_duty_deadlines`), after those known to be high.
RISK_ORDER: Final[Mapping[str, int]] = {
    RiskLevel.HIGH: 0,
    "": 1,
    RiskLevel.MEDIUM: 2,
    RiskLevel.LOW: 3,
}

# What each level means, shown beside the choice. Derived, to be verified; countries may reword it.
RISK_MEANINGS: Final = {
    RiskLevel.HIGH: _(
        "The child is being harmed, or serious harm is likely within days. Act today: see "
        "the child, make a safety plan, notify the supervisor."
    ),
    RiskLevel.MEDIUM: _(
        "Harm is likely if nothing changes, but not within days. A caregiver protects the child for now."
    ),
    RiskLevel.LOW: _("Harm is unlikely at present. The child is protected and knows who to call."),
}


class Facet(TextChoices):
    """All facets of care, protection and reintegration, for assessments and goals of a plan (CPL-002)."""

    PROTECTION = "protection", _("Safety and protection")
    MEDICAL = "medical", _("Health")
    PSYCHOLOGICAL = "psychological", _("Mental health and psychosocial wellbeing")
    LITERACY = "literacy", _("School and literacy")
    VOCATIONAL = "vocational", _("Skills and work")
    LIFE_SKILLS = "life_skills", _("Life skills")
    INFORMATION = "information", _("Information and rights")
    CARE = "care", _("Home and daily care")
    FAMILY = "family", _("Family and relationships")
    LEGAL = "legal", _("Legal help and documents")
    LIVELIHOOD = "livelihood", _("Livelihood of child and family")
    IDENTITY = "identity", _("Language, religion and culture")
    PARTICIPATION = "participation", _("Friends, play and participation")
    REINTEGRATION = "reintegration", _("Reintegration")


class NeedState(TextChoices):
    """The finding of an assessment for one facet; strengths count as much as needs."""

    STRENGTH = "strength", _("Strength")
    NO_NEED = "no_need", _("No need now")
    NEED = "need", _("Need")
    URGENT = "urgent", _("Urgent need")
    NOT_KNOWN = "not_known", _("Not known yet")
    DO_NOT_ASK = "do_not_ask", _("Do not ask the child")


class SelfHarmSigns(TextChoices):
    """Whether there are signs of self-harm or suicide."""

    NOT_RECORDED = "", _("Not recorded")
    SIGNS = "signs", _("Yes: signs, or the child said so")
    NONE = "none", _("No signs")
    NOT_ASKED = "not_asked", _("Not asked")


class VisitKind(TextChoices):
    """Where or how the child was met."""

    HOME = "home", _("At home")
    CARE_HOME = "care_home", _("In a care home or shelter")
    FOSTER_FAMILY = "foster_family", _("In a foster family")
    SCHOOL_OR_WORK = "school_or_work", _("At school or work")
    OFFICE = "office", _("In our office")
    HOSPITAL = "hospital", _("In hospital")
    COURT = "court", _("At court or police")
    TELEPHONE = "telephone", _("By telephone")
    OTHER = "other", _("Somewhere else")


class VisitOutcome(TextChoices):
    """Whether the child was met; an attempt is recorded as an attempt."""

    MET_ALONE = "met_alone", _("Met alone")
    MET_WITH_OTHERS = "met_with_others", _("Met, others were present")
    NOT_MET = "not_met", _("Not met")


class NotMetReason(TextChoices):
    """Why the child was not met at a visit."""

    NOT_RECORDED = "", _("Not recorded")
    NOBODY_THERE = "nobody_there", _("No one was there")
    CHILD_AWAY = "child_away", _("The child was elsewhere")
    CHILD_REFUSED = "child_refused", _("The child did not want to be met")
    PREVENTED_BY_OTHERS = "prevented", _("Others prevented contact with the child")
    UNSAFE = "unsafe", _("Contact was not safe")
    MOVED = "moved", _("The child no longer lives there")
    NO_ANSWER = "no_answer", _("No answer by telephone")
    WORKER_PREVENTED = "worker_prevented", _("The worker could not get there")
    OTHER = "other", _("Other reason")


class ChildSafety(TextChoices):
    """The answer to "Is the child safe now?" at a visit that met a child who may be in danger."""

    NOT_RECORDED = "", _("Not recorded")
    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known")


class DueDateReason(TextChoices):
    """Why a person moved a due date to a later day."""

    NOT_RECORDED = "", _("Not recorded")
    RISK_LOWER = "risk_lower", _("The risk level is lower now")
    CHILD_ASKED = "child_asked", _("The child asked for a later date")
    CHILD_AWAY = "child_away", _("The child is away until then")
    UNSAFE = "unsafe", _("Contact before that date is not safe")
    WAITS_FOR_OTHERS = "waits", _("Waiting for another service or authority")
    OTHER = "other", _("Other reason")


class OverLimitReason(TextChoices):
    """Why a case was assigned to a worker who has the maximum number of cases of the procedure."""

    NOT_RECORDED = "", _("Not recorded")
    NO_CAPACITY = "no_capacity", _("No case worker nearby has capacity")
    KNOWS_CHILD = "knows_child", _("The worker knows the child or the family")
    LANGUAGE = "language", _("The worker speaks the child’s language")
    EXPERTISE = "expertise", _("The worker has the expertise that the child needs")
    OTHER = "other", _("Other reason")


class ClosingReason(TextChoices):
    """Why a case may close; transfer and repatriation are not reasons: help continues there.

    Turning 18 and the end of a programme are not reasons alone either (domain B.1, CAS-011,
    CAS-012): an assessment shows that a person who turned 18 or moved away needs no further help,
    or receives it from others.
    """

    RECOVERY = "recovery", _("Recovery and reintegration achieved")
    SAFE_NO_FURTHER_NEED = "safe_no_further_need", _("Safe, and needs no further help")
    ADULT = "adult", _("Turned 18, and needs no further help")
    MOVED_AWAY = "moved_away", _("Moved away, and services are handed on")
    INFORMED_REQUEST = (
        "informed_request",
        _("Requested by the child, who understands what closure means"),
    )
    LOST_CONTACT = "lost_contact", _("Contact lost despite attempts")
    DIED = "died", _("Child died")
    DUPLICATE = "duplicate", _("Same child as another case")
    OPENED_IN_ERROR = "opened_in_error", _("Opened in error")


class ReopenReason(TextChoices):
    """Why a closed case is reopened; no condition has to be met."""

    CAME_BACK = "came_back", _("The child came back for help")
    NEW_DANGER = "new_danger", _("There is a new risk")
    AGAIN = "again", _("The child was exploited or harmed again")
    PLACEMENT_ENDED = "placement_ended", _("The placement or care arrangement ended")
    CLOSED_TOO_SOON = "closed_too_soon", _("Closed too early or by mistake")
    OTHER = "other", _("Another reason")


class ReviewKind(TextChoices):
    """The occasion of a review."""

    REVIEW = "review", _("Review of the plan")
    COMING_OF_AGE = "coming_of_age", _("Turning 18")


class CapacityAssessment(TextChoices):
    """The child's evolving capacities compared with the last review (CPL-006)."""

    MORE = "more", _("Decides more independently than at the last review")
    SAME = "same", _("Decides as much as at the last review")
    LESS = "less", _("Needs more support to decide than at the last review")
    FIRST = "first", _("Assessed for the first time")
    NOT_JUDGED = "not_judged", _("Not assessed, for the reason given")


class ReviewResult(TextChoices):
    """The result of a review for the plan."""

    STAYS = "stays", _("The plan continues unchanged")
    CHANGES = "changes", _("The plan changes; a new plan is written")
    LESS_HELP = "less_help", _("The child wants less help from now on")
    MORE_HELP = "more_help", _("The child wants more help from now on")


class ConsentAtEighteen(TextChoices):
    """Whether the young person renews their consent at 18, when consent must be obtained again."""

    YES = "yes", _("Agreed; consent is renewed")
    IN_PART = "in_part", _("Agreed in part; other support ends")
    NO = "no", _("Refused; support that depends on consent ends")
    LATER = "later", _("To be asked on or after the birthday")


class EvaluationState(TextChoices):
    """The child's own evaluation at the end, or why there is none (domain C invariant 9)."""

    GIVEN = "given", _("Given")
    DIED = "died", _("Child died")
    LOST = "lost", _("Contact was lost")
    REFUSED = "refused", _("Declined by the child")
    TOO_YOUNG = "too_young", _("Too young")


class ApprovalSubject(TextChoices):
    """What a supervisor is asked to approve."""

    PLAN = "plan", _("Case plan")
    CLOSING = "closing", _("Case closure")


class ApprovalDecision(TextChoices):
    """The state of a request for approval."""

    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    SENT_BACK = "sent_back", _("Returned for revision")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REPLACED = "replaced", _("Replaced by a changed version")


class Duty(TextChoices):
    """The duties for which a procedure sets a time."""

    ASSESSMENT = "assessment", _("Assessment")
    PLAN = "plan", _("Case plan")
    VISIT = "visit", _("Visit")
    REVIEW = "review", _("Review")
    TIME_LIMIT = "time_limit", _("Legal time limit")
    ALERT = "alert", _("Authority to be informed")
    TASK = "task", _("Task")
    SUPERVISION = "supervision", _("Supervision")
    CONFERENCE = "conference", _("Case conference")
    DECISION = "decision", _("Conference decision")
    SAFETY_PLAN = "safety_plan", _("Safety plan review")
    PLAN_STEP = "plan_step", _("Case plan step")
    DOCUMENT = "document", _("Document to renew")
    SEND_REFERRAL = "send_referral", _("Referral to be sent")
    REFERRAL = "referral", _("Referral response")
    ABROAD = "abroad", _("Response from abroad")
    SCREENING = "screening", _("International protection screening")
    VERIFICATION = "verification", _("Verification abroad")
    SOLUTIONS = "solutions", _("Assessment of alternatives to return")
    BEST_INTERESTS = "best_interests", _("Best interests: next step")
    BEST_INTERESTS_REVIEW = "bi_review", _("Best interests review")
    TELL_DECISION = "tell_decision", _("Inform the child of the decision")
    APPEAL = "appeal", _("Deadline for appeal")
    TRACING_WISH = "tracing_wish", _("Child to be asked about family tracing")
    TRACING_STEP = "tracing_step", _("First step of family tracing")
    TRACING_REVIEW = "tracing_review", _("Family tracing review")
    TRACING_SOLUTION = "tracing_solution", _("Care options while tracing continues")
    FAMILY_CLAIM = "family_claim", _("Claim of a family member to be verified")
    FAMILY_VISIT = "family_visit", _("Visit after reunification")
    TRANSFER_ANSWER = "transfer_answer", _("Answer of another country to a transfer")
    TRANSFER_RECEIPT = "transfer_receipt", _("Confirmation that a transferred child arrived")
    TRANSFER_VISIT = "transfer_visit", _("First visit after a transfer")
    TRANSFER_REPORT = "transfer_report", _("Report after a transfer")
    HEARING_READY = "hearing_ready", _("Arrangements for a hearing the next day")
    HEARING = "hearing", _("Court hearing")
    CLAIM_DEADLINE = "claim_deadline", _("Last day to claim compensation")
    REMEDY_STEP = "remedy_step", _("Next step of a claim")
    MONEY_REVIEW = "money_review", _("Review of who controls the child’s money")
    PROTECTION_REVIEW = "protect_review", _("Review of a protection measure")
    THREAT_CHECK = "threat_check", _("Check of a threat to the child")
    RETURN_CONTACT = "return_contact", _("Contact after return")
    RETURN_SIGN = "return_sign", _("Sign of retrafficking to be checked")
    HARD_ANSWER = "hard_answer", _("Support after the answer “very hard”")
    LIVELIHOOD = "livelihood", _("Effect of livelihood support to be reviewed")
    AFTERCARE = "aftercare", _("Aftercare plan")
    PLACEMENT_REVIEW = "placement_review", _("Placement review")
    EXCEPTION_ENDS = "exception_ends", _("End of an exception for a placement")
    PLACEMENT_ENDS = "placement_ends", _("Planned end of the placement")
    MISSING_FROM_CARE = "missing_care", _("Child missing from care")
    COMING_OF_AGE = "coming_of_age", _("Turning 18: discuss what continues and renew consent")


APPROVAL_ASKED_NOTICE = NoticeKind("approval_asked", _("An item is awaiting your approval"))
DEATH_CLOSING_NOTICE = NoticeKind(
    "closing_death",
    _("Closure requested: child died"),
    is_urgent=True,
    mail_label=_("An item is awaiting your approval"),
)
APPROVAL_GIVEN_NOTICE = NoticeKind("approval_given", _("Your request was approved"))
SENT_BACK_NOTICE = NoticeKind("sent_back", _("Your request was returned for revision"))
CASE_ASSIGNED_NOTICE = NoticeKind("case_assigned", _("A case was assigned to you"))
CASE_TO_ASSIGN_NOTICE = NoticeKind("case_to_assign", _("A new case needs a case worker"))
CASE_ASSIGNED_NOW_NOTICE = NoticeKind(
    "case_assigned_now",
    _("A case was assigned to you: the child may be in danger"),
    is_urgent=True,
    mail_label=_("A case was assigned to you"),
)
CASE_TO_ASSIGN_NOW_NOTICE = NoticeKind(
    "case_to_assign_now",
    _("A new case needs a case worker: the child may be in danger"),
    is_urgent=True,
    mail_label=_("A new case needs a case worker"),
)
COVER_ARRANGED_NOTICE = NoticeKind(
    "cover_arranged", _("You are covering a colleague’s case"), is_read_together=True
)
TASKS_RETURNED_NOTICE = NoticeKind(
    "tasks_returned", _("Tasks of a colleague who left the team were assigned to you")
)
FILE_CLOSED_NOTICE = NoticeKind(  # given by `desk/functions/named_in_report.sql`
    "file_closed",
    _("A case was hidden from colleagues because of a report"),
    is_urgent=True,
    mail_label=_("Access to a case has changed"),
)
FILE_TO_HIDE_NOTICE = NoticeKind(  # sent by the same file
    "file_to_hide",
    _("A linked report names colleagues: decide whether the case is hidden from them"),
    is_urgent=True,
    mail_label=_("Access to a case has changed"),
)
COMING_OF_AGE_NOTICE = NoticeKind("coming_of_age", _("A child in your caseload may turn 18 soon"))
CHILD_NOT_MET_NOTICE = NoticeKind(
    "child_not_met", _("A child was not met at several visits in a row")
)
CONTACT_PREVENTED_NOTICE = NoticeKind(
    "contact_prevented", _("Others prevented contact with a child"), is_urgent=True
)
CHILD_UNSAFE_NOTICE = NoticeKind(
    "child_unsafe", _("A visit found that a child is not safe"), is_urgent=True
)
DANGER_ENDED_NOTICE = NoticeKind(
    "danger_ended", _("A child who may have been in danger was recorded as safe")
)
DANGER_LINKED_NOTICE = NoticeKind(
    "danger_linked",
    _("A report of immediate danger was linked to a case: check that it is the right child"),
    is_urgent=True,
)
DANGER_ALERT = "danger"  # name of the file's alert
NOT_MET_ALERT = "not_met"  # in the file: the last visits did not meet the child
NOTICES = (
    CHILD_NOT_MET_NOTICE, CONTACT_PREVENTED_NOTICE, CHILD_UNSAFE_NOTICE, DANGER_ENDED_NOTICE,
    DANGER_LINKED_NOTICE, APPROVAL_ASKED_NOTICE, DEATH_CLOSING_NOTICE, APPROVAL_GIVEN_NOTICE,
    SENT_BACK_NOTICE, CASE_ASSIGNED_NOTICE, CASE_TO_ASSIGN_NOTICE, CASE_ASSIGNED_NOW_NOTICE,
    CASE_TO_ASSIGN_NOW_NOTICE, COVER_ARRANGED_NOTICE, TASKS_RETURNED_NOTICE, FILE_CLOSED_NOTICE,
    FILE_TO_HIDE_NOTICE, COMING_OF_AGE_NOTICE,
)  # fmt: skip

ASSESSMENT_DRAFT = DraftKind("assessment", _("Needs assessment"))
REGISTRATION_DRAFT = DraftKind("registration", _("Registration of a child"))
VISIT_DRAFT = DraftKind("visit", _("Visit"))
DRAFTS = (ASSESSMENT_DRAFT, REGISTRATION_DRAFT, VISIT_DRAFT)
