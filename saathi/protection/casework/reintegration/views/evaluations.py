"""Signs of retrafficking, and the final evaluation with the child's view."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies import records
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.casework.reintegration import queries
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.actions import signs as actions
from saathi.protection.casework.reintegration.forms import evaluations as forms
from saathi.protection.casework.reintegration.models import (
    FinalEvaluation,
    MonitoringContact,
    Reintegration,
    RetraffickingSign,
)
from saathi.protection.casework.reintegration.views.screens import (
    EVALUATION,
    SIGNS,
    WORK,
    form_text,
    screens,
)
from saathi.protection.returns.transfers.models import Transfer


@screens.child_list("retrafficking/", WORK, kit.RecordQuery(RetraffickingSign, "-noticed_on"))
def list_signs(
    request: StaffRequest, child: Child, signs: list[RetraffickingSign]
) -> kit.PageContent:
    """The signs of retrafficking and what checking them showed."""
    add = screens.links(request, child.file_id, "record_sign", _("Record a sign"))
    rows = [_sign_row(request, sign) for sign in signs]
    panel = kit.Panel(
        _("Signs of retrafficking"),
        lead=_("A sign is a fact to check, not a description of the child."),
        actions=add,
        rows=rows,
        empty=_("No sign recorded."),
    )
    return kit.PageContent(parts=[panel])


def _sign_row(request: StaffRequest, sign: RetraffickingSign) -> kit.PanelRow:
    is_open = sign.state == codes.SignState.OPEN
    fields = "source details" if is_open else "source details checked_on steps"
    check = screens.links(request, sign, "check_sign", _("Record the result"))
    episode = []
    if sign.episode_id:
        episode = [
            kit.link(_("Open the episode"), "trafficking:show_account_of_events", sign.file_id)
        ]
    return kit.record_row(
        sign,
        fields,
        title=f"{kit.format_day(sign.noticed_on)} · {sign.get_kind_display()}",
        state="state",
        needs_attention=is_open,
        is_over=sign.state == codes.SignState.NOT_CONFIRMED,
        actions=check if is_open else episode,
    )


@screens.child_form(
    "retrafficking/new/",
    WORK,
    forms.SignForm,
    form_text(
        _("Record a sign of retrafficking"),
        _("Record the fact, not an opinion. It is to be checked within 24 hours."),
        back=SIGNS,
    ),
)
def record_sign(request: StaffRequest, child: Child, form: forms.SignForm) -> None:
    """Records a sign of retrafficking."""
    sign = form.to_record(file_id=child.file_id, child=child)
    actions.record_sign(sign=sign, actor=request.staff)


@screens.child_edit(
    "retrafficking/<uuid:retrafficking_sign_id>/check/",
    WORK,
    RetraffickingSign,
    forms.SignCheckForm,
    form_text(
        _("Result of the check"),
        _("If it is confirmed, a new episode begins, with its own origin. Complete it afterwards."),
        back=SIGNS,
        is_step=True,
    ),
)
def check_sign(request: StaffRequest, sign: RetraffickingSign, form: forms.SignCheckForm) -> str:
    """Records what checking a sign showed; a confirmed sign leads to its episode."""
    form.put_texts(sign)
    actions.check_sign(
        sign=sign,
        state=codes.SignState(form.cleaned_data["state"]),
        checked_on=form.cleaned_data["checked_on"],
        version=form.seen_version,
        actor=request.staff,
    )
    return reverse(SIGNS, args=[sign.file_id])


@screens.child_list(
    "final-evaluation/",
    (WORK, Permission.APPROVE),
    kit.RecordQuery(FinalEvaluation, "-evaluated_on"),
)
def list_evaluations(
    request: StaffRequest, child: Child, evaluations: list[FinalEvaluation]
) -> kit.PageContent:
    """The final evaluations of the child's reintegration."""
    add = screens.links(request, child.file_id, "record_evaluation", _("Record an evaluation"))
    has_return = queries.find_return_to_evaluate(request.staff, child.file_id) is not None
    panel = kit.Panel(
        _("Final evaluation"),
        lead=_(
            "Before the case is closed as recovered, or after a transfer to another country, with the "
            "child’s own view."
        ),
        actions=add if has_return else [],
        rows=[_evaluation_row(request, each) for each in evaluations],
        empty=_("No evaluation yet."),
    )
    return kit.PageContent(parts=[panel])


