"""Codes of an agency's own forms: state of a version, section of the file, reason for export."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import DraftKind, NoticeKind
from saathi.agencies.sections import Section
from saathi.engines.xlsform.form_state import NoAnswerReason
from saathi.infra.classification import DataClass


class FormOutcome(TextChoices):
    """The state of a version of a form."""

    WAITS = "waits", _("Awaiting approval by a second person")
    AGREED = "agreed", _("Published")
    REFUSED = "refused", _("Rejected")


class AnswersExportReason(TextChoices):
    """The reason for exporting a table of answers; its code is logged."""

    REVIEW = "review", _("To review how the form is used")
    AUTHORITY = "authority", _("For a court or another authority that asked for it")
    REFERRAL = "referral", _("To transfer to an agency that continues the work")
    RESEARCH = "research", _("For an approved study")


# The sections a form can belong to. Not the child's statements, which have their own readers, nor
# plan, decisions and closing, which need two people.
SECTION_LABELS: dict[Section, Promise] = {
    Section.IDENTITY: _("Personal details"),
    Section.SITUATION: _("Protection concerns and incidents"),
    Section.NEEDS: _("Needs and health"),
    Section.VISITS: _("Visits"),
    Section.LEGAL: _("Authorities and orders"),
    Section.SUPPORT: _("Services and support"),
}
DATA_CLASS_LABELS: dict[DataClass, Promise] = {
    DataClass.IDENTIFYING: _("Identifying: names, places, document numbers"),
    DataClass.SENSITIVE: _("Sensitive: harmful if linked to a person"),
    DataClass.OPERATIONAL: _("Operational: whether and when something was done"),
    DataClass.STATISTICAL: _("Statistical: a choice or a small number, without text"),
}
FORM_DRAFT = DraftKind("form", _("Additional form"))
DRAFTS = (FORM_DRAFT,)
FORM_WAITS_NOTICE = NoticeKind(
    "form_waits", _("A form of your agency is awaiting approval by a second person")
)
NOTICES = (FORM_WAITS_NOTICE,)
NO_ANSWER_LABELS: dict[NoAnswerReason, Promise] = {
    NoAnswerReason.NOT_ASKED: _("Not asked"),
    NoAnswerReason.NOT_KNOWN: _("Does not know"),
    NoAnswerReason.NOT_SAID: _("Chose not to say"),
}
