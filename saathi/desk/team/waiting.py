"""Act now for staff who assign cases: high-risk children, without cover for a worker on leave."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra.any_of import any_of_rows
from saathi.infra.join_words import isolate_direction
from saathi.infra.query_columns import rows_column
from saathi.protection.casework.cases.danger import annotate_danger
from saathi.protection.casework.cases.models import Case, Seat, Visit
from saathi.protection.casework.cases.urgent_work import may_know_danger_condition
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES, RiskLevel
from saathi.web.components import ActionLink, AlertBox, AlertChild

MOST_UNCOVERED = 1_000


def uncovered_column(staff: Staff, _files: object, today: dt.date) -> Any:
    """The column of uncovered cases at high risk or in danger, of workers with some cover now."""
    seats = Seat.objects.filter(until_on__gte=today, ended_on=None)
    knows = Q(may_know_danger_condition(staff))
    cases = access.visible(staff, Case, by_row=True).filter(
        any_of_rows("worker_id", seats.values("case__worker_id")),
        ~Exists(seats.filter(case=OuterRef("pk"))),
        office__in=staff.acts_as,
        status__in=OPEN_STATUSES,
    )
    result = annotate_danger(cases, Visit.objects.all(), knows)
    result = result.filter(Q(is_in_danger=True) | Q(risk=RiskLevel.HIGH) & knows)
    return rows_column(
        result.order_by("opened_on", "pk")[:MOST_UNCOVERED],
        file_id="file_id",
        child_id="child_id",
        code="child__code",
        worker="worker_id",
        name="worker__name",
        office="office_id",
    )


def uncovered_boxes(_staff: Staff, found: Sequence[Mapping[str, str]]) -> list[AlertBox]:
    """An alert for each of these children, with a link to arrange cover."""
    return [_box(row) for row in found]


def _box(row: Mapping[str, str]) -> AlertBox:
    title = _("%(code)s: other cases of %(name)s are now covered, but this case is not")
    words = {"code": row["code"], "name": isolate_direction(row["name"])}
    query = urlencode({"worker": row["worker"], "office": row["office"]})
    action = ActionLink(_("Arrange cover"), f"{reverse('desk:cover_worker')}?{query}")
    about = AlertChild(UUID(row["child_id"]), UUID(row["file_id"]))
    return AlertBox(title % words, "", action, child=about)
