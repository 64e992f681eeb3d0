"""The words for what a child says, chooses not to say, and who may read it.

Not for statements of other people about her.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StatementForm(TextChoices):
    """How the child's words are kept (CPL-004: in the child's words)."""

    VERBATIM = "verbatim", _("Her or his own words")
    PARAPHRASE = "paraphrase", _("Retold by the worker")
    DRAWING = "drawing", _("A drawing")


class StatementState(TextChoices):
    """Whether she spoke; each value is valid and complete (GDN-010)."""

    SAID = "said", _("Said")
    CHOSE_NOT_TO_SAY = "chose_not_to_say", _("Chose not to say")
    DO_NOT_ASK = "do_not_ask", _("Do not ask the child")


class Audience(TextChoices):
    """Who may read what the child said, as she chose within limits explained to her (GDN-009)."""

    WORKER = "worker", _("Only the worker who heard it")
    TEAM = "team", _("The child's team")
    NAMED = "named", _("Persons the child named")


class Topic(TextChoices):
    """What the child spoke about: every step of the way (report line 1806, CAS-008)."""

    FIRST_REPORT = "first_report", _("The first report")
    WHAT_HAPPENED = "what_happened", _("What happened")
    NEEDS_AND_WISHES = "needs_and_wishes", _("Needs and wishes")
    GOALS = "goals", _("Own goals and plans for the future")
    PLAN = "plan", _("The plan")
    SERVICE = "service", _("A service")
    FAMILY = "family", _("Family and home")
    VISIT = "visit", _("A visit")
    DECISION = "decision", _("A decision about her or him")
    EVALUATION = "evaluation", _("Final evaluation")
    COMPLAINT = "complaint", _("A complaint")
    OTHER = "other", _("Something else")


class Understood(TextChoices):
    """How far the child understood what was explained to her."""

    YES = "yes", _("She or he could say it in own words")
    PARTLY = "partly", _("In part; to be explained again")
    NOT_YET = "not_yet", _("Not yet")
    NOT_TOLD = "not_told", _("Could not be told")
