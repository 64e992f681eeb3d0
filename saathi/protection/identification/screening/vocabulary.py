"""Codes for screening and interviews: answers, dimensions, prompts, clues, migration.

Findings belong to `orders`. Nothing here affects access to help.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import DraftKind


class ScreeningAnswer(TextChoices):
    """The answer to a screening question. The last three do not mean no (domain B.7)."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_ASKED = "not_asked", _("Not asked")
    DOES_NOT_KNOW = "does_not_know", _("Does not know")
    CHOSE_NOT_TO_SAY = "chose_not_to_say", _("Chose not to say")


class DelphiDimension(TextChoices):
    """The six dimensions of the Delphi indicators; exploitation, first, decides for a child."""

    EXPLOITATION = "exploitation", _("Exploitation")
    DECEPTIVE_RECRUITMENT = "deceptive_recruitment", _("Deceptive recruitment")
    COERCIVE_RECRUITMENT = "coercive_recruitment", _("Coercive recruitment")
    VULNERABILITY_RECRUITMENT = (
        "vulnerability_recruitment",
        _("Recruitment by abuse of vulnerability"),
    )
    COERCION_DESTINATION = "coercion_destination", _("Coercion at destination")
    VULNERABILITY_DESTINATION = (
        "vulnerability_destination",
        _("Abuse of vulnerability at destination"),
    )


class IndicatorWeight(TextChoices):
    """The weight of an indicator."""

    STRONG = "S", _("strong")
    MEDIUM = "M", _("medium")


class ScreeningReading(TextChoices):
    """The result of a screening: a reason to look closer, never a finding."""

    SIGNS = "signs", _("Indicators that the child may have been trafficked: look more closely")
    NO_SIGNS = "no_signs", _("No indicators in these answers. This is not a finding.")
    TOO_LITTLE = "too_little", _("Not enough information for a result")


class QuestionnaireRole(TextChoices):
    """The role for which a questionnaire is made."""

    WORKER = "worker", _("Case worker")
    POLICE = "police", _("Police")
    BORDER = "border", _("Border guard or transport worker")
    HEALTH = "health", _("Health worker")
    HELPLINE = "helpline", _("Helpline or reception")
    INSPECTOR = "inspector", _("Labour inspector")
    OTHER = "other", _("Other person")


class MisidentificationKind(TextChoices):
    """The three kinds of misidentification of trafficked children (IDN-008)."""

    UNDOCUMENTED = "undocumented", _("as without documents")
    UNACCOMPANIED = "unaccompanied", _("as an unaccompanied child")
    OFFENDER = "offender", _("as in conflict with the law")


class Offence(TextChoices):
    """The offence of which the child is accused.

    Each may follow from trafficking and is reviewed (NCR-004).
    """

    IMMIGRATION = "immigration", _("Entry, stay or exit without permission")
    EXPLOITATION = (
        "exploitation",
        _("Prostitution or soliciting (exploitation of the child by others)"),
    )
    BEGGING = "begging", _("Begging or loitering")
    DOCUMENTS = "documents", _("False documents, or none")
    THEFT = "theft", _("Theft")
    DRUGS = "drugs", _("Making, carrying or selling drugs")
    LABOUR = "labour", _("Working without permission")
    ARMED = "armed", _("Association with an armed group")
    OTHER = "other", _("Other")


class FollowsFromTrafficking(TextChoices):
    """Whether the offence follows from the trafficking (NCR-001)."""

    NOT_RECORDED = "", _("Not recorded")
    YES = (
        "yes",
        _("Yes: others made the child do it, or it is a result of what was done to the child"),
    )
    PRESUMED = "presumed", _("Presumed: trafficking is presumed and has not been contradicted")
    NOT_KNOWN = "not_known", _("Not known")
    NO = "no", _("No, for the reason given")


