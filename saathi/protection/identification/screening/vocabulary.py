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
    """The six dimensions of the Delphi indicators, exploitation first, because it decides for a child."""

    EXPLOITATION = "exploitation", _("Exploitation")
    DECEPTIVE_RECRUITMENT = "deceptive_recruitment", _("What was promised")
    COERCIVE_RECRUITMENT = "coercive_recruitment", _("How the child was made to come")
    VULNERABILITY_RECRUITMENT = (
        "vulnerability_recruitment",
        _("What was used to make her or him come"),
    )
    COERCION_DESTINATION = "coercion_destination", _("How the child was kept there")
    VULNERABILITY_DESTINATION = "vulnerability_destination", _("What was used to keep her or him")


class IndicatorWeight(TextChoices):
    """The weight of an indicator."""

    STRONG = "S", _("strong")
    MEDIUM = "M", _("medium")


class ScreeningReading(TextChoices):
    """The result of a screening: a reason to look closer, never a finding."""

    SIGNS = "signs", _("Signs that the child may have been trafficked: look closer")
    NO_SIGNS = "no_signs", _("No such signs in these answers; this decides nothing")
    TOO_LITTLE = "too_little", _("Too little was asked or said to read anything")


class QuestionnaireRole(TextChoices):
    """The role for which a questionnaire is made."""

    WORKER = "worker", _("Case worker")
    POLICE = "police", _("Police")
    BORDER = "border", _("Border guard or transport worker")
    HEALTH = "health", _("Health worker")
    HELPLINE = "helpline", _("Helpline or reception")
    INSPECTOR = "inspector", _("Labour inspector")
    OTHER = "other", _("Somebody else")


class MisidentificationKind(TextChoices):
    """The three kinds of misidentification of trafficked children (IDN-008)."""

    UNDOCUMENTED = "undocumented", _("as a migrant without papers")
    UNACCOMPANIED = "unaccompanied", _("as an unaccompanied child")
    OFFENDER = "offender", _("as an offender")


class Offence(TextChoices):
    """The offence of which the child is accused.

    Each may follow from trafficking and is reviewed (NCR-004).
    """

    IMMIGRATION = "immigration", _("Entry, stay or exit without permission")
    EXPLOITATION = "exploitation", _("Prostitution or soliciting: what others exploit a child in")
    BEGGING = "begging", _("Begging or loitering")
    DOCUMENTS = "documents", _("False papers, or none")
    THEFT = "theft", _("Theft")
    DRUGS = "drugs", _("Making, carrying or selling drugs")
    LABOUR = "labour", _("Working without permission")
    ARMED = "armed", _("Being with an armed group")
    OTHER = "other", _("Something else")


class FollowsFromTrafficking(TextChoices):
    """Whether the offence follows from the trafficking (NCR-001)."""

    NOT_RECORDED = "", _("Not recorded")
    YES = "yes", _("Yes: others made the child do it, or it comes from what was done to her or him")
    PRESUMED = "presumed", _("Presumed: trafficking is presumed, and nobody says otherwise")
    NOT_KNOWN = "not_known", _("Not known")
    NO = "no", _("No, for the reason written here")


class RecordedBy(TextChoices):
    """Who recorded the child in this category."""

    POLICE = "police", _("Police")
    BORDER = "border", _("Border or immigration authority")
    COURT = "court", _("Court or prosecution")
    CONSULATE = "consulate", _("Consulate")
    FACILITY = "facility", _("Home, shelter or place of detention")
    AGENCY = "agency", _("Another agency")
    US = "us", _("We ourselves")
    OTHER = "other", _("Somebody else")


class PromptReply(TextChoices):
    """The reply to a screening prompt. None of them affects access to help."""

    SCREENED = "screened", _("A screening was done")
    KNOWN = "known", _("It is known already, and acted upon")
    NOT_NOW = "not_now", _("Not now: the child rests first")
    DO_NOT_ASK = "do_not_ask", _("Do not ask the child")
    NOT_NEEDED = "not_needed", _("Not needed, for the reason written here")


class Interviewer(TextChoices):
    """Who interviews a child; each interview counts for the child."""

    WORKER = "worker", _("Our own worker")
    OTHER_AGENCY = "other_agency", _("Another agency")
    POLICE = "police", _("Police")
    COURT = "court", _("Court or prosecution")
    LAWYER = "lawyer", _("Lawyer")
    DOCTOR = "doctor", _("Doctor or psychologist")
    CONSULATE = "consulate", _("Consulate or immigration authority")
    MEDIA = "media", _("Press or researcher")
    OTHER = "other", _("Somebody else")


class InterviewerTraining(TextChoices):
    """Whether the interviewer was trained to interview children about such events."""

    NOT_RECORDED = "", _("Not recorded")
    TRAINED = "trained", _("Trained in child-friendly interviewing")
    NOT_TRAINED = "not_trained", _("Not trained")
    NOT_KNOWN = "not_known", _("Not known")


class InterviewProcedure(TextChoices):
    """The steps of a child-friendly interview that were taken (domain B.8)."""

    LIMITS = "limits", _("What cannot stay secret was explained first")
    STOP = "stop", _("The right to stop at any time was explained")
    NOT_KNOW = "not_know", _("That “I do not know” and “I do not want to say” are good answers")
    PLACE = "place", _("The place felt safe to the child")
    CHOSEN = "chosen", _("The child could choose who asks")
    OPEN = "open", _("Open questions, in the child’s own order")
    PLAIN = "plain", _("No uniform, no alleged offender near")
    NEXT = "next", _("What happens next was told")
    REST = "rest", _("It ended with something calm")