def _evaluation_row(request: StaffRequest, evaluation: FinalEvaluation) -> kit.PanelRow:
    names = [
        "follow_up_abroad",
        "followed_by",
        "care_outcome",
        "family_assessment",
        "care_reason",
        "contact_again",
        "whom_to_call",
        "how_to_contact",
        "helped",
        "aftercare",
        "exception_reason",
        "exception",
        "exception_state",
        "exception_decided_on",
        "exception_answer",
    ]
    is_waiting = evaluation.exception_state == codes.EvaluationExceptionState.ASKED
    decide = screens.links(request, evaluation, "decide_exception", _("Decide on the reason"))
    is_others = evaluation.recorded_by != request.staff.id
    return kit.record_row(
        evaluation,
        [name for name in names if getattr(evaluation, name)],
        title=kit.format_day(evaluation.evaluated_on),
        state="heard",
        words=evaluation.child_words,
        needs_attention=is_waiting,
        actions=decide if is_waiting and is_others else [],
    )


def _decision_panels(request: StaffRequest, evaluation: FinalEvaluation) -> list[kit.Panel]:
    """What the decision is about: who asks, what the file says of the last contacts, and open signs."""
    asks = names_of([evaluation.recorded_by]).get(evaluation.recorded_by, "")
    contacts = queries.last_contacts(evaluation.file_id, request.staff)
    signs = records.list_opened(
        request.staff, RetraffickingSign, "-noticed_on", file_id=evaluation.file_id,
        state=codes.SignState.OPEN,
    )  # fmt: skip
    return [
        kit.Panel(
            _("Asked for by %(name)s") % {"name": asks},
            rows=[_evaluation_row(request, evaluation)],
        ),
        kit.Panel(
            _("Last contacts with the child"),
            rows=[_contact_row(each) for each in contacts],
            empty=_("No contact since the return is recorded."),
        ),
        kit.Panel(
            _("Signs of retrafficking not checked yet"),
            rows=[_sign_row(request, sign) for sign in signs],
            empty=_("No sign waits for a check."),
        ),
    ]


def _contact_row(contact: MonitoringContact) -> kit.PanelRow:
    names = "made_by result finding who_acts act_until not_held_because risks"
    return kit.record_row(
        contact,
        [name for name in names.split() if getattr(contact, name)],
        title=f"{kit.format_day(contact.contact_on)} · {kit.format_field(contact, 'way')}",
        state="state",
        words=contact.child_words,
        needs_attention=contact.finding == codes.ContactFinding.UNSAFE,
    )


@screens.child_form(
    "final-evaluation/new/",
    WORK,
    forms.EvaluationForm,
    form_text(
        _("Record the final evaluation"),
        _("Ask the child alone. Say that they can come back for help at any time."),
        back=EVALUATION,
    ),
    load=queries.return_to_evaluate,
)
def record_evaluation(
    request: StaffRequest, about: Reintegration | Transfer, form: forms.EvaluationForm
) -> None:
    """Records the final evaluation."""
    here = about if isinstance(about, Reintegration) else None
    evaluation = form.to_record(file_id=about.file_id, reintegration=here)
    actions.record_evaluation(evaluation=evaluation, actor=request.staff)


@screens.child_edit(
    "final-evaluation/<uuid:final_evaluation_id>/decide/",
    Permission.APPROVE,
    FinalEvaluation,
    forms.ExceptionForm,
    form_text(
        _("Decision on the reason for closing"),
        _("With your approval the case can close without what is missing. Read the reason first."),
        back=EVALUATION,
        is_step=True,
        template="reintegration/beside_evaluation.html",
        beside=lambda request, _child, evaluation: {"parts": _decision_panels(request, evaluation)},
    ),
)
def decide_exception(
    request: StaffRequest, evaluation: FinalEvaluation, form: forms.ExceptionForm
) -> str:
    """Approves the reason for closing without a full evaluation, or refuses it."""
    form.put_texts(evaluation)
    actions.decide_exception(
        evaluation=evaluation,
        decision=codes.EvaluationExceptionState(form.cleaned_data["exception_state"]),
        version=form.seen_version,
        actor=request.staff,
    )
    return reverse(EVALUATION, args=[evaluation.file_id])
