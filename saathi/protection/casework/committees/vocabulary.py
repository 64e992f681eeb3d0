"""Codes for follow-ups by a local committee."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class FollowUpFocus(TextChoices):
    """What the committee is asked to look at; nothing about the events."""

    WELL = "well", _("How the child is")
    SCHOOL = "school", _("Whether the child goes to school")
    FAMILY = "family", _("How the family gets by")
    SAFE = "safe", _("Whether the child is safe at home and on the way")
    WORK = "work", _("Whether the child has to work")
    BENEFIT = "benefit", _("Whether a benefit or paper came")


class FollowUpState(TextChoices):
    """The state of a follow-up."""

    ASKED = "asked", _("Under way")
    ENDED = "ended", _("Ended")


class ChildSighting(TextChoices):
    """Whether the child was seen."""

    MET = "met", _("Met the child")
    FAMILY = "family", _("Met the family, not the child")
    HEARD = "heard", _("Heard of the child from others")
    NOT_THERE = "not_there", _("Nobody was there")


class ChildCondition(TextChoices):
    """The child's condition, as the committee sees it."""

    WELL = "well", _("Well, as far as can be seen")
    WORRY = "worry", _("Something worries us")
    DANGER = "danger", _("In danger: somebody has to come")
    NOT_KNOWN = "not_known", _("Cannot be said")


COMMITTEE_ASKED_NOTICE = NoticeKind("committee_asked", _("You are asked to look after a child"))
COMMITTEE_TOLD_NOTICE = NoticeKind(
    "committee_told", _("A local committee told of a child of yours")
)
NOTICES = (COMMITTEE_ASKED_NOTICE, COMMITTEE_TOLD_NOTICE)
