"""The kinds of records of a case, as pages name them that say how records were collected."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.vocabulary import CollectionMethod
from saathi.protection.casework.cases import models

RECORDS: Final = (
    RecordKind(models.Case, _("Case")),
    RecordKind(models.Seat, _("Role in the child’s team")),
    RecordKind(models.Due, _("Task with a deadline"), method=CollectionMethod.COMPUTED),
    RecordKind(models.Assessment, _("Assessment")),
    RecordKind(models.Visit, _("Visit or contact")),
    RecordKind(models.Approval, _("Request for approval")),
    RecordKind(models.Closing, _("Request to close the case")),
    RecordKind(models.Review, _("Review of the plan")),
)
