"""Countries of origin that were removed: the panel with the reasons, for the team and whoever authorises."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.route_countries import country_name
from saathi.people import record_screens as kit
from saathi.protection.returns.protection_screening.models import (
    CorrectionReason,
    OriginCorrection,
)

LEAD = _(
    "These countries still count as country of origin. A correction opens no contact and no transfer. "
    "The person who authorises a transfer reads the reason."
)


type ReasonLinks = Callable[[UUID], list[kit.ActionLink]]


def reason_links(request: StaffRequest) -> ReasonLinks:
    """Makes the link to the form of a reason, for those who write legal records of the file."""

    def links(file_id: UUID) -> list[kit.ActionLink]:
        if not access.may_write(request.staff, file_id, CorrectionReason.section):
            return []
        page = "protection_screening:explain_correction"
        return [kit.link(_("Enter the reason"), page, file_id)]

    return links


def corrections_panel(
    reader: Staff, file_id: UUID, links: ReasonLinks | None = None
) -> kit.Panel | None:
    """The countries that were removed, who removed them and why; None if none was. The reasons are opened."""
    corrections = list(
        access.visible(reader, OriginCorrection).filter(file_id=file_id).order_by("-recorded_at")
    )
    if not corrections:
        return None
    reasons = list(
        access.visible(reader, CorrectionReason)
        .filter(correction__in=corrections)
        .order_by("recorded_at")
    )
    records.open_texts_of_each(reasons)
    names = names_of({each.recorded_by for each in (*corrections, *reasons)})
    rows = [
        _row(each, [why for why in reasons if why.correction_id == each.pk], names)
        for each in corrections
    ]
    is_missing = any(row.needs_attention for row in rows)
    return kit.Panel(
        _("Countries of origin that were removed"),
        LEAD,
        actions=links(file_id) if links and is_missing else [],
        rows=rows,
    )


def _row(
    correction: OriginCorrection,
    reasons: Sequence[CorrectionReason],
    names: dict[UUID, str],
) -> kit.PanelRow:
    by = names.get(correction.recorded_by, "")
    pairs: list[kit.LabelledValue] = [kit.LabelledValue(_("Removed by"), by)]
    for reason in reasons:
        pairs += [
            kit.LabelledValue(_("Reason"), reason.reason),
            kit.LabelledValue(_("Reason given by"), names.get(reason.recorded_by, "")),
        ]
    return kit.record_row(
        correction,
        ("source", "removed_on", *pairs),
        title=country_name(correction.country),
        state_text="" if reasons else _("No reason recorded"),
        needs_attention=not reasons,
    )
