"""Codes for follow-ups by a local committee."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class FollowUpFocus(TextChoices):
    """What the committee is asked to look at; nothing about the events."""

    WELL = "well", _("How the child is")
    SCHOOL = "school", _("Whether the child goes to school")
    FAMILY = "family", _("How the family is coping")
    SAFE = "safe", _("Whether the child is safe at home and on the way")
    WORK = "work", _("Whether the child has to work")
    BENEFIT = "benefit", _("Whether a benefit or document was received")


class FollowUpState(TextChoices):
    """The state of a follow-up."""

    ASKED = "asked", _("In progress")
    ENDED = "ended", _("Ended")


class ChildSighting(TextChoices):
    """Whether the child was seen."""

    MET = "met", _("Met the child")
    FAMILY = "family", _("Met the family, not the child")
    HEARD = "heard", _("Heard of the child from others")
    NOT_THERE = "not_there", _("No one was there")


class ChildCondition(TextChoices):
    """The child's condition, as the committee sees it."""

    WELL = "well", _("Well, as far as can be seen")
    WORRY = "worry", _("There is cause for concern")
    DANGER = "danger", _("In danger: needs help today")
    NOT_KNOWN = "not_known", _("Cannot be assessed")


COMMITTEE_ASKED_NOTICE = NoticeKind("committee_asked", _("You are asked to follow up a child"))
COMMITTEE_TOLD_NOTICE = NoticeKind(
    "committee_told", _("A local committee reported on a child in your caseload")
)
COMMITTEE_DANGER_NOTICE = NoticeKind(
    "committee_danger", _("A local committee reports that a child is in danger")
)
COMMITTEE_ENDED_NOTICE = NoticeKind("committee_ended", _("Your follow-up of a child has ended"))
NOTICES = (
    COMMITTEE_ASKED_NOTICE,
    COMMITTEE_TOLD_NOTICE,
    COMMITTEE_DANGER_NOTICE,
    COMMITTEE_ENDED_NOTICE,
)
