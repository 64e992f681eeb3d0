"""Codes for public texts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class TextKind(TextChoices):
    """The kind of text about proceedings."""

    JUDGMENT = "judgment", _("Judgment or order for publication")
    REPORT = "report", _("Case report in law reports or an annual report")
    PRESS = "press", _("Statement to the press")
    STATEMENT = "statement", _("Statement on a website or on social media")
    TEACHING = "teaching", _("Example for training")
    OTHER = "other", _("Another text")


class TextState(TextChoices):
    """The state of a text. A published one never changes; a withdrawn one stays on record."""

    WAITS = "waits", _("Awaiting approval by a second person")
    SENT_BACK = "sent_back", _("Returned for revision")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class IdentifierKind(TextChoices):
    """The kind of information that may identify the child."""

    NAME = "name", _("Name of the child")
    PARENT = "parent", _("Name of a parent")
    AROUND = "around", _("Name of a person close to the child")
    ACCUSED = "accused", _("Name of an alleged perpetrator")
    PLACE = "place", _("Place connected with the child")
    AGE = "age", _("Age of a child")
    CASTE = "caste", _("Caste or community")
    OCCUPATION = "occupation", _("Occupation of the child or the family")
    NUMBER = "number", _("Telephone number or case ID")


TEXT_WAITS_NOTICE = NoticeKind(
    "text_waits", _("Material for publication awaits a second person’s decision")
)
TEXT_DECIDED_NOTICE = NoticeKind(
    "text_decided", _("A decision was made on your material for publication")
)
NOTICES = (TEXT_WAITS_NOTICE, TEXT_DECIDED_NOTICE)