class InterviewAttendee(TextChoices):
    """Who was present besides the child and the interviewer."""

    SUPPORT = "support", _("A support person the child chose")
    INTERPRETER = "interpreter", _("Interpreter")
    GUARDIAN = "guardian", _("Guardian")
    PARENT = "parent", _("Parent or carer")
    LAWYER = "lawyer", _("Lawyer")
    WORKER = "worker", _("Case worker")
    POLICE = "police", _("Police")
    CHILD = "child", _("Another child")
    OTHER = "other", _("Somebody else")


class InterviewSupport(TextChoices):
    """Whether the child had a support person."""

    NOT_RECORDED = "", _("Not recorded")
    PRESENT = "present", _("A support person was there")
    DECLINED = "declined", _("The child did not want one")
    NOT_OFFERED = "not_offered", _("None was offered")


class InterviewEnd(TextChoices):
    """How an interview ended; it is recorded in any case."""

    COMPLETE = "complete", _("Complete")
    STOPPED = "stopped", _("The child stopped it")
    BROKEN_OFF = "broken_off", _("Broken off by somebody else")
    TO_GO_ON = "to_go_on", _("To be gone on with")


class FamilyClueKind(TextChoices):
    """The kind of thing a child remembers of home and the journey (IDN-010)."""

    PLACE = "place", _("Name of a place, or how it sounds")
    LANDMARK = "landmark", _("Something that can be seen there")
    WAY = "way", _("The way: how long, on what, over which river or border")
    PERSON = "person", _("Name of a person")
    SCHOOL = "school", _("School, shop, temple, mosque or church")
    WORK = "work", _("What people there live from")
    SPEECH = "speech", _("How people there speak")
    CUSTOM = "custom", _("Food, feasts, songs")
    NUMBER = "number", _("A number or part of one")
    OTHER = "other", _("Something else")


class FamilyClueState(TextChoices):
    """The outcome of a clue."""

    OPEN = "open", _("Not followed yet")
    FITS = "fits", _("Fits what others say")
    CONFIRMED = "confirmed", _("Confirmed")
    LEADS_NOWHERE = "leads_nowhere", _("Led nowhere so far")
    TAKEN_BACK = "taken_back", _("The child remembers it otherwise now")


class ChildMovement(TextChoices):
    """Whether and how a child moved; not a label, and independent of trafficking (MIG-001)."""

    NOT = "not", _("Has not moved")
    INTERNAL = "internal", _("Moved within the country")
    ACROSS = "across", _("Came over a border")
    ON_THE_WAY = "on_the_way", _("On the way")
    NOT_KNOWN = "not_known", _("Not known")


class ImmigrationStatus(TextChoices):
    """The child's immigration status in the country of stay."""

    NOT_RECORDED = "", _("Not recorded")
    CITIZEN = "citizen", _("Citizen there")
    PERMIT = "permit", _("With a visa or permit")
    NO_NEED = "no_need", _("Needs none there")
    WITHOUT = "without", _("Without a permit")
    ASYLUM = "asylum", _("Asks for protection, or has it")
    STATELESS = "stateless", _("Stateless")
    NOT_KNOWN = "not_known", _("Not known")


class MigrationReason(TextChoices):
    """Why the child moved; moving is not a harm by itself (MIG-004)."""

    WORK = "work", _("To work or earn")
    SCHOOL = "school", _("For school")
    FAMILY = "family", _("With or to the family")
    MARRIAGE = "marriage", _("Marriage")
    VIOLENCE = "violence", _("Away from violence at home")
    CONFLICT = "conflict", _("Away from war or persecution")
    DISASTER = "disaster", _("Away from a flood or drought")
    OWN_WISH = "own_wish", _("To see or try something new")
    BROUGHT = "brought", _("Was brought")
    OTHER = "other", _("Something else")


class MigrationCompanion(TextChoices):
    """With whom the child moved."""

    NOT_RECORDED = "", _("Not recorded")
    FAMILY = "family", _("Family")
    RELATIVE = "relative", _("Relative")
    FRIENDS = "friends", _("Friends")
    AGENT = "agent", _("Agent or recruiter")
    STRANGER = "stranger", _("Somebody unknown")
    ALONE = "alone", _("Alone")
    NOT_KNOWN = "not_known", _("Not known")


class RightAtStake(TextChoices):
    """A right of the child that was at stake through moving (MIG-008)."""

    SCHOOL = "school", _("School")
    HEALTH = "health", _("Health")
    PAPERS = "papers", _("Name, birth registration, nationality")
    FAMILY = "family", _("Being with the family")
    PAY = "pay", _("Fair pay and rest")
    HOUSING = "housing", _("A place to live")
    FREEDOM = "freedom", _("Not being locked up")
    VOICE = "voice", _("Being heard in her or his language")
    EQUAL = "equal", _("Being treated as other children are")
    OTHER = "other", _("Something else")


class MigrationRestriction(TextChoices):
    """The effect of a restriction of movement on the child (MIG-005, MIG-007)."""

    TURNED_BACK = "turned_back", _("Stopped or turned back although nothing was wrong")
    HIDDEN_WAY = "hidden_way", _("Had to take a hidden way")
    PAID_AGENT = "paid_agent", _("Had to pay an agent")
    PAPERS_TAKEN = "papers_taken", _("Papers were refused or taken")
    LOCKED_UP = "locked_up", _("Locked up for moving")
    PARTED = "parted", _("Parted from those she or he travelled with")
    OTHER = "other", _("Something else")


INTERVIEW_DRAFT = DraftKind("interview", _("An interview"))
DRAFTS = (INTERVIEW_DRAFT,)
