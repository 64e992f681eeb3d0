"""What a supervisor reads before deciding on a contact: the request, the child's answer, the screening."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from saathi.agencies import records
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.returns.protection_screening import pages, queries
from saathi.protection.returns.protection_screening.corrections import corrections_panel
from saathi.protection.returns.protection_screening.models import ContactPermission


def beside_decision(
    request: StaffRequest, child: Child, permission: ContactPermission
) -> Mapping[str, object]:
    """The panels above the form of a decision."""
    screening = queries.latest_screening(request.staff, child.file_id)
    screenings = [screening] if screening else []
    refusals = queries.all_refusals(permission, request.staff)
    records.open_texts_of_each([*screenings, *refusals, permission])
    names = pages.names_in(screenings, [permission])
    asked = kit.record_row(
        permission,
        pages.permission_pairs(permission, names),
        title=pages.permission_title(permission),
        words=permission.child_words,
    )
    rows = [
        kit.record_row(
            each,
            pages.screening_pairs(each, names),
            title=kit.format_day(each.screened_on),
            state="result",
            words=each.child_words,
        )
        for each in screenings
    ]
    empty = _("No screening that you may read.")
    corrections = corrections_panel(request.staff, child.file_id)
    return {
        "parts": [
            *_refusals_panel(refusals),
            kit.Panel(_("What is requested"), rows=[asked]),
            kit.Panel(_("Latest screening"), rows=rows, empty=empty),
            *([corrections] if corrections else []),
        ]
    }


def _refusals_panel(refusals: Sequence[ContactPermission]) -> list[kit.Panel]:
    """What the child said against contact with this country before; nothing without a refusal."""
    rows = [
        kit.record_row(
            each,
            "child_answer body_name",
            title=f"{kit.format_day(each.asked_on)} · {pages.permission_title(each)}",
            needs_attention=True,
            words=each.child_words,
        )
        for each in refusals
    ]
    heading = _("The child did not want contact with this country")
    return [kit.Panel(heading, rows=rows)] if rows else []
