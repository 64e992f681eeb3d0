"""Screens of tracing requests, the child's views and enquiries."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.people.models import Child
from saathi.protection.returns.tracing.actions import searches as actions
from saathi.protection.returns.tracing.forms import searches as forms
from saathi.protection.returns.tracing.kept_from import enquiry_alerts
from saathi.protection.returns.tracing.models import TracingEnquiry, TracingRequest
from saathi.protection.returns.tracing.views.screens import REQUEST, form_text, screens
from saathi.protection.returns.tracing.vocabulary import (
    EnquiryResult,
    EnquiryWay,
    TracingActor,
    TracingState,
    YesNoNotKnown,
)

WORK = Permission.WORK_ON_CASE

ADD_TEXT = form_text(
    _("Trace a person"),
    _(
        "Record whom the child wants to find. Before the child’s view is recorded, no enquiry may "
        "identify the child."
    ),
)


@screens.child_form("tracing/new/", WORK, forms.TracingRequestForm, ADD_TEXT)
def add_request(request: StaffRequest, child: Child, form: forms.TracingRequestForm) -> str:
    """Opens a search for a person; the child's view is recorded next."""
    sought = form.to_record(file_id=child.file_id, child=child)
    actions.open_request(request=sought, actor=request.staff)
    return reverse("tracing:add_view", args=[child.file_id, sought.pk])


@screens.child_edit(
    f"{REQUEST}edit/",
    WORK,
    TracingRequest,
    forms.TracingRequestChangeForm,
    form_text(_("Edit tracing request")),
)
def change_request(
    request: StaffRequest, sought: TracingRequest, form: forms.TracingRequestChangeForm
) -> None:
    """Corrects what is known of a person sought."""
    form.put_texts(sought)
    actions.change_request(
        request=sought, columns=form.columns(), version=form.seen_version, actor=request.staff
    )


VIEW_TEXT = form_text(
    _("Record the child’s answer"),
    _("Ask the child alone, in the child’s language. Each answer is complete, also “not asked”."),
)


@screens.child_edit(
    f"{REQUEST}views/new/", WORK, TracingRequest, forms.ChildTracingViewForm, VIEW_TEXT
)
def add_view(
    request: StaffRequest, sought: TracingRequest, form: forms.ChildTracingViewForm
) -> None:
    """Records what the child answered about a person."""
    view = form.to_record(file_id=sought.file_id, request=sought)
    actions.record_view(view=view, actor=request.staff)


ENQUIRY_TEXT = form_text(
    _("Add enquiry"),
    _(
        "Tell only what is needed. Never mention trafficking or exploitation. A photo can reach "
        "everyone in the village. Show it only to a vetted person. What others did is recorded as "
        "it happened."
    ),
    template="tracing/form.html",
    beside=enquiry_alerts,
)


@screens.child_edit(
    f"{REQUEST}enquiries/new/", WORK, TracingRequest, forms.TracingEnquiryForm, ENQUIRY_TEXT
)
def add_enquiry(
    request: StaffRequest, sought: TracingRequest, form: forms.TracingEnquiryForm
) -> None:
    """Records an enquiry to be made or made."""
    enquiry = form.to_record(file_id=sought.file_id, request=sought)
    is_kept_from = form.cleaned_data.get("kept_from") == YesNoNotKnown.YES
    actions.add_enquiry(enquiry=enquiry, actor=request.staff, is_kept_from=is_kept_from)


@screens.child_edit(
    f"{REQUEST}calls/new/",
    WORK,
    TracingRequest,
    forms.UnansweredCallForm,
    form_text(
        _("Record a call without an answer"),
        template="tracing/form.html",
        beside=enquiry_alerts,
    ),
)
def add_unanswered_call(
    request: StaffRequest, sought: TracingRequest, form: forms.UnansweredCallForm
) -> None:
    """Records a call without an answer, and the next attempt."""
    enquiry = form.to_record(
        file_id=sought.file_id,
        request=sought,
        way=EnquiryWay.PHONE,
        made_through=TracingActor.OURS,
        result=EnquiryResult.NO_ANSWER,
        result_on=form.cleaned_data["made_on"],
    )
    is_kept_from = form.cleaned_data.get("kept_from") == YesNoNotKnown.YES
    actions.add_enquiry(enquiry=enquiry, actor=request.staff, is_kept_from=is_kept_from)


@screens.child_edit(
    "tracing/enquiries/<uuid:tracing_enquiry_id>/",
    WORK,
    TracingEnquiry,
    forms.EnquiryResultForm,
    form_text(_("Result of the enquiry")),
)
def record_result(
    request: StaffRequest, enquiry: TracingEnquiry, form: forms.EnquiryResultForm
) -> None:
    """Records the result of an enquiry."""
    form.put_texts(enquiry)
    actions.record_result(
        enquiry=enquiry, columns=form.columns(), version=form.seen_version, actor=request.staff
    )


REVIEW_TEXT = form_text(
    _("Review family tracing"),
    _("At 3 months, assess another solution for the child while tracing goes on."),
)


@screens.child_edit(f"{REQUEST}review/", WORK, TracingRequest, forms.TracingReviewForm, REVIEW_TEXT)
def record_review(
    request: StaffRequest, sought: TracingRequest, form: forms.TracingReviewForm
) -> None:
    """Records the monthly review."""
    form.put_texts(sought)
    actions.record_review(
        request=sought, columns=form.columns(), version=form.seen_version, actor=request.staff
    )


@screens.child_edit(
    f"{REQUEST}status/", WORK, TracingRequest, forms.TracingEndForm, form_text(_("Change status"))
)
def change_status(
    request: StaffRequest, sought: TracingRequest, form: forms.TracingEndForm
) -> None:
    """Moves a tracing request to another status."""
    form.put_texts(sought)
    state = TracingState(form.cleaned_data["state"])
    actions.end_request(request=sought, state=state, version=form.seen_version, actor=request.staff)
