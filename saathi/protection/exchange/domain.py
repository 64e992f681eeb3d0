"""What import and export contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, NoticePage, NotOnTimeline
from saathi.agencies.record_kinds import RecordKind
from saathi.protection.exchange import models
from saathi.web.page_names import MY_DAY

DOMAIN = Domain(
    # The export itself is for the person who requested it.
    notices={"export_no_basis": NoticePage(MY_DAY, is_of_record=False)},
    records=(
        RecordKind(models.Import, _("Import of files")),
        RecordKind(models.SavedPlan, _("Saved mapping of columns")),
        RecordKind(models.ImportedRecord, _("Import details")),
        RecordKind(models.Export, _("Export of files")),
    ),
    timeline=(
        NotOnTimeline(models.Import, "it is in a file of its own, which is not a child’s"),
        NotOnTimeline(models.SavedPlan, "a setting of an office"),
        NotOnTimeline(models.ImportedRecord, "an alert at the top of the file shows the origin"),
        NotOnTimeline(models.Export, "the access log shows exports to those who may see it"),
    ),
)
