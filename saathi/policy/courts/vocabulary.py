"""Codes of the register of courts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class CourtRegisterKind(TextChoices):
    """Why a court is in the register."""

    CHILDREN = "children", _("Child-friendly or special court for children")
    FAST_TRACK = "fast_track", _("Fast-track court or tribunal")
    TRAFFICKING = "trafficking", _("Tribunal for trafficking offences")
    BOARD = "board", _("Child welfare committee or board")


class CourtFacility(TextChoices):
    """What a court offers to children."""

    CHILD_ROOM = "child_room", _("Child-friendly room")
    VIDEO = "video", _("Video link")
    SCREEN = "screen", _("Screen or one-way mirror")
    WAITING = "waiting", _("Separate waiting room")
    ENTRANCE = "entrance", _("Separate entrance")
    STEP_FREE = "step_free", _("Step-free access")
    SUPPORT = "support", _("Support persons")
    INTERPRETERS = "interpreters", _("Interpreters")
    TRAINED = "trained", _("Judges trained in hearing children")


COURT_WAITS_NOTICE = NoticeKind(
    "court_waits", _("Courts await publication or confirmation by a second person")
)
COURT_RETURNED_NOTICE = NoticeKind(
    "court_returned", _("A court that you submitted was returned for revision")
)
NOTICES = (COURT_WAITS_NOTICE, COURT_RETURNED_NOTICE)
