"""What operations contribute to shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.domains import DayLink, Domain, NotOnTimeline, PageLink
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.waiting_work import WaitingWork, office_today_values
from saathi.protection.identification.operations import queries
from saathi.protection.identification.operations.models import FirstDecision
from saathi.web.components import ActionLink, AlertBox


def waiting_operations(_staff: Staff, count: int) -> list[AlertBox]:
    """Planned operations that this person can approve."""
    if not count:
        return []
    title = ngettext(
        "%(count)d planned operation awaits your approval",
        "%(count)d planned operations await your approval",
        count,
    )
    action = ActionLink(_("View list"), reverse("operations:list_operations"))
    return [AlertBox(title % {"count": count}, "", action, "attend", "users")]


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
    waiting=(
        WaitingWork(
            35,
            frozenset({Permission.APPROVE}),
            waiting_operations,
            queries.approvable_column,
            office_today_values,
        ),
    ),
    records=(RecordKind(FirstDecision, _("First decision after an operation")),),
    timeline=(
        NotOnTimeline(FirstDecision, "it is in the file of a report, which has no timeline"),
    ),
)
