"""What operations contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import DayLink, Domain, NotOnTimeline, PageLink
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.protection.identification.operations.models import FirstDecision

DOMAIN = Domain(
    urls={"views": "operations/"},
    day_actions=(
        DayLink(
            25,
            Permission.RECORD_REPORT,
            _("Operations with many children"),
            "operations:list_operations",
            "users",
        ),
    ),
    page_links=(
        PageLink(
            "intake:list_reports",
            _("Operations with many children"),
            "operations:list_operations",
            "users",
        ),
    ),
    records=(RecordKind(FirstDecision, _("First decision after an operation")),),
    timeline=(
        NotOnTimeline(FirstDecision, "it is in the file of a report, which has no timeline"),
    ),
)
