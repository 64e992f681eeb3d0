"""Forms and steps of placements and reviews."""

from django.contrib import messages
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import records
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.protection.care.placements import queries
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.actions import agreeing, ending, placing, reviews
from saathi.protection.care.placements.agreement_rules import waits_for_agreement
from saathi.protection.care.placements.forms import changing
from saathi.protection.care.placements.forms import placing as forms
from saathi.protection.care.placements.models import Placement, PlacementReview
from saathi.protection.care.placements.views.agreeing import beside_agreement
from saathi.protection.care.placements.views.decided import beside_placing
from saathi.protection.care.placements.views.departures import beside_end
from saathi.protection.care.placements.views.review_reasons import beside_review
from saathi.protection.care.placements.views.screens import WITH_PARTS, WORK, form_text, screens
from saathi.protection.care.placements.views.still_missing import warn_still_missing
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import case_of_file

ONE = "placements/<uuid:placement_id>/"


@screens.child_form(
    "placements/new/",
    WORK,
    forms.PlaceChildForm,
    form_text(
        _("Place child"),
        _(
            "A family comes first; residential care is the last resort. If something is missing, you "
            "can request an exception for at most 7 days."
        ),
        button=_("Place child"),
        beside=beside_placing,
        template=WITH_PARTS,
    ),
    load=case_of_file,
)
def place_child(request: StaffRequest, case: Case, form: forms.PlaceChildForm) -> None:
    """Places a child, or requests an exception."""
    new = form.to_record(file_id=case.file_id, child=case.child, basis=codes.PlacementBasis.OURS)
    placement = placing.place_child(placement=new, actor=request.staff)
    warn_still_missing(request, placement)
    if placement.state == codes.PlacementState.PROPOSED:
        text = gettext(
            "The child is not placed yet. The supervisors have been asked to approve the exception."
        )
        messages.warning(request, text)
    elif waits_for_agreement(placement.state, placement.exception_state):
        text = gettext(
            "The child is placed. A second person has been asked to agree to it; until then it stays in Act "
            "now."
        )
        messages.warning(request, text)


@screens.child_form(
    "placements/others/",
    WORK,
    forms.RecordPlacementForm,
    form_text(
        _("Record a placement by others"),
        _("Record where the child lives as others decided, also if something was wrong."),
        beside=beside_placing,
        template=WITH_PARTS,
    ),
    load=case_of_file,
)
def record_placement(request: StaffRequest, case: Case, form: forms.RecordPlacementForm) -> None:
    """Records where others placed the child."""
    new = form.to_record(file_id=case.file_id, child=case.child)
    placement = placing.record_placement(placement=new, actor=request.staff)
    warn_still_missing(request, placement)
    if placement.unmet:
        text = gettext("Saved. Something that a placement needs was missing; see below.")
        messages.warning(request, text)


@screens.child_edit(
    f"{ONE}request/",
    WORK,
    Placement,
    forms.PlaceChildForm,
    form_text(
        _("Request for an exception"),
        button=_("Submit for approval"),
        beside=beside_placing,
        template=WITH_PARTS,
    ),
)
def change_request(request: StaffRequest, placement: Placement, form: forms.PlaceChildForm) -> None:
    """Changes a request for an exception, and submits it again."""
    form.put_texts(placement)
    placing.change_request(
        placement=placement, columns=form.columns(), version=form.seen_version, actor=request.staff
    )


@screens.child_step(f"{ONE}approve/", Permission.APPROVE, Placement, "list_placements")
def approve_exception(request: StaffRequest, placement: Placement, version: int) -> None:
    """Approves an exception: the child is placed."""
    placing.approve_exception(placement=placement, version=version, actor=request.staff)


