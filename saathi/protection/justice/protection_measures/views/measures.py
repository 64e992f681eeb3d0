"""Forms of protection measures: requested, answered, in force, reviewed, ended."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies import records
from saathi.agencies.staff_requests import StaffRequest
from saathi.people.models import Child
from saathi.protection.justice.protection_measures import rules
from saathi.protection.justice.protection_measures.actions import measures as actions
from saathi.protection.justice.protection_measures.forms import measures as forms
from saathi.protection.justice.protection_measures.models import ProtectionMeasure
from saathi.protection.justice.protection_measures.views.screens import (
    ADDRESS,
    MEASURE,
    NO_PLACE,
    WORK,
    form_text,
    screens,
)


@screens.child_form(
    f"{ADDRESS}measures/new/",
    WORK,
    forms.ProtectionRequestForm,
    form_text(
        _("Request protection"),
        _("Ask the child first. Protection does not depend on testimony."),
    ),
)
def request_measure(request: StaffRequest, child: Child, form: forms.ProtectionRequestForm) -> None:
    """Records that protection was requested."""
    measure = form.to_record(file_id=child.file_id, child=child)
    actions.request_measure(measure=measure, actor=request.staff)


@screens.child_edit(
    MEASURE,
    WORK,
    ProtectionMeasure,
    forms.ProtectionChangeForm,
    form_text(_("Protection measure"), NO_PLACE),
)
def change_measure(
    request: StaffRequest, measure: ProtectionMeasure, form: forms.ProtectionChangeForm
) -> None:
    """Corrects a request for protection."""
    form.put_texts(measure)
    actions.change_measure(
        measure=measure, columns=form.columns(), version=form.seen_version, actor=request.staff
    )


@screens.child_edit(
    f"{MEASURE}answer/",
    WORK,
    ProtectionMeasure,
    forms.ProtectionAnswerForm,
    form_text(_("Answer to a request for protection"), NO_PLACE, is_step=True),
)
def record_answer(
    request: StaffRequest, measure: ProtectionMeasure, form: forms.ProtectionAnswerForm
) -> None:
    """Records the answer of the authority."""
    form.put_texts(measure)
    actions.record_answer(
        measure=measure,
        answer=form.cleaned_data["answer"],
        decided_on=form.cleaned_data["decided_on"],
        version=form.seen_version,
        actor=request.staff,
    )


@screens.child_edit(
    f"{MEASURE}start/",
    WORK,
    ProtectionMeasure,
    forms.ProtectionStartForm,
    form_text(_("Protection in force"), NO_PLACE, is_step=True),
)
def start_measure(
    request: StaffRequest, measure: ProtectionMeasure, form: forms.ProtectionStartForm
) -> None:
    """Records since when a measure is in force, and who the child can call."""
    form.put_texts(measure)
    entered = form.cleaned_data
    period = rules.ProtectionPeriod(
        entered["in_force_from"], entered["until_on"], entered["review_on"]
    )
    actions.start_measure(
        measure=measure, period=period, version=form.seen_version, actor=request.staff
    )


@screens.child_edit(
    f"{MEASURE}end/",
    WORK,
    ProtectionMeasure,
    forms.ProtectionEndForm,
    form_text(
        _("End of protection"),
        _("If a threat is still active, your team sees a warning until it ends."),
        is_step=True,
    ),
)
def end_measure(
    request: StaffRequest, measure: ProtectionMeasure, form: forms.ProtectionEndForm
) -> None:
    """Records that a measure ended."""
    form.put_texts(measure)
    actions.end_measure(
        measure=measure,
        ended_on=form.cleaned_data["ended_on"],
        reason=form.cleaned_data["end_reason"],
        version=form.seen_version,
        actor=request.staff,
    )


@screens.child_edit(
    f"{MEASURE}reviews/new/",
    WORK,
    ProtectionMeasure,
    forms.ProtectionReviewForm,
    form_text(
        _("Review of protection"),
        _("Talk with the child alone. The next review is within 3 months."),
        is_step=True,
    ),
)
def review_measure(
    request: StaffRequest, measure: ProtectionMeasure, form: forms.ProtectionReviewForm
) -> None:
    """Records a review of a measure in force."""
    records.open_texts(measure)
    review = form.to_record(file_id=measure.file_id, measure=measure)
    actions.review_measure(review=review, actor=request.staff)
