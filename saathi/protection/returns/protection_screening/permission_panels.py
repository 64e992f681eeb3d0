"""The panel of permissions to contact a country of origin: each with what a supervisor would refuse now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext, gettext_lazy

from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.protection.returns.protection_screening import pages, queries, rules
from saathi.protection.returns.protection_screening.models import ContactPermission
from saathi.protection.returns.protection_screening.vocabulary import PermissionState
from saathi.web.components import LabelledValue


def permissions_panel(  # noqa: PLR0913, PLR0917 - what the page has loaded
    request: StaffRequest,
    screens: kit.RecordScreens,
    file_id: UUID,
    permissions: Sequence[ContactPermission],
    names: Mapping[UUID, str],
    answer: rules.GateAnswer,
) -> kit.Panel:
    """The permissions and requests, the latest first, with the link to a new one while possible."""
    ask = screens.links(request, file_id, "ask_permission", gettext_lazy("Request permission"))
    return kit.Panel(
        gettext_lazy("Permissions to contact the country of origin"),
        actions=[] if pages.refusal_of_requests(answer) else ask,
        rows=[_permission_row(request, screens, each, names, answer) for each in permissions],
        empty=gettext_lazy("No permission requested."),
    )


def _permission_row(
    request: StaffRequest,
    screens: kit.RecordScreens,
    permission: ContactPermission,
    names: Mapping[UUID, str],
    answer: rules.GateAnswer,
) -> kit.PanelRow:
    state = PermissionState(permission.state)
    pairs, actions = pages.permission_pairs(permission, names), []
    if state == PermissionState.ASKED:
        missing = _missing_of(request, permission, answer)
        pairs = [*missing, *pairs]
        actions = _links(request, screens, permission) if missing else []
        if permission.recorded_by != request.staff.id:
            decide = gettext_lazy("Decide")
            actions = [*screens.links(request, permission, "decide_permission", decide), *actions]
    end = screens.steps(request, permission, "end_permission", gettext_lazy("End the permission"))
    return kit.record_row(
        permission,
        pairs,
        title=pages.permission_title(permission),
        state="state",
        is_over=pages.is_permission_over(permission),
        needs_attention=state == PermissionState.ASKED,
        words=permission.child_words,
        actions=actions,
        steps=[] if pages.is_permission_over(permission) else end,
    )


def _missing_of(
    request: StaffRequest, permission: ContactPermission, answer: rules.GateAnswer
) -> list[LabelledValue]:
    """All that stops any supervisor now: the request is recorded, and whoever made it sees it at once."""
    facts = replace(
        queries.permission_facts(permission, request.staff),
        is_own=False,
        is_screener=False,
        has_undone_merge=False,
    )
    today = request.staff.office.today()
    reasons = rules.reasons_against_opening(facts, answer.gate, today=today)
    term = gettext("Missing for a permission")
    return [LabelledValue(term, gettext(reason.text)) for reason in reasons]


def _links(
    request: StaffRequest, screens: kit.RecordScreens, permission: ContactPermission
) -> list[kit.ActionLink]:
    consent = gettext_lazy("Consent and legal basis")
    screening = gettext_lazy("Add a screening")
    return [
        kit.link(consent, "consent:show_consent", permission.file_id),
        *screens.links(request, permission.file_id, "add_screening", screening),
    ]


def unused_requests(permissions: Sequence[ContactPermission]) -> list[kit.PanelRow]:
    """The requests that wait or were refused, for the list of contacts: nothing was sent under them."""
    unused = {PermissionState.ASKED, PermissionState.REFUSED}
    return [
        kit.PanelRow(
            gettext("Request, no contact made: %(about)s")
            % {"about": pages.permission_title(each)},
            state=each.get_state_display(),
            is_over=each.state == PermissionState.REFUSED,
            pairs=[LabelledValue(gettext("Requested on"), kit.format_day(each.asked_on))],
        )
        for each in permissions
        if each.state in unused
    ]
