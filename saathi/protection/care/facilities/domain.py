"""What facilities contribute to shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.domains import Domain, MenuEntry, NoticePage
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.waiting_work import WaitingWork, office_today_values
from saathi.protection.care.facilities import queries
from saathi.web.components import ActionLink, AlertBox

KEEPERS = frozenset({Permission.KEEP_FACILITIES})


def waiting_facilities(_staff: Staff, tasks: dict[str, int]) -> list[AlertBox]:
    """Facilities that this keeper can publish, and those due for review."""
    waiting = []
    if tasks["to_publish"]:
        title = ngettext(
            "%(count)d facility is waiting for a second person",
            "%(count)d facilities are waiting for a second person",
            tasks["to_publish"],
        )
        action = ActionLink(_("Check and publish"), reverse("facilities:publish_facilities"))
        text = title % {"count": tasks["to_publish"]}
        waiting.append(AlertBox(text, "", action, "attend", "clipboard-check"))
    if tasks["to_review"]:
        title = ngettext(
            "The review of %(count)d facility is due",
            "The review of %(count)d facilities is due",
            tasks["to_review"],
        )
        see = f"{reverse('facilities:list_facilities')}?state=review"
        text = title % {"count": tasks["to_review"]}
        waiting.append(AlertBox(text, "", ActionLink(_("View list"), see), "calm", "home"))
    return waiting


DOMAIN = Domain(
    urls={"urls": "facilities/"},
    menu=(
        MenuEntry(
            162,
            "facilities",
            _("Facilities"),
            "home",
            "facilities:list_facilities",
            KEEPERS | {Permission.WORK_ON_CASE},
            is_rare=True,
        ),
    ),
    waiting=(
        WaitingWork(
            66, KEEPERS, waiting_facilities, queries.keeper_facilities_column, office_today_values
        ),
    ),
    notices={
        "facility_waits": NoticePage("facilities:publish_facilities", is_of_record=False),
        "facility_detail": NoticePage("facilities:show_facility"),
        "facility_returned": NoticePage("facilities:show_facility"),
    },
)