class RecordedBy(TextChoices):
    """Who recorded the child in this category."""

    POLICE = "police", _("Police")
    BORDER = "border", _("Border or immigration authority")
    COURT = "court", _("Court or prosecution")
    CONSULATE = "consulate", _("Consulate")
    FACILITY = "facility", _("Care home, shelter or place of detention")
    AGENCY = "agency", _("Another agency")
    US = "us", _("Our own agency")
    OTHER = "other", _("Other person")


class PromptReply(TextChoices):
    """The reply to a screening prompt. None of them affects access to help."""

    SCREENED = "screened", _("Screening completed")
    KNOWN = "known", _("Already identified and being addressed")
    NOT_NOW = "not_now", _("Not now: the child needs rest first")
    DO_NOT_ASK = "do_not_ask", _("Do not ask the child")
    NOT_NEEDED = "not_needed", _("Not needed, for the reason given")


class Interviewer(TextChoices):
    """Who interviews a child; each interview counts for the child."""

    WORKER = "worker", _("Worker of the recording agency")
    OTHER_AGENCY = "other_agency", _("Another agency")
    POLICE = "police", _("Police")
    COURT = "court", _("Court or prosecution")
    LAWYER = "lawyer", _("Lawyer")
    DOCTOR = "doctor", _("Doctor or psychologist")
    CONSULATE = "consulate", _("Consulate or immigration authority")
    MEDIA = "media", _("Press or researcher")
    OTHER = "other", _("Other person")


class InterviewerTraining(TextChoices):
    """Whether the interviewer was trained to interview children about such events."""

    NOT_RECORDED = "", _("Not recorded")
    TRAINED = "trained", _("Trained in child-friendly interviewing")
    NOT_TRAINED = "not_trained", _("Not trained")
    NOT_KNOWN = "not_known", _("Not known")


class InterviewProcedure(TextChoices):
    """The steps of a child-friendly interview that were taken (domain B.8)."""

    LIMITS = "limits", _("The limits of confidentiality were explained first")
    STOP = "stop", _("The right to stop at any time was explained")
    NOT_KNOW = (
        "not_know",
        _("“I do not know” and “I do not want to say” were explained as acceptable answers"),
    )
    PLACE = "place", _("The place felt safe to the child")
    CHOSEN = "chosen", _("The child could choose the interviewer")
    OPEN = "open", _("Open questions, in the order chosen by the child")
    PLAIN = "plain", _("No uniforms, and no alleged perpetrator nearby")
    NEXT = "next", _("Next steps were explained")
    REST = "rest", _("The interview ended calmly")


class InterviewAttendee(TextChoices):
    """Who was present besides the child and the interviewer."""

    SUPPORT = "support", _("Support person chosen by the child")
    INTERPRETER = "interpreter", _("Interpreter")
    GUARDIAN = "guardian", _("Guardian")
    PARENT = "parent", _("Parent or caregiver")
    LAWYER = "lawyer", _("Lawyer")
    WORKER = "worker", _("Case worker")
    POLICE = "police", _("Police")
    CHILD = "child", _("Another child")
    OTHER = "other", _("Other person")


class InterviewSupport(TextChoices):
    """Whether the child had a support person."""

    NOT_RECORDED = "", _("Not recorded")
    PRESENT = "present", _("Support person present")
    DECLINED = "declined", _("The child did not want a support person")
    NOT_OFFERED = "not_offered", _("Not offered")


class InterviewEnd(TextChoices):
    """How an interview ended; it is recorded in any case."""

    COMPLETE = "complete", _("Complete")
    STOPPED = "stopped", _("Stopped by the child")
    ENDED_BY_OTHERS = "broken_off", _("Ended by someone else")
    TO_BE_CONTINUED = "to_go_on", _("To be continued")


class FamilyClueKind(TextChoices):
    """The kind of thing a child remembers of home and the journey (IDN-010)."""

    PLACE = "place", _("Name of a place, or how it sounds")
    LANDMARK = "landmark", _("Landmark")
    WAY = "way", _("Journey: duration, transport, rivers or borders crossed")
    PERSON = "person", _("Name of a person")
    SCHOOL = "school", _("School, shop, temple, mosque or church")
    WORK = "work", _("Local livelihoods")
    SPEECH = "speech", _("Local way of speaking")
    CUSTOM = "custom", _("Food, festivals, songs")
    NUMBER = "number", _("Number or part of a number")
    OTHER = "other", _("Other")


