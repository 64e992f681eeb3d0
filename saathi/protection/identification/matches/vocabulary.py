"""Codes for possible duplicates. None is a number: no score is shown for a child."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class MatchPurpose(TextChoices):
    """The purpose of a comparison. Reports of missing children are compared elsewhere: TRACING is unused."""

    DUPLICATE = "duplicate", _("One child, registered twice")
    TRACING = "tracing", _("A missing child and a registered child")


class PairState(TextChoices):
    """The state of a pair. How many people have decided is not shown."""

    WAITING = "waiting", _("Awaiting a decision")
    SAME = "same", _("The same child")
    NOT_SAME = "not_same", _("Two children")
    UNSURE = "unsure", _("Cannot be determined yet")
    LAPSED = "lapsed", _("No longer similar")


SETTLED_STATES = (PairState.SAME, PairState.NOT_SAME, PairState.UNSURE)


class MatchDecision(TextChoices):
    """One person's decision on two records."""

    SAME = "same", _("It is the same child")
    NOT_SAME = "not_same", _("They are two children")
    UNSURE = "unsure", _("I am not sure")


class MatchDecisionGround(TextChoices):
    """The main ground of the decision; the rest is free text."""

    ASKED_CHILD = "asked_child", _("The child was asked")
    ASKED_FAMILY = "asked_family", _("Family or caregivers were asked")
    ASKED_WORKER = "asked_worker", _("Staff who work with the child were asked")
    PAPERS = "papers", _("Documents were compared")
    KNOWN_BOTH = "known_both", _("I know both children")
    RECORDS = "records", _("Content of the two records")


class MatchStrength(TextChoices):
    """The machine's assessment in words; shown only once the reader's own decision exists."""

    STRONG = "strong", _("Strong evidence for a match.")
    FAIR = "fair", _("More evidence for a match than against it.")
    WEAK = "weak", _("Some evidence for a match and some against it.")


class RepeatKind(TextChoices):
    """What may have been seen before. It is never stated as certain."""

    PERSON = "person", _("A person with a similar name and location")
    PLACE = "place", _("An organisation or place with a similar name and location")
    PHONE = "phone", _("The same telephone number")


class RepeatAnswer(TextChoices):
    """The answer to a repeat allegation."""

    OTHER = "other", _("A different person, place or number")
    TOLD = "told", _("It may be the same: the investigating authority was informed")
    OPEN = "open", _("Cannot be determined")


class MergeUndoReason(TextChoices):
    """Why a merge is undone."""

    TWO_CHILDREN = "two_children", _("They are two children after all")
    CHILD_SAYS = "child_says", _("The child says that the other record is not about them")
    MIXED_UP = "mixed_up", _("The wrong records were merged")


RECORDS_JOINED_NOTICE = NoticeKind("records_joined", _("Two records were merged as the same child"))
RECORDS_PARTED_NOTICE = NoticeKind("records_parted", _("The merge of two records was undone"))
NOTICES = (RECORDS_JOINED_NOTICE, RECORDS_PARTED_NOTICE)
