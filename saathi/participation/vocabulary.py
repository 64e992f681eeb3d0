"""Codes for what a child says or chooses not to say, and for its readers.

Not for statements of other people about the child.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StatementMedium(TextChoices):
    """The form in which the child's words are kept (CPL-004: in the child's words)."""

    VERBATIM = "verbatim", _("Child’s own words")
    PARAPHRASE = "paraphrase", _("Paraphrased by the worker")
    DRAWING = "drawing", _("Drawing")


class StatementState(TextChoices):
    """Whether the child spoke; each value is valid and complete (GDN-010)."""

    SAID = "said", _("The child spoke")
    CHOSE_NOT_TO_SAY = "chose_not_to_say", _("Chose not to say")
    DO_NOT_ASK = "do_not_ask", _("Do not ask the child")


class StatementAudience(TextChoices):
    """Who may read a statement, as the child chose within the explained limits (GDN-009)."""

    WORKER = "worker", _("Only the worker who heard it")
    TEAM = "team", _("The child’s team")
    NAMED = "named", _("People named by the child")


class StatementTopic(TextChoices):
    """The topic of a statement: every stage of a case (report line 1806, CAS-008)."""

    FIRST_REPORT = "first_report", _("The first report")
    WHAT_HAPPENED = "what_happened", _("What happened")
    NEEDS_AND_WISHES = "needs_and_wishes", _("Needs and wishes")
    GOALS = "goals", _("Goals and plans for the future")
    PLAN = "plan", _("Case plan")
    SERVICE = "service", _("A service")
    FAMILY = "family", _("Family and home")
    VISIT = "visit", _("A visit")
    DECISION = "decision", _("A decision about the child")
    EVALUATION = "evaluation", _("Final evaluation")
    COMPLAINT = "complaint", _("A complaint")
    OTHER = "other", _("Other")


class UnderstandingLevel(TextChoices):
    """How far the child understood the explanation."""

    NOT_RECORDED = "", _("Not recorded")
    YES = "yes", _("Yes, the child could explain it in their own words")
    PARTLY = "partly", _("In part; explain again")
    NOT_YET = "not_yet", _("Waiting for approval")
    NOT_TOLD = "not_told", _("Could not be explained")


class ThemeCountingConsent(TextChoices):
    """Whether the child allows counting the themes. Only "yes" includes them in statistics."""

    NOT_RECORDED = "", _("Not recorded")
    AGREED = "agreed", _("The child agrees to statistical use, without name or quotes")
    REFUSED = "refused", _("The child does not agree to statistical use")
    NOT_ASKED = "not_asked", _("The child was not asked")


class HelpTheme(TextChoices):
    """The kind of help the child speaks about (report lines 146-147: children's views of services)."""

    SHELTER = "shelter", _("Accommodation")
    FOOD = "food", _("Food and clothes")
    HEALTH = "health", _("Doctors and nurses")
    COUNSELLING = "counselling", _("Counselling")
    SCHOOL = "school", _("School and lessons")
    TRAINING = "training", _("Vocational training and work")
    MONEY = "money", _("Livelihood support for the family")
    LEGAL = "legal", _("Legal help and documents")
    POLICE = "police", _("Police and investigators")
    COURT = "court", _("Court and committee")
    STAFF = "staff", _("How staff speak and listen")
    TOLD = "told", _("Information given, and when")
    FAMILY = "family", _("Contact with the family")
    FREEDOM = "freedom", _("Going out, rules, being alone")
    PLAY = "play", _("Play and free time")
    SAFETY = "safety", _("Safety")


class FuturePath(TextChoices):
    """The child's view of options for the future (report line 147: and options)."""

    HOME = "home", _("Live with the family")
    RELATIVES = "relatives", _("Live with relatives")
    FOSTER = "foster", _("Live with another family")
    STAY = "stay", _("Stay where the child is now")
    OWN = "own", _("Live independently, with support")
    SCHOOL = "school", _("School")
    TRADE = "trade", _("Vocational training")
    WORK = "work", _("Work")
    BACK = "back", _("Return to the country the child came from")
    HERE = "here", _("Stay in this country")
    ELSEWHERE = "elsewhere", _("Move to another place or country")
    COURT = "court", _("Speak in court")
