"""What operations contribute to shared pages."""

from saathi.agencies.domains import Domain, NotOnTimeline
from saathi.protection.identification.operations.models import FirstDecision

DOMAIN = Domain(
    urls={"urls": "operations/"},
    timeline=(
        NotOnTimeline(FirstDecision, "it is in the file of a report, which has no timeline"),
    ),
)