@screens.child_edit(
    f"{ONE}agree/",
    Permission.APPROVE,
    Placement,
    changing.PlacementAgreementForm,
    form_text(
        _("Agree to the placement"),
        _(
            "Your reasons are stored with the placement. A child who only waits for your agreement is placed "
            "when you agree; in emergency shelter the child is there already. If you do not agree, ask the "
            "case worker to find another place, and end the placement."
        ),
        button=_("Approve"),
        is_step=True,
        template=WITH_PARTS,
        beside=beside_agreement,
    ),
)
def agree_to_placement(
    request: StaffRequest, placement: Placement, form: changing.PlacementAgreementForm
) -> None:
    """Approves a placement that needs the agreement of a second person, with reasons."""
    if placement.state == codes.PlacementState.CURRENT:
        form.put_texts(placement)
        agreeing.agree_afterwards(
            placement=placement, version=form.seen_version, actor=request.staff
        )
        return
    placing.approve_exception(
        placement=placement,
        version=form.seen_version,
        actor=request.staff,
        reasons=form.cleaned_data["question"],
    )


@screens.child_edit(
    f"{ONE}return/",
    Permission.APPROVE,
    Placement,
    changing.RequestReturnForm,
    form_text(_("Return the request"), button=_("Return for revision"), is_step=True),
)
def return_request(
    request: StaffRequest, placement: Placement, form: changing.RequestReturnForm
) -> None:
    """Returns a request for an exception to the worker with a question."""
    form.put_texts(placement)
    placing.return_request(placement=placement, version=form.seen_version, actor=request.staff)


@screens.child_step(f"{ONE}withdraw/", WORK, Placement, "list_placements")
def withdraw_request(request: StaffRequest, placement: Placement, version: int) -> None:
    """Withdraws a request for an exception."""
    placing.withdraw_request(placement=placement, version=version, actor=request.staff)


@screens.child_edit(ONE, WORK, Placement, changing.PlacementChangeForm, form_text(_("Placement")))
def change_placement(
    request: StaffRequest, placement: Placement, form: changing.PlacementChangeForm
) -> None:
    """Changes what is known of a placement."""
    form.put_texts(placement)
    ending.change_placement(
        placement=placement, columns=form.columns(), version=form.seen_version, actor=request.staff
    )


@screens.child_edit(
    f"{ONE}end/",
    WORK,
    Placement,
    changing.PlacementEndForm,
    form_text(
        _("End placement"),
        _("If the child moves to another place, place the child there instead."),
        button=_("End placement"),
        is_step=True,
        template=WITH_PARTS,
        beside=beside_end,
    ),
)
def end_placement(
    request: StaffRequest, placement: Placement, form: changing.PlacementEndForm
) -> None:
    """Ends a placement; a child who left without notice is missing from care."""
    form.put_texts(placement)
    end = codes.PlacementEnd(form.cleaned_data["end_reason"])
    ending.end_placement(
        placement=placement,
        end=end,
        ended_on=form.cleaned_data["ended_on"],
        departed_by=form.cleaned_data["departed_by"],
        version=form.seen_version,
        actor=request.staff,
    )
    if end == codes.PlacementEnd.LEFT:
        messages.warning(request, _missing_text(request))
    if placement.departure:
        text = gettext(
            "Saved. This stays in Act now until a second person, such as the supervisor, has looked at it."
        )
        messages.warning(request, text)


@screens.child_edit(
    f"{ONE}end/confirm/",
    Permission.APPROVE,
    Placement,
    changing.PlacementEndConfirmationForm,
    form_text(
        _("Confirm the end of the stay"),
        _(
            "The exception for this placement had expired when its end was recorded. The alarm goes on "
            "until you confirm that the child no longer lives there."
        ),
        button=_("Confirm"),
        is_step=True,
    ),
)
def confirm_end(
    request: StaffRequest, placement: Placement, form: changing.PlacementEndConfirmationForm
) -> None:
    """Confirms as a second person that the child no longer lives in the place of an expired exception."""
    form.put_texts(placement)
    ending.confirm_end(
        placement=placement,
        known=form.cleaned_data["end_known"],
        version=form.seen_version,
        actor=request.staff,
    )


