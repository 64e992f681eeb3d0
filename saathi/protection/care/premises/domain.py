"""What regulated premises contribute to shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.domains import Domain, MenuEntry, NoticePage
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.waiting_work import WaitingWork, office_today_values
from saathi.protection.care.premises import queries
from saathi.web.components import ActionLink, AlertBox

KEEPERS = frozenset({Permission.KEEP_FACILITIES})


def waiting_premises(_staff: Staff, tasks: dict[str, int]) -> list[AlertBox]:
    """Premises that this keeper can publish, and those due for review."""
    waiting = []
    if tasks["to_publish"]:
        title = ngettext(
            "%(count)d entry of premises is waiting for a second person",
            "%(count)d entries of premises are waiting for a second person",
            tasks["to_publish"],
        )
        action = ActionLink(_("Check and publish"), reverse("premises:publish_all_premises"))
        text = title % {"count": tasks["to_publish"]}
        waiting.append(AlertBox(text, "", action, "attend", "clipboard-check"))
    if tasks["to_review"]:
        title = ngettext(
            "The review of %(count)d entry of premises is due",
            "The review of %(count)d entries of premises is due",
            tasks["to_review"],
        )
        see = f"{reverse('premises:list_all_premises')}?state=review"
        text = title % {"count": tasks["to_review"]}
        waiting.append(AlertBox(text, "", ActionLink(_("View list"), see), "calm", "building"))
    return waiting


DOMAIN = Domain(
    urls={"urls": "premises/"},
    menu=(
        MenuEntry(
            164,
            "premises",
            _("Regulated premises"),
            "building",
            "premises:list_all_premises",
            KEEPERS | {Permission.WORK_ON_CASE},
            is_rare=True,
        ),
    ),
    waiting=(
        WaitingWork(
            69, KEEPERS, waiting_premises, queries.keeper_premises_column, office_today_values
        ),
    ),
    notices={
        "premises_wait": NoticePage("premises:publish_all_premises", is_of_record=False),
        "premises_returned": NoticePage("premises:show_premises"),
    },
)
