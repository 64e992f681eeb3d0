"""Codes for possible duplicates. None is a number: no score is shown for a child."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class MatchPurpose(TextChoices):
    """The purpose of a comparison. Reports of missing children are compared elsewhere: TRACING is unused."""

    DUPLICATE = "duplicate", _("One child, on record twice")
    TRACING = "tracing", _("A missing child, and a child on record")


class PairState(TextChoices):
    """The state of a pair. How many people have decided is not shown."""

    WAITING = "waiting", _("Waiting for a decision")
    SAME = "same", _("The same child")
    NOT_SAME = "not_same", _("Two children")
    UNSURE = "unsure", _("Nobody can say yet")
    LAPSED = "lapsed", _("No longer alike")


SETTLED_STATES = (PairState.SAME, PairState.NOT_SAME, PairState.UNSURE)


class MatchDecision(TextChoices):
    """One person's decision on two records."""

    SAME = "same", _("It is the same child")
    NOT_SAME = "not_same", _("They are two children")
    UNSURE = "unsure", _("I cannot say")


class MatchDecisionGround(TextChoices):
    """The main ground of the decision; the rest is free text."""

    ASKED_CHILD = "asked_child", _("The child was asked")
    ASKED_FAMILY = "asked_family", _("Family or carers were asked")
    ASKED_WORKER = "asked_worker", _("Those who work with the child were asked")
    PAPERS = "papers", _("Documents were compared")
    KNOWN_BOTH = "known_both", _("I know both children")
    RECORDS = "records", _("What the two records say")


class MatchStrength(TextChoices):
    """The machine's assessment in words; shown only after the reader's own decision."""

    STRONG = "strong", _("Much speaks for one child.")
    FAIR = "fair", _("More speaks for one child than against it.")
    WEAK = "weak", _("Something speaks for one child, and something against it.")


class RepeatKind(TextChoices):
    """What may have been seen before. It is never stated as certain."""

    PERSON = "person", _("Somebody of a name and place alike")
    PLACE = "place", _("A firm or house of a name and place alike")
    PHONE = "phone", _("The same telephone number")


class RepeatAnswer(TextChoices):
    """The answer to a repeat allegation."""

    OTHER = "other", _("It is somebody or something else")
    TOLD = "told", _("It may be the same: the authority that looks into it was told")
    OPEN = "open", _("Nobody can say")


class MergeUndoReason(TextChoices):
    """Why a merge is undone."""

    TWO_CHILDREN = "two_children", _("They are two children after all")
    CHILD_SAYS = "child_says", _("The child says that the other record is not about her or him")
    MIXED_UP = "mixed_up", _("The wrong records were joined")


RECORDS_JOINED_NOTICE = NoticeKind("records_joined", _("Two records were found to be of one child"))
RECORDS_PARTED_NOTICE = NoticeKind(
    "records_parted", _("Two records that were joined are two children again")
)
NOTICES = (RECORDS_JOINED_NOTICE, RECORDS_PARTED_NOTICE)
