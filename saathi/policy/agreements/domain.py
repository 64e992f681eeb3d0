"""What agreements and focal points contribute to shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.domains import Domain, MenuEntry, NoticePage
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit.shared_texts import publication_alert, review_alert
from saathi.agencies.waiting_work import WaitingWork, office_today_values
from saathi.policy.agreements import queries
from saathi.web.components import ActionLink, AlertBox

KEEPERS = frozenset({Permission.KEEP_AGREEMENTS})


def waiting_agreements(_staff: Staff, tasks: dict[str, int]) -> list[AlertBox]:
    """Agreements that this keeper can publish, and those due for review."""
    waiting = []
    if tasks["to_publish"]:
        title = ngettext(
            "%(count)d agreement is waiting for a second person",
            "%(count)d agreements are waiting for a second person",
            tasks["to_publish"],
        )
        waiting.append(
            publication_alert(title, tasks["to_publish"], "agreements:publish_agreements")
        )
    if tasks["to_review"]:
        title = ngettext(
            "The review of %(count)d agreement is due",
            "The review of %(count)d agreements is due",
            tasks["to_review"],
        )
        see = f"{reverse('agreements:list_agreements')}?state=review"
        link = ActionLink(_("View list"), see)
        waiting.append(review_alert(title, tasks["to_review"], link, "scale"))
    return waiting


def waiting_focal_points(_staff: Staff, tasks: dict[str, int]) -> list[AlertBox]:
    """Focal points that this keeper can publish, and those whose contact is to be tested."""
    waiting = []
    if tasks["to_publish"]:
        title = ngettext(
            "%(count)d focal point is waiting for a second person",
            "%(count)d focal points are waiting for a second person",
            tasks["to_publish"],
        )
        waiting.append(
            publication_alert(title, tasks["to_publish"], "agreements:publish_focal_points")
        )
    if tasks["to_review"]:
        title = ngettext(
            "The contact test of %(count)d focal point is due",
            "The contact tests of %(count)d focal points are due",
            tasks["to_review"],
        )
        see = f"{reverse('agreements:list_focal_points')}?state=review"
        link = ActionLink(_("View list"), see)
        waiting.append(review_alert(title, tasks["to_review"], link, "address-book"))
    return waiting


DOMAIN = Domain(
    urls={"urls": "agreements/"},
    menu=(
        MenuEntry(
            145,
            "agreements",
            _("Agreements and focal points"),
            "transfer",
            "agreements:list_agreements",
            KEEPERS | {Permission.WORK_ON_CASE},
            is_rare=True,
        ),
    ),
    waiting=(
        WaitingWork(
            62, KEEPERS, waiting_agreements, queries.keeper_agreements_column, office_today_values
        ),
        WaitingWork(
            64,
            KEEPERS,
            waiting_focal_points,
            queries.keeper_focal_points_column,
            office_today_values,
        ),
    ),
    notices={
        "agreement_waits": NoticePage("agreements:publish_agreements", is_of_record=False),
        "agreement_returned": NoticePage("agreements:show_agreement"),
        "focal_point_waits": NoticePage("agreements:publish_focal_points", is_of_record=False),
        "focal_contact_waits": NoticePage("agreements:show_focal_point"),
        "focal_point_returned": NoticePage("agreements:show_focal_point"),
    },
)