class FamilyClueState(TextChoices):
    """The outcome of a clue."""

    OPEN = "open", _("Not followed up yet")
    FITS = "fits", _("Consistent with other information")
    CONFIRMED = "confirmed", _("Confirmed")
    LEADS_NOWHERE = "leads_nowhere", _("Followed up, no result")
    TAKEN_BACK = "taken_back", _("The child now remembers it differently")


class ChildMovement(TextChoices):
    """Whether and how a child moved; not a label, and independent of trafficking (MIG-001)."""

    NOT = "not", _("Has not moved")
    INTERNAL = "internal", _("Moved within the country")
    ACROSS = "across", _("Crossed a border")
    ON_THE_WAY = "on_the_way", _("In transit")
    NOT_KNOWN = "not_known", _("Not known")


class ImmigrationStatus(TextChoices):
    """The child's immigration status in the country of stay."""

    NOT_RECORDED = "", _("Not recorded")
    CITIZEN = "citizen", _("Citizen")
    PERMIT = "permit", _("With a visa or permit")
    NO_NEED = "no_need", _("No permit needed")
    WITHOUT = "without", _("Without a permit")
    ASYLUM = "asylum", _("Protection requested or granted")
    STATELESS = "stateless", _("Stateless")
    NOT_KNOWN = "not_known", _("Not known")


class MigrationReason(TextChoices):
    """Why the child moved; moving is not in itself a harm (MIG-004)."""

    WORK = "work", _("To work or earn")
    SCHOOL = "school", _("For school")
    FAMILY = "family", _("To travel with or join family")
    MARRIAGE = "marriage", _("Marriage")
    VIOLENCE = "violence", _("To escape violence at home")
    CONFLICT = "conflict", _("To escape war or persecution")
    DISASTER = "disaster", _("To escape a flood or drought")
    OWN_WISH = "own_wish", _("To see or try something new")
    BROUGHT = "brought", _("Brought by others")
    OTHER = "other", _("Other")


class MigrationCompanion(TextChoices):
    """The people who moved with the child."""

    NOT_RECORDED = "", _("Not recorded")
    FAMILY = "family", _("Family")
    RELATIVE = "relative", _("Relative")
    FRIENDS = "friends", _("Friends")
    AGENT = "agent", _("Agent or recruiter")
    STRANGER = "stranger", _("A stranger")
    ALONE = "alone", _("Alone")
    NOT_KNOWN = "not_known", _("Not known")


class RightAtStake(TextChoices):
    """A right of the child that was at stake because of moving (MIG-008)."""

    SCHOOL = "school", _("School")
    HEALTH = "health", _("Health")
    PAPERS = "papers", _("Name, birth registration, nationality")
    FAMILY = "family", _("Family life")
    PAY = "pay", _("Fair pay and rest")
    HOUSING = "housing", _("Housing")
    FREEDOM = "freedom", _("Freedom from detention")
    VOICE = "voice", _("Being heard in their language")
    EQUAL = "equal", _("Equal treatment with other children")
    OTHER = "other", _("Other")


class MigrationRestriction(TextChoices):
    """The effect of a restriction of movement on the child (MIG-005, MIG-007)."""

    TURNED_BACK = "turned_back", _("Stopped or turned back without cause")
    HIDDEN_WAY = "hidden_way", _("Had to take a hidden route")
    PAID_AGENT = "paid_agent", _("Had to pay an agent")
    PAPERS_TAKEN = "papers_taken", _("Documents were refused or taken")
    LOCKED_UP = "locked_up", _("Detained for moving")
    PARTED = "parted", _("Separated from travel companions")
    OTHER = "other", _("Other")


INTERVIEW_DRAFT = DraftKind("interview", _("An interview"))
DRAFTS = (INTERVIEW_DRAFT,)
