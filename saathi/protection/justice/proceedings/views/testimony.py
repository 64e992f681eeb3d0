"""Forms of the child's decision on testimony, comprehension, summonses and requests to present the child."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.record_screens import save_changes, save_new
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.justice.proceedings import pages
from saathi.protection.justice.proceedings.actions import summonses, testimony
from saathi.protection.justice.proceedings.forms import testimony as forms
from saathi.protection.justice.proceedings.models import (
    ChildTestimonyDecision,
    ComprehensionFinding,
    PresentationRequest,
    Proceeding,
    Summons,
)
from saathi.protection.justice.proceedings.views.screens import (
    ADDRESS,
    PROCEEDING,
    WORK,
    form_text,
    page_of,
    screens,
)
from saathi.protection.justice.proceedings.vocabulary import PresentationState

_PARTS = "proceedings/beside_parts.html"


@screens.child_edit(
    f"{PROCEEDING}testimony/new/",
    WORK,
    Proceeding,
    forms.TestimonyDecisionForm,
    form_text(
        _("Child’s decision on testimony"),
        _(
            "Explain in private that the child may refuse and may withdraw at any time, that a court "
            "can still summon them, and that services, placement and return do not depend on it. Do "
            "not try to persuade the child. After a no, an agreement counts only if the child gives it "
            "on a later day and another person records it."
        ),
        is_step=True,
    ),
)
def add_decision(
    request: StaffRequest, proceeding: Proceeding, form: forms.TestimonyDecisionForm
) -> str:
    """Records what the child decided."""
    case = case_of_file(request.staff, proceeding.file_id, Proceeding.section)
    decision = form.to_record(file_id=proceeding.file_id, proceeding=proceeding)
    testimony.add_decision(decision=decision, case=case, actor=request.staff)
    return page_of(proceeding)


@screens.child_edit(
    f"{ADDRESS}testimony/<uuid:testimony_id>/withdraw/",
    WORK,
    ChildTestimonyDecision,
    forms.WithdrawalForm,
    form_text(
        _("Withdraw the child’s decision"),
        _(
            "The child needs no reason. Requests to present the child, also approved ones, and plans "
            "for the child’s testimony end."
        ),
        button=_("Withdraw"),
        is_step=True,
    ),
)
def withdraw_decision(
    request: StaffRequest, decision: ChildTestimonyDecision, form: forms.WithdrawalForm
) -> str:
    """Records that the child withdrew the decision."""
    form.put_texts(decision)
    testimony.withdraw_decision(
        decision=decision,
        case=case_of_file(request.staff, decision.file_id, Proceeding.section),
        withdrawn_on=form.cleaned_data["withdrawn_on"],
        version=form.seen_version,
        actor=request.staff,
    )
    return page_of(decision.proceeding)


@screens.child_edit(
    f"{PROCEEDING}comprehension/new/",
    WORK,
    Proceeding,
    forms.ComprehensionForm,
    form_text(
        _("Add a finding of comprehension"),
        _("Whether the child understands and answers decides about testimony. Age never does."),
        is_step=True,
    ),
)
def add_finding(
    request: StaffRequest, proceeding: Proceeding, form: forms.ComprehensionForm
) -> str:
    """Records a finding of comprehension."""
    save_new(request, form, file_id=proceeding.file_id, proceeding=proceeding)
    return page_of(proceeding)


@screens.child_edit(
    f"{ADDRESS}comprehension/<uuid:comprehension_id>/",
    WORK,
    ComprehensionFinding,
    forms.ComprehensionForm,
    form_text(_("Finding of comprehension")),
)
def change_finding(
    request: StaffRequest, finding: ComprehensionFinding, form: forms.ComprehensionForm
) -> str:
    """Corrects a finding of comprehension."""
    save_changes(request, finding, form)
    return page_of(finding.proceeding)


@screens.child_edit(
    f"{PROCEEDING}summonses/new/",
    WORK,
    Proceeding,
    forms.SummonsForm,
    form_text(
        _("Add a summons"),
        _(
            "A summons is recorded whatever the child decided. Supervisors and the legal "
            "representative are notified. List the hearing as well."
        ),
        is_step=True,
    ),
)
def add_summons(request: StaffRequest, proceeding: Proceeding, form: forms.SummonsForm) -> str:
    """Records a summons of the child."""
    summonses.add_summons(
        summons=form.to_record(file_id=proceeding.file_id, proceeding=proceeding),
        case=case_of_file(request.staff, proceeding.file_id, Proceeding.section),
        actor=request.staff,
    )
    return page_of(proceeding)


@screens.child_edit(
    f"{ADDRESS}summonses/<uuid:summons_id>/",
    WORK,
    Summons,
    forms.SummonsForm,
    form_text(_("Summons")),
)
def change_summons(request: StaffRequest, summons: Summons, form: forms.SummonsForm) -> str:
    """Corrects a summons."""
    form.put_texts(summons)
    summonses.change_summons(
        summons=summons, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return page_of(summons.proceeding)


@screens.child_edit(
    f"{PROCEEDING}presentations/new/",
    WORK,
    Proceeding,
    forms.PresentationForm,
    form_text(
        _("Request to present the child"),
        _(
            "A supervisor decides whether our staff present the child to tell what happened. The "
            "request cannot be changed later."
        ),
        button=_("Submit for approval"),
        is_step=True,
        template=_PARTS,
        beside=lambda request, _child, proceeding: {
            "parts": [pages.tellings_panel(request.staff, proceeding)]
        },
    ),
)
def request_presentation(
    request: StaffRequest, proceeding: Proceeding, form: forms.PresentationForm
) -> str:
    """Asks a supervisor whether our staff may present the child."""
    asked = form.to_record(file_id=proceeding.file_id, proceeding=proceeding)
    testimony.request_presentation(request=asked, actor=request.staff)
    return page_of(proceeding)


@screens.child_edit(
    f"{ADDRESS}presentations/<uuid:presentation_id>/decide/",
    Permission.APPROVE,
    PresentationRequest,
    forms.PresentationDecisionForm,
    form_text(
        _("Decision on presenting the child"),
        _("The child’s decision and the number of tellings are checked again when you save."),
        is_step=True,
        template=_PARTS,
        beside=lambda request, _child, asked: {
            "parts": [
                pages.tellings_panel(request.staff, asked.proceeding),
                kit.Panel("", rows=[pages.presentation_row(asked)]),
            ]
        },
    ),
)
def decide_presentation(
    request: StaffRequest, asked: PresentationRequest, form: forms.PresentationDecisionForm
) -> str:
    """Approves a request or refuses it."""
    testimony.decide_presentation(
        request=asked,
        approves=form.cleaned_data["state"] == PresentationState.APPROVED,
        reason=form.cleaned_data["answer"],
        version=form.seen_version,
        actor=request.staff,
    )
    return page_of(asked.proceeding)


@screens.child_step(
    f"{ADDRESS}presentations/<uuid:presentation_id>/withdraw/",
    WORK,
    PresentationRequest,
    "list_proceedings",
)
def withdraw_presentation(request: StaffRequest, asked: PresentationRequest, version: int) -> None:
    """Withdraws a request or an approval."""
    testimony.withdraw_presentation(request=asked, version=version, actor=request.staff)
