"""The view of an imported file's origin."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies import access
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk import wording as days
from saathi.people.child_pages import render_child_page
from saathi.people.models import Child
from saathi.people.queries import log_child_section_view, require_file_rights
from saathi.protection.exchange import queries
from saathi.web import discreet_view
from saathi.web.components import LabelledValue


@require_safe
@staff_screen()
def show_import_origin(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The import a file came from, and its data for which Saathi has no field."""
    if discreet_view.must_cover_texts(request):
        return discreet_view.render_cover(request)
    rights = require_file_rights(request.staff, file_id, Section.SITUATION)
    child = rights.records(Child).first()
    origin = queries.get_import_origin(rights)
    if child is None or origin is None:
        raise access.NotAllowed
    log_child_section_view(request.staff, child, Section.SITUATION)
    return render_child_page(
        request,
        child,
        "desk/show_import_origin.html",
        pairs=[
            LabelledValue(_("Import method"), origin.record.get_method_display()),
            LabelledValue(_("From"), origin.source),
            LabelledValue(
                _("Record number in the source system"), origin.source_id, missing=_("Not known")
            ),
            LabelledValue(
                _("Imported"),
                days.describe_moment(origin.record.recorded_at, request.staff.office),
            ),
        ],
        extras=[LabelledValue(column, cell) for column, cell in origin.extras.items()],
    )
