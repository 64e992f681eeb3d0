"""The agenda of the panel, and the assessments that wait for approval."""

from collections.abc import Sequence

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.domains import links_on
from saathi.agencies.list_kit.declaration import (
    ListColumn,
    ListDeclaration,
    ListFilter,
    ListView,
)
from saathi.agencies.list_kit.derived import choice_filter, field_column, text_column
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.protection.decisions.best_interests import pages, queries
from saathi.protection.decisions.best_interests.determination_views import SHOW
from saathi.protection.decisions.best_interests.models import (
    BestInterestsAssessment,
    Determination,
)
from saathi.protection.decisions.best_interests.views import screens
from saathi.protection.decisions.best_interests.vocabulary import DeterminationState
from saathi.web.components import EmptyState

AGENDA = "best_interests:list_determinations"
_ALL = "all"
APPROVE = Permission.APPROVE


@screens.filtered_list(
    "best-interests/",
    APPROVE,
    _("Best interests determinations"),
    _("Best interests"),
    links=lambda _request: links_on("best_interests:list_determinations"),
)
def list_determinations(request: StaffRequest) -> ListDeclaration[Determination]:
    """The determinations that the reader may see: the agenda of the panel, without names."""
    return ListDeclaration(
        name="determinations",
        records=queries.determinations_of_reader(request.staff),
        columns=_columns(request),
        order="opened",
        count_text=lambda number, shown: (
            ngettext("%(count)s determination", "%(count)s determinations", number)
            % {"count": shown}
        ),
        filters=[
            _state_filter(),
            choice_filter(Determination, "occasion", _("Occasion")),
            choice_filter(Determination, "solution", _("Decision")),
        ],
        views=(
            ListView(_("In preparation"), (("state", DeterminationState.OPENED.value),)),
            ListView(_("Report ready"), (("state", DeterminationState.READY.value),)),
            ListView(_("Listed for a meeting"), (("state", DeterminationState.LISTED.value),)),
        ),
        empty=EmptyState(
            _("No determinations"),
            _("Case workers open a determination in the child’s file."),
            icon="scale",
        ),
    )


@screens.listing("best-interests/waiting/", APPROVE, queries.submitted_assessments)
def list_waiting_assessments(
    _request: StaffRequest, assessments: Sequence[BestInterestsAssessment]
) -> kit.PageContent:
    """The assessments of others that wait for approval, the oldest first."""
    rows = [
        kit.PanelRow(
            pages.assessment_title(each),
            state=getattr(each, "child_code", None) or "",
            pairs=kit.labelled_values(each, "review_on"),
            actions=[
                kit.link(
                    _("Approve or return"),
                    "best_interests:answer_assessment",
                    each.file_id,
                    each.pk,
                )
            ],
        )
        for each in assessments
    ]
    panel = kit.Panel("", rows=rows, empty=_("No assessment is waiting for your approval."))
    title = _("Best interests assessments to approve")
    return kit.PageContent(title, kit.link(_("Best interests"), AGENDA), parts=[panel])


def _state_filter() -> ListFilter:
    """The filter by status. Without a choice: determinations for the meeting, not those in preparation."""
    meeting = (DeterminationState.READY, DeterminationState.LISTED, DeterminationState.DEFERRED)
    choices = [("", _("For the meeting")), (_ALL, _("All")), *DeterminationState.choices]
    field = forms.ChoiceField(choices=choices, required=False, label=_("Status"))

    def apply(records: QuerySet[Determination], state: str | None) -> QuerySet[Determination]:
        if state == _ALL:
            return records
        return records.filter(state__in=[state] if state else meeting)

    return ListFilter("state", field, apply, is_applied_empty=True)


def _columns(request: StaffRequest) -> list[ListColumn[Determination]]:
    today, hidden = request.staff.office.today(), _("no access")
    waiting = {DeterminationState.READY, DeterminationState.LISTED, DeterminationState.DEFERRED}
    return [
        field_column("occasion", _("Occasion"), opens=SHOW),
        text_column("child", _("Case ID"), lambda row: row.child_code or hidden),
        field_column("state", _("Status"), attention=waiting),
        text_column(
            "meeting",
            _("Meeting"),
            lambda row: kit.format_day(row.meeting_on),
            sort="meeting_on",
        ),
        text_column(
            "opened",
            _("Opened on"),
            lambda row: kit.format_day(row.opened_on),
            sort="opened_on",
        ),
        text_column("waiting", _("Waiting"), lambda row: pages.days_waiting(row, today)),
    ]
