"""Codes of the rights explained to a child, and of referrals to a court for children."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JusticeRight(TextChoices):
    """Rights of child victims and witnesses, as a checklist of what was explained (JUS-006)."""

    DIGNITY = "dignity", _("To be treated with dignity and compassion")
    EQUALITY = "equality", _("To be protected from discrimination")
    INFORMED = "informed", _("To be informed about the proceedings")
    HEARD = "heard", _("To be heard and to express views")
    HELP = "help", _("To effective assistance")
    PRIVACY = "privacy", _("To privacy")
    NO_HARDSHIP = "no_hardship", _("To be protected from hardship during the proceedings")
    SAFETY = "safety", _("To safety")
    REPARATION = "reparation", _("To reparation")
    PREVENTION = "prevention", _("To special preventive measures")


class RightsUnderstanding(TextChoices):
    """Whether the child understood the explanation, in the explainer's view."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("In part")
    NO = "no", _("No")
    NOT_CHECKED = "not_checked", _("Not checked")


class CourtReferralOutcome(TextChoices):
    """What became of a request to move a proceeding to a court for children."""

    WAITING = "waiting", _("No answer yet")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
