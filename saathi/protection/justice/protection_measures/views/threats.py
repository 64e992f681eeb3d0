"""Forms of threats: recorded, acted on, checked, closed."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.staff_requests import StaffRequest
from saathi.people.models import Child
from saathi.protection.justice.protection_measures.actions import threats as actions
from saathi.protection.justice.protection_measures.forms import threats as forms
from saathi.protection.justice.protection_measures.models import Threat
from saathi.protection.justice.protection_measures.views.screens import (
    ADDRESS,
    NO_PLACE,
    THREAT,
    WORK,
    form_text,
    screens,
)

CHANGE_LEAD = _(
    "A lower urgency does not end the alarm: only a check that confirms that the child is safe does. "
    "Do not enter where the child is or goes."
)


@screens.child_form(
    f"{ADDRESS}threats/new/",
    WORK,
    forms.ThreatForm,
    form_text(
        _("Record a threat"),
        _(
            "If the child is in danger, act first and record later. Do not enter where the child is "
            "or goes."
        ),
    ),
)
def record_threat(request: StaffRequest, child: Child, form: forms.ThreatForm) -> None:
    """Records a threat."""
    threat = form.to_record(file_id=child.file_id, child=child)
    actions.record_threat(threat=threat, actor=request.staff)


@screens.child_edit(THREAT, WORK, Threat, forms.ThreatForm, form_text(_("Threat"), CHANGE_LEAD))
def change_threat(request: StaffRequest, threat: Threat, form: forms.ThreatForm) -> None:
    """Corrects a threat."""
    form.put_texts(threat)
    actions.change_threat(
        threat=threat, columns=form.columns(), version=form.seen_version, actor=request.staff
    )


@screens.child_edit(
    f"{THREAT}action/",
    WORK,
    Threat,
    forms.ThreatAnswerForm,
    form_text(_("Action taken on a threat"), NO_PLACE, is_step=True),
)
def record_response_to_threat(
    request: StaffRequest, threat: Threat, form: forms.ThreatAnswerForm
) -> None:
    """Records the action taken on a threat."""
    form.put_texts(threat)
    actions.record_response_to_threat(
        threat=threat,
        answered_on=form.cleaned_data["answered_on"],
        police=form.cleaned_data["police"],
        version=form.seen_version,
        actor=request.staff,
    )


@screens.child_edit(
    f"{THREAT}checks/new/",
    WORK,
    Threat,
    forms.ThreatCheckForm,
    form_text(
        _("Check of a threat"),
        _(
            "The alarm ends when a check says that the child is safe, made on a later day than the "
            "report or by a second person. Do not enter where the child is or goes."
        ),
        is_step=True,
    ),
)
def check_threat(request: StaffRequest, threat: Threat, form: forms.ThreatCheckForm) -> None:
    """Records a check whether the child is safe."""
    check = form.to_record(file_id=threat.file_id, threat=threat)
    actions.check_threat(check=check, actor=request.staff)


@screens.child_edit(
    f"{THREAT}end/",
    WORK,
    Threat,
    forms.ThreatEndForm,
    form_text(
        _("No longer a threat"),
        _(
            "An arrest or a promise does not end a threat. Close it only after a check confirms that "
            "the child is safe; another person than the one who recorded that check closes it."
        ),
        is_step=True,
    ),
)
def end_threat(request: StaffRequest, threat: Threat, form: forms.ThreatEndForm) -> None:
    """Records that it is no longer a threat."""
    form.put_texts(threat)
    actions.end_threat(
        threat=threat,
        ended_on=form.cleaned_data["ended_on"],
        reason=form.cleaned_data["end_reason"],
        version=form.seen_version,
        actor=request.staff,
    )


@screens.child_step(f"{THREAT}again/", WORK, Threat, "show_protection")
def reopen_threat(request: StaffRequest, threat: Threat, version: int) -> None:
    """Records that an ended threat is active again."""
    actions.reopen_threat(threat=threat, version=version, actor=request.staff)
