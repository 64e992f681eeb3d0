"""Contacts with returned children that are late: for My day of those who lead the office."""

import datetime as dt
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import ngettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra.query_columns import rows_column
from saathi.protection.casework.reintegration.models import MonitoringContact
from saathi.protection.casework.reintegration.queries import with_escalation
from saathi.protection.casework.reintegration.vocabulary import (
    PlannedContactState,
    ReintegrationState,
)
from saathi.web.components import ActionLink, AlertBox, join_facts

MAX_COUNT: Final = 1000
ADDRESS: Final = "reintegration:list_returned"


def late_contacts_column(staff: Staff, _files: object, today: dt.date) -> Any:
    """The follow-ups that this person may read whose contact is late, and whether it was escalated."""
    planned = access.visible(staff, MonitoringContact, by_row=True).filter(
        state=PlannedContactState.PLANNED,
        planned_on__lt=today,
        reintegration__state=ReintegrationState.ACTIVE,
    )
    return rows_column(
        with_escalation(planned).order_by("planned_on", "pk")[:MAX_COUNT],
        of="reintegration_id",
        is_escalated="is_escalated",
    )


def late_contacts_boxes(_staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """How many returned children have a late contact, and of how many the supervisors were notified."""
    late = len({row["of"] for row in found})
    if not late:
        return []
    escalated = len({row["of"] for row in found if row["is_escalated"]})
    text = ngettext(
        "%(count)s returned child with a late contact",
        "%(count)s returned children with a late contact",
        late,
    ) % {"count": late}
    if escalated:
        more = ngettext("%(count)s escalated", "%(count)s escalated", escalated)
        text = join_facts([text, more % {"count": escalated}])
    see = ActionLink(
        ngettext("Show the child", "Show the children", late), f"{reverse(ADDRESS)}?late=yes"
    )
    return [AlertBox(text, action=see, kind="attend", icon="home")]
