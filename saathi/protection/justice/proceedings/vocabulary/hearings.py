"""Codes of hearings: what is planned, what happened, who was there, and how the child was heard."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HearingState(TextChoices):
    """What became of a hearing."""

    LISTED = "listed", _("Listed")
    HELD = "held", _("Held")
    ADJOURNED = "adjourned", _("Adjourned")
    CANCELLED = "cancelled", _("Cancelled")


class HearingPurpose(TextChoices):
    """What a hearing is for."""

    CHILD_EVIDENCE = "child_evidence", _("Testimony by the child")
    CHILD_QUESTIONS = "child_questions", _("Further questions to the child")
    OTHER_EVIDENCE = "other_evidence", _("Other evidence")
    CHARGES = "charges", _("Charges")
    BAIL = "bail", _("Bail or detention of the accused")
    ARGUMENTS = "arguments", _("Arguments")
    JUDGMENT = "judgment", _("Judgment or sentence")
    APPEAL = "appeal", _("Appeal")
    PROTECTION = "protection", _("Protection or care of the child")
    OTHER = "other", _("Another purpose")


class ChildPart(TextChoices):
    """How the child takes part in a hearing, as planned or as it happened."""

    PRESENT = "present", _("In the room")
    VIDEO = "video", _("By video")
    RECORDED = "recorded", _("By a recording made before")
    NOT_PRESENT = "not_present", _("Not present")
    NOT_KNOWN = "not_known", _("Not known")


class AdjournedBy(TextChoices):
    """The side because of which a hearing was adjourned."""

    COURT = "court", _("Court")
    PROSECUTION = "prosecution", _("Prosecution")
    DEFENCE = "defence", _("Defence")
    CHILD_SIDE = "child_side", _("Child or the child’s side")
    OTHER_PARTY = "other_party", _("Another party")
    NOT_KNOWN = "not_known", _("Not known")


class AdjournmentCause(TextChoices):
    """Why a hearing was adjourned."""

    NO_JUDGE = "no_judge", _("Judge absent or transferred")
    NO_TIME = "no_time", _("No time")
    NO_LAWYER = "no_lawyer", _("Lawyer absent")
    NO_ACCUSED = "no_accused", _("Accused absent or not brought")
    NO_WITNESS = "no_witness", _("Another witness absent")
    CHILD_UNWELL = "child_unwell", _("Child unwell or needs time")
    NO_INTERPRETER = "no_interpreter", _("No interpreter")
    NO_EQUIPMENT = "no_equipment", _("Video, screen or room not available")
    NO_PAPERS = "no_papers", _("Papers or reports missing")
    APPLICATION = "application", _("Application or request for time")
    STRIKE = "strike", _("Strike or closure of the court")
    OTHER = "other", _("Another cause")
    NOT_KNOWN = "not_known", _("Not known")


class PublicAccess(TextChoices):
    """Whether the public was excluded (JUS-002)."""

    IN_CAMERA = "in_camera", _("In camera: the public was excluded")
    PARTLY = "partly", _("In camera only while the child was heard")
    OPEN = "open", _("Open to the public")
    NOT_KNOWN = "not_known", _("Not known")


class HearingMode(TextChoices):
    """How the child was heard (JUS-003, JUS-010)."""

    VIDEO_LINK = "video_link", _("By video link")
    SCREEN = "screen", _("Behind a screen or curtain")
    RECORDED = "recorded", _("Recorded before the hearing")
    JUDGES_ROOM = "judges_room", _("In the judge’s room")
    CHILD_ROOM = "child_room", _("In a child-friendly room")
    CLOSED_COURT = "closed_court", _("In the courtroom, public excluded")
    OPEN_COURT = "open_court", _("In open court")
    NOT_HEARD = "not_heard", _("Not heard")
    NOT_KNOWN = "not_known", _("Not known")


class CourtroomFunction(TextChoices):
    """Who was in the room, by function and never by name (JUS-009)."""

    JUDGE = "judge", _("Judge or panel")
    COURT_STAFF = "court_staff", _("Court staff")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    DEFENCE = "defence", _("Defence counsel")
    REPRESENTATIVE = "representative", _("Child’s legal representative")
    SUPPORT_PERSON = "support_person", _("Support person")
    GUARDIAN = "guardian", _("Legal guardian")
    PARENT = "parent", _("Parent or caregiver")
    WORKER = "worker", _("Case worker")
    INTERPRETER = "interpreter", _("Interpreter")
    INTERMEDIARY = "intermediary", _("Intermediary")
    EXPERT = "expert", _("Psychologist or other expert")
    POLICE = "police", _("Police")
    ACCUSED = "accused", _("Accused")
    ACCUSED_SIDE = "accused_side", _("Family or friends of the accused")
    OTHER_WITNESS = "other_witness", _("Other witnesses")
    PRESS = "press", _("Press")
    PUBLIC = "public", _("Members of the public")


# With one of these in the room a hearing is not in camera, whatever its record says.
OUTSIDERS: Final = (
    CourtroomFunction.PRESS,
    CourtroomFunction.PUBLIC,
    CourtroomFunction.ACCUSED_SIDE,
)


class QuestionRoute(TextChoices):
    """Who passed on the questions to the child (JUS-011)."""

    JUDGE = "judge", _("Through the judge")
    INTERMEDIARY = "intermediary", _("Through an intermediary or expert")
    COUNSEL = "counsel", _("By counsel directly")
    WRITTEN = "written", _("Written questions")
    NONE = "none", _("Not questioned")
    NOT_KNOWN = "not_known", _("Not known")


class QuestionsStopped(TextChoices):
    """Whether aggressive or intimate questions were stopped."""

    NONE_ASKED = "none_asked", _("No such questions")
    STOPPED = "stopped", _("Asked and stopped")
    NOT_STOPPED = "not_stopped", _("Asked and not stopped")
    NOT_KNOWN = "not_known", _("Not known")


class BreakUse(TextChoices):
    """Whether the child could take breaks."""

    TAKEN = "taken", _("Taken when the child needed them")
    NOT_NEEDED = "not_needed", _("Offered, not needed")
    REFUSED = "refused", _("Refused by the court")
    NOT_OFFERED = "not_offered", _("Not offered")
    NOT_KNOWN = "not_known", _("Not known")


class SupportPresence(TextChoices):
    """Whether a support person was with the child."""

    CHOSEN = "chosen", _("Present, chosen by the child")
    OTHER = "other", _("Present, not chosen by the child")
    NOT_WANTED = "not_wanted", _("The child wanted none")
    REFUSED = "refused", _("Refused by the court")
    ABSENT = "absent", _("Absent")
    NOT_KNOWN = "not_known", _("Not known")


class HearingAnswer(TextChoices):
    """An answer about a hearing; not to know is an answer."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known")


class ArrangementState(TextChoices):
    """Whether something that the child needs for a hearing is arranged."""

    CONFIRMED = "confirmed", _("Confirmed")
    NOT_NEEDED = "not_needed", _("Not needed")
    NOT_ARRANGED = "not_arranged", _("Not arranged yet")


# A hearing for one of these has the child tell what happened, so it needs the child's decision.
TELLING_PURPOSES: Final = (HearingPurpose.CHILD_EVIDENCE, HearingPurpose.CHILD_QUESTIONS)
# At these the child listens or is a party, and nobody asks what happened. At all others a child in the room
# or on video may be questioned, whatever the hearing is called. As the trigger `planned_with_agreement`.
LISTENING_PURPOSES: Final = (HearingPurpose.JUDGMENT, HearingPurpose.PROTECTION)
# The child gave an account again at the hearing. A recording that is played makes it unnecessary.
TOLD_AT_HEARING: Final = tuple(
    mode
    for mode in HearingMode
    if mode not in {HearingMode.RECORDED, HearingMode.NOT_HEARD, HearingMode.NOT_KNOWN}
)
