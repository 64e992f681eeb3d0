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


TEXT_WAITS_NOTICE = NoticeKind(
    "text_waits", _("Material for publication awaits a second person’s decision")
)
TEXT_DECIDED_NOTICE = NoticeKind(
    "text_decided", _("A decision was made on your material for publication")
)
NOTICES = (TEXT_WAITS_NOTICE, TEXT_DECIDED_NOTICE)
