"""What the register of care committees contributes to shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.domains import Domain, MenuEntry, NoticePage
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.waiting_work import WaitingWork, office_today_values
from saathi.protection.care.care_committees import queries
from saathi.web.components import ActionLink, AlertBox

KEEPERS = frozenset({Permission.KEEP_SERVICES})


def waiting_committees(_staff: Staff, tasks: dict[str, int]) -> list[AlertBox]:
    """Committees that this keeper can publish, and those due for review."""
    waiting = []
    if tasks["to_publish"]:
        title = ngettext(
            "%(count)d care committee is waiting for a second person",
            "%(count)d care committees are waiting for a second person",
            tasks["to_publish"],
        )
        action = ActionLink(_("Check and publish"), reverse("care_committees:publish_committees"))
        text = title % {"count": tasks["to_publish"]}
        waiting.append(AlertBox(text, "", action, "attend", "clipboard-check"))
    if tasks["to_review"]:
        title = ngettext(
            "The review of %(count)d care committee is due",
            "The review of %(count)d care committees is due",
            tasks["to_review"],
        )
        see = f"{reverse('care_committees:list_committees')}?state=review"
        text = title % {"count": tasks["to_review"]}
        waiting.append(AlertBox(text, "", ActionLink(_("View list"), see), "calm", "users"))
    return waiting


DOMAIN = Domain(
    urls={"urls": "care-committees/"},
    menu=(
        MenuEntry(
            168,
            "care_committees",
            _("Care committees"),
            "users",
            "care_committees:list_committees",
            KEEPERS | {Permission.WORK_ON_CASE},
            is_rare=True,
        ),
    ),
    waiting=(
        WaitingWork(
            71, KEEPERS, waiting_committees, queries.keeper_committees_column, office_today_values
        ),
    ),
    notices={
        "committee_waits": NoticePage("care_committees:publish_committees", is_of_record=False),
        "committee_meeting": NoticePage("care_committees:show_committee"),
        "committee_returned": NoticePage("care_committees:show_committee"),
    },
)
