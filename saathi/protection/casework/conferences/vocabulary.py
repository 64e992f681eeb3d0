"""Codes of case conferences and their decisions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import DraftKind, NoticeKind


class ConferenceSetting(TextChoices):
    """Where a conference took place."""

    NOT_RECORDED = "", _("Not recorded")
    IN_PERSON = "in_person", _("In person")
    REMOTE = "remote", _("By telephone or video")
    BOTH = "both", _("Some in person, some by telephone or video")


class ChildTookPart(TextChoices):
    """Whether and how the child took part in a conference."""

    NOT_RECORDED = "", _("Not recorded")
    WHOLE = "whole", _("Took part")
    IN_PART = "in_part", _("Took part in some of it")
    HEARD_BEFORE = "heard_before", _("Was heard before the conference")
    REPRESENTED = "represented", _("Was represented by a person the child chose")
    NOT_THERE = "not_there", _("Did not take part")


class DecisionState(TextChoices):
    """The state of a decision."""

    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Not done, reason given")


DECISION_GIVEN_NOTICE = NoticeKind(
    "decision_given", _("A case conference decision was assigned to you")
)
NOTICES = (DECISION_GIVEN_NOTICE,)

CONFERENCE_DRAFT = DraftKind("conference", _("Case conference"))
DRAFTS = (CONFERENCE_DRAFT,)
