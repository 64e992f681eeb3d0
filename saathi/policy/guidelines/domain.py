"""What the library of guidelines contributes to shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.domains import Domain, MenuEntry, NoticePage
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.waiting_work import WaitingWork, office_today_values
from saathi.policy.guidelines import queries
from saathi.web.components import ActionLink, AlertBox

KEEPERS = frozenset({Permission.KEEP_FACILITIES})
READERS = frozenset({Permission.WORK_ON_CASE, Permission.RECORD_REPORT})


def waiting_guidelines(_staff: Staff, tasks: dict[str, int]) -> list[AlertBox]:
    """Guidelines that this keeper can publish, and those due for review."""
    waiting = []
    if tasks["to_publish"]:
        title = ngettext(
            "%(count)d guideline is waiting for a second person",
            "%(count)d guidelines are waiting for a second person",
            tasks["to_publish"],
        )
        action = ActionLink(_("Check and publish"), reverse("guidelines:publish_guidelines"))
        text = title % {"count": tasks["to_publish"]}
        waiting.append(AlertBox(text, "", action, "attend", "clipboard-check"))
    if tasks["to_review"]:
        title = ngettext(
            "The review of %(count)d guideline is due",
            "The review of %(count)d guidelines is due",
            tasks["to_review"],
        )
        see = f"{reverse('guidelines:list_guidelines')}?state=review"
        text = title % {"count": tasks["to_review"]}
        waiting.append(AlertBox(text, "", ActionLink(_("View list"), see), "calm", "list-check"))
    return waiting


def unread_guidelines(_staff: Staff, tasks: dict[str, int]) -> list[AlertBox]:
    """Guidelines that this person is to read and acknowledge."""
    if not tasks["unread"]:
        return []
    title = ngettext(
        "Read %(count)d guideline or protocol",
        "Read %(count)d guidelines or protocols",
        tasks["unread"],
    )
    late = ngettext("%(count)d is overdue.", "%(count)d are overdue.", tasks["overdue"])
    note = late % {"count": tasks["overdue"]} if tasks["overdue"] else ""
    see = f"{reverse('guidelines:list_guidelines')}?state=unread"
    action = ActionLink(_("View list"), see)
    text = title % {"count": tasks["unread"]}
    if tasks["overdue"]:
        return [AlertBox(text, note, action, "attend", "list-check")]
    return [AlertBox(text, note, action, "calm", "list-check")]


DOMAIN = Domain(
    urls={"urls": "guidelines/"},
    menu=(
        MenuEntry(
            167,
            "guidelines",
            _("Guidelines and protocols"),
            "list-check",
            "guidelines:list_guidelines",
            KEEPERS | READERS,
            is_rare=True,
        ),
    ),
    waiting=(
        WaitingWork(
            71, KEEPERS, waiting_guidelines, queries.keeper_guidelines_column, office_today_values
        ),
        WaitingWork(72, READERS, unread_guidelines, queries.unread_column, queries.unread_values),
    ),
    notices={
        "guideline_waits": NoticePage("guidelines:publish_guidelines", is_of_record=False),
        "guideline_returned": NoticePage("guidelines:show_guideline"),
    },
)
