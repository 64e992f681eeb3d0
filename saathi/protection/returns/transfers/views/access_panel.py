"""That a screening ended the access of the receiving colleague, why, and how it is given again."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.protection.returns.protection_screening.access_rules import ENDED
from saathi.protection.returns.transfers.access_queries import ended_by_gate
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.views.screens import screens


def ended_access_panel(request: StaffRequest, transfer: Transfer) -> kit.Panel | None:
    """Since when the receiver reads nothing, and the button of a supervisor; None while they read."""
    ended = ended_by_gate(transfer, request.staff)
    if ended is None:
        return None
    receiver = transfer.receiver.name if transfer.receiver else ""
    link = kit.link(
        _("International protection"),
        "protection_screening:list_protection",
        transfer.file_id,
    )
    row = kit.PanelRow(
        _("%(name)s has no access since %(day)s")
        % {"name": receiver, "day": kit.format_day(ended.ended_on)},
        pairs=[kit.LabelledValue(_("Reason"), _(ENDED))],
        actions=[link],
        steps=screens.steps(request, transfer, "give_access_again", _("Give access again")),
        is_urgent=True,
    )
    return kit.Panel(_("Access of the receiving colleague"), rows=[row])
