"""What minimum standards contribute to shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.domains import Domain, MenuEntry, NoticePage
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.waiting_work import WaitingWork, office_today_values
from saathi.protection.care.standards import queries
from saathi.web.components import ActionLink, AlertBox

KEEPERS = frozenset({Permission.KEEP_FACILITIES})


def waiting_standards(_staff: Staff, tasks: dict[str, int]) -> list[AlertBox]:
    """Standards that this keeper can publish, and those due for review."""
    waiting = []
    if tasks["to_publish"]:
        title = ngettext(
            "%(count)d set of standards is waiting for a second person",
            "%(count)d sets of standards are waiting for a second person",
            tasks["to_publish"],
        )
        action = ActionLink(_("Check and publish"), reverse("standards:publish_standard_sets"))
        text = title % {"count": tasks["to_publish"]}
        waiting.append(AlertBox(text, "", action, "attend", "clipboard-check"))
    if tasks["to_review"]:
        title = ngettext(
            "The review of %(count)d set of standards is due",
            "The review of %(count)d sets of standards is due",
            tasks["to_review"],
        )
        see = f"{reverse('standards:list_standard_sets')}?state=review"
        text = title % {"count": tasks["to_review"]}
        waiting.append(AlertBox(text, "", ActionLink(_("View list"), see), "calm", "list-check"))
    return waiting


DOMAIN = Domain(
    urls={"urls": "standards/"},
    menu=(
        MenuEntry(
            165,
            "standards",
            _("Minimum standards"),
            "list-check",
            "standards:list_standard_sets",
            KEEPERS | {Permission.WORK_ON_CASE},
            is_rare=True,
        ),
    ),
    waiting=(
        WaitingWork(
            67, KEEPERS, waiting_standards, queries.keeper_standards_column, office_today_values
        ),
    ),
    notices={
        "standards_wait": NoticePage("standards:publish_standard_sets", is_of_record=False),
        "standards_returned": NoticePage("standards:show_standard_set"),
    },
)
