"""Codes for public texts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class TextKind(TextChoices):
    """The kind of text about proceedings."""

    JUDGMENT = "judgment", _("Judgment or order, to be published")
    REPORT = "report", _("Report of a case, in law reports or a yearly report")
    PRESS = "press", _("Word to the press")
    STATEMENT = "statement", _("Statement on a page or in social media")
    TEACHING = "teaching", _("Example for training")
    OTHER = "other", _("Another text")


class TextState(TextChoices):
    """The state of a text. A published one never changes; a withdrawn one stays on record."""

    WAITS = "waits", _("To be looked at by a second person")
    SENT_BACK = "sent_back", _("Sent back")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Given to the public")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class IdentifierKind(TextChoices):
    """The kind of information that may identify the child."""

    NAME = "name", _("A name of the child")
    PARENT = "parent", _("A name of parents")
    AROUND = "around", _("A name of somebody around the child")
    ACCUSED = "accused", _("A name of somebody said to have harmed the child")
    PLACE = "place", _("A place of the child")
    AGE = "age", _("An age of a child")
    NUMBER = "number", _("A telephone number or the number of the file")


TEXT_WAITS_NOTICE = NoticeKind("text_waits", _("A text for the public waits for a second person"))
TEXT_DECIDED_NOTICE = NoticeKind("text_decided", _("Your text for the public was decided"))
NOTICES = (TEXT_WAITS_NOTICE, TEXT_DECIDED_NOTICE)
