"""Codes of an agency's own forms: state of a version, section of the file, reason for export."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saathi.agencies.sections import Section
from saathi.engines.xlsform.form_state import NoAnswerReason
from saathi.infra.classification import DataClass


class FormOutcome(TextChoices):
    """The state of a version of a form."""

    WAITS = "waits", _("Waits for a second person")
    AGREED = "agreed", _("Published")
    REFUSED = "refused", _("Refused")


class AnswersExportReason(TextChoices):
    """The reason for exporting a table of answers; its code is logged."""

    REVIEW = "review", _("To review how the form is used")
    AUTHORITY = "authority", _("For a court or another authority that asked for it")
    REFERRAL = "referral", _("To hand over to an agency that goes on with the work")
    RESEARCH = "research", _("For a study that was approved")


# The sections a form can belong to. Not the child's statements, which have their own readers, nor
# plan, decisions and closing, which need two persons.
SECTION_LABELS: dict[Section, Promise] = {
    Section.IDENTITY: _("Who the child is"),
    Section.SITUATION: _("Situation and safety"),
    Section.NEEDS: _("Needs and health"),
    Section.VISITS: _("Visits"),
    Section.LEGAL: _("Authorities and orders"),
    Section.SUPPORT: _("Services and support"),
}
DATA_CLASS_LABELS: dict[DataClass, Promise] = {
    DataClass.IDENTIFYING: _("Leads to a person: names, places, numbers of papers"),
    DataClass.SENSITIVE: _("Harms when known beside a person"),
    DataClass.OPERATIONAL: _("For the work: whether something was done, when"),
    DataClass.STATISTICAL: _("May be counted: a choice or a small number, without words"),
}
NO_ANSWER_LABELS: dict[NoAnswerReason, Promise] = {
    NoAnswerReason.NOT_ASKED: _("not asked"),
    NoAnswerReason.NOT_KNOWN: _("does not know"),
    NoAnswerReason.NOT_SAID: _("chose not to say"),
}
