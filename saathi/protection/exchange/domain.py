"""What import and export contribute to shared pages."""

from saathi.agencies.domains import Domain, NotOnTimeline
from saathi.protection.exchange import models

DOMAIN = Domain(
    timeline=(
        NotOnTimeline(models.Import, "it is in a file of its own, which is not a child’s"),
        NotOnTimeline(models.SavedPlan, "a setting of an office"),
        NotOnTimeline(models.ImportedRecord, "an alert at the top of the file shows the origin"),
        NotOnTimeline(models.Export, "the access log shows exports to those who may see it"),
    ),
)
