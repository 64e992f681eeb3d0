"""The reason why a country of origin was removed."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.returns.protection_screening import correcting, forms
from saathi.protection.returns.protection_screening.views import ADDRESS, LIST, screens


@screens.child_form(
    f"{ADDRESS}corrections/reason/",
    Permission.WORK_ON_CASE,
    forms.CorrectionReasonForm,
    kit.ChildFormPageText(
        _("Reason for the removed country"),
        _(
            "The person who authorises a transfer reads it. The country still counts as country of origin."
        ),
        back=LIST,
    ),
)
def explain_correction(
    request: StaffRequest, child: Child, form: forms.CorrectionReasonForm
) -> None:
    """Records why a country of origin was removed."""
    reason = form.to_record(file_id=child.file_id)
    correcting.explain_correction(reason=reason, actor=request.staff)
