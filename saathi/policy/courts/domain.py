"""What the register of courts contributes to shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.domains import Domain, MenuEntry, NoticePage
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.waiting_work import WaitingWork, office_today_values
from saathi.policy.courts import queries
from saathi.web.components import ActionLink, AlertBox

KEEPERS = frozenset({Permission.KEEP_SERVICES})


def waiting_courts(_staff: Staff, tasks: dict[str, int]) -> list[AlertBox]:
    """Courts that this keeper can publish, and those due for review."""
    waiting = []
    if tasks["to_publish"]:
        title = ngettext(
            "%(count)d court is waiting for a second person",
            "%(count)d courts are waiting for a second person",
            tasks["to_publish"],
        )
        action = ActionLink(_("Check and publish"), reverse("courts:publish_courts"))
        text = title % {"count": tasks["to_publish"]}
        waiting.append(AlertBox(text, "", action, "attend", "clipboard-check"))
    if tasks["to_review"]:
        title = ngettext(
            "The review of %(count)d court is due",
            "The review of %(count)d courts is due",
            tasks["to_review"],
        )
        see = f"{reverse('courts:list_courts')}?state=review"
        text = title % {"count": tasks["to_review"]}
        waiting.append(AlertBox(text, "", ActionLink(_("View list"), see), "calm", "gavel"))
    return waiting


DOMAIN = Domain(
    urls={"urls": "courts/"},
    menu=(
        MenuEntry(
            161,
            "courts",
            _("Courts for children"),
            "gavel",
            "courts:list_courts",
            KEEPERS | {Permission.WORK_ON_CASE},
            is_rare=True,
        ),
    ),
    waiting=(
        WaitingWork(66, KEEPERS, waiting_courts, queries.keeper_courts_column, office_today_values),
    ),
    notices={
        "court_waits": NoticePage("courts:publish_courts", is_of_record=False),
        "court_returned": NoticePage("courts:show_court"),
    },
)