def _missing_text(request: StaffRequest) -> str:
    """What is done first when a child is missing, by those who report and by others of the team."""
    if Permission.RECORD_REPORT in request.may:
        return gettext(
            "The child is missing from care. The supervisors have been notified. Report the child "
            "as missing and begin the search now."
        )
    return gettext(
        "The child is missing from care. The supervisors have been notified. Call the case worker now, "
        "who reports the child as missing. If no one answers, call the police."
    )


@screens.child_edit(
    f"{ONE}back/",
    WORK,
    Placement,
    changing.ChildBackForm,
    form_text(
        _("Child found or back"),
        _(
            "Talk with the child alone: why the child left and what should change. Record a new "
            "placement for where the child lives now."
        ),
        is_step=True,
    ),
)
def record_child_back(
    request: StaffRequest, placement: Placement, form: changing.ChildBackForm
) -> None:
    """Records that a child who left is found or back."""
    form.put_texts(placement)
    ending.record_child_back(
        placement=placement,
        back_on=form.cleaned_data["back_on"],
        seen=form.cleaned_data["back_seen"],
        version=form.seen_version,
        actor=request.staff,
    )
    if queries.searched_since(placement.file_id, request.staff):
        text = gettext(
            "The search for this child is still under way. End it with “End the search: child found” or in "
            "the report of the missing child, and tell those who search."
        )
        messages.warning(request, text)


@screens.child_step(f"{ONE}end-search/", WORK, Placement, "list_placements")
def end_search(request: StaffRequest, placement: Placement, _version: int) -> None:
    """Records in the report of the missing child that the child is found, as this placement says."""
    records.open_texts(placement)
    ending.end_search(placement=placement, actor=request.staff)
    messages.success(
        request, gettext("The report of the missing child now says that the child is found.")
    )


@screens.child_edit(
    f"{ONE}continue/",
    WORK,
    Placement,
    changing.PlacementContinuedForm,
    form_text(
        _("Placement continues after closure"),
        _(
            "A case with a current placement is closed only once it is arranged who visits the child and "
            "reviews the placement."
        ),
        is_step=True,
    ),
)
def continue_placement(
    request: StaffRequest, placement: Placement, form: changing.PlacementContinuedForm
) -> None:
    """Records who follows up a placement after the case is closed."""
    form.put_texts(placement)
    ending.continue_placement(
        placement=placement,
        continued_on=form.cleaned_data["continued_on"],
        version=form.seen_version,
        actor=request.staff,
    )


@screens.child_step(f"{ONE}not-continued/", WORK, Placement, "list_placements")
def withdraw_continuation(request: StaffRequest, placement: Placement, version: int) -> None:
    """Takes back that someone follows up a placement after closure."""
    ending.withdraw_continuation(placement=placement, version=version, actor=request.staff)


@screens.child_edit(
    f"{ONE}error/",
    WORK,
    Placement,
    changing.PlacementErrorForm,
    form_text(
        _("Mark as an error"),
        _("The placement stays on record and no longer counts. Record the correct one afterwards."),
        button=_("Mark as an error"),
        is_step=True,
    ),
)
def mark_error(
    request: StaffRequest, placement: Placement, form: changing.PlacementErrorForm
) -> None:
    """Marks a placement as recorded in error."""
    form.put_texts(placement)
    ending.mark_error(placement=placement, version=form.seen_version, actor=request.staff)


@screens.child_edit(
    "placements/reviews/<uuid:placement_review_id>/",
    WORK,
    PlacementReview,
    changing.PlacementReviewForm,
    form_text(
        _("Placement review"),
        _("See the child alone, and ask what the child wants before you decide."),
        is_step=True,
        template=WITH_PARTS,
        beside=beside_review,
    ),
)
def hold_review(
    request: StaffRequest, review: PlacementReview, form: changing.PlacementReviewForm
) -> None:
    """Records a review and plans the next one."""
    form.put_texts(review)
    reviews.hold_review(
        review=review,
        columns=form.columns(),
        next_on=form.cleaned_data["next_on"],
        version=form.seen_version,
        actor=request.staff,
    )
