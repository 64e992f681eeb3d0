"""Forms of measures, decisions on claims, payments, and the control of the money."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.staff_requests import StaffRequest
from saathi.people.models import Child
from saathi.protection.justice.compensation import pages
from saathi.protection.justice.compensation.actions import claims, measures
from saathi.protection.justice.compensation.forms import claims as forms
from saathi.protection.justice.compensation.forms.measures import (
    LegalMeasureChangeForm,
    LegalMeasureForm,
)
from saathi.protection.justice.compensation.models import (
    ClaimDecision,
    CompensationPayment,
    LegalMeasure,
    MoneyControl,
)
from saathi.protection.justice.compensation.views.screens import (
    ADDRESS,
    APPROVE,
    MEASURE,
    WORK,
    form_text,
    page_of,
    screens,
)
from saathi.protection.justice.compensation.vocabulary import MoneyControlState

TEXT = form_text(
    _("Measure under a country’s law"),
    _(
        "Record also what is refused or not provided. An award stays open until the child has the "
        "money."
    ),
)
CONTROL_TEXT = _(
    "Ask the child, alone and in safety. If the accused, a trafficker or the family may take the "
    "money, ask the court for a locked deposit."
)


@screens.child_form(f"{ADDRESS}measures/new/", WORK, LegalMeasureForm, TEXT)
def add_measure(request: StaffRequest, child: Child, form: LegalMeasureForm) -> str:
    """Records a measure; its page opens."""
    measure = form.to_record(file_id=child.file_id, child=child)
    return page_of(measures.record_measure(measure=measure, actor=request.staff))


@screens.child_edit(f"{MEASURE}edit/", WORK, LegalMeasure, LegalMeasureChangeForm, TEXT)
def change_measure(
    request: StaffRequest, measure: LegalMeasure, form: LegalMeasureChangeForm
) -> str:
    """Records how far a measure has come; the earlier version is kept."""
    form.put_texts(measure)
    measures.change_measure(
        measure=measure, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return page_of(measure)


@screens.child_edit(
    f"{MEASURE}decisions/new/",
    WORK,
    LegalMeasure,
    forms.ClaimDecisionForm,
    form_text(
        _("Add a decision"),
        _("The status of the measure follows from the decision."),
        is_step=True,
    ),
)
def add_decision(
    request: StaffRequest, measure: LegalMeasure, form: forms.ClaimDecisionForm
) -> str:
    """Records a decision on a claim."""
    decision = form.to_record(file_id=measure.file_id, measure=measure)
    claims.add_decision(decision=decision, actor=request.staff)
    return page_of(measure)


@screens.child_edit(
    f"{ADDRESS}decisions/<uuid:claim_decision_id>/",
    WORK,
    ClaimDecision,
    forms.ClaimDecisionForm,
    form_text(_("Decision on a claim")),
)
def change_decision(
    request: StaffRequest, decision: ClaimDecision, form: forms.ClaimDecisionForm
) -> str:
    """Corrects a decision, or records its appeal."""
    form.put_texts(decision)
    claims.change_decision(
        decision=decision, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return page_of(decision.measure)


@screens.child_edit(
    f"{MEASURE}payments/new/",
    WORK,
    LegalMeasure,
    forms.PaymentForm,
    form_text(
        _("Add a payment"),
        _("Record only money that arrived, on the day it arrived. Parts are separate payments."),
        is_step=True,
    ),
)
def add_payment(request: StaffRequest, measure: LegalMeasure, form: forms.PaymentForm) -> str:
    """Records a payment."""
    payment = form.to_record(file_id=measure.file_id, measure=measure)
    claims.add_payment(payment=payment, actor=request.staff)
    return page_of(measure)


@screens.child_edit(
    f"{ADDRESS}payments/<uuid:payment_id>/",
    WORK,
    CompensationPayment,
    forms.PaymentForm,
    form_text(_("Payment")),
)
def change_payment(
    request: StaffRequest, payment: CompensationPayment, form: forms.PaymentForm
) -> str:
    """Corrects a payment."""
    form.put_texts(payment)
    claims.change_payment(
        payment=payment, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return page_of(payment.measure)


@screens.child_edit(
    f"{MEASURE}control/new/",
    WORK,
    LegalMeasure,
    forms.MoneyControlForm,
    form_text(_("Control of the money"), CONTROL_TEXT, is_step=True),
)
def add_control(request: StaffRequest, measure: LegalMeasure, form: forms.MoneyControlForm) -> str:
    """Records who controls the money."""
    control = form.to_record(file_id=measure.file_id, measure=measure)
    claims.add_control(control=control, actor=request.staff)
    return page_of(measure)


@screens.child_edit(
    f"{ADDRESS}control/<uuid:control_id>/",
    WORK,
    MoneyControl,
    forms.MoneyControlChangeForm,
    form_text(_("Control of the money"), CONTROL_TEXT),
)
def change_control(
    request: StaffRequest, control: MoneyControl, form: forms.MoneyControlChangeForm
) -> str:
    """Reviews, corrects or ends the control of the money."""
    form.put_texts(control)
    claims.change_control(
        control=control, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return page_of(control.measure)


@screens.child_edit(
    f"{ADDRESS}control/<uuid:control_id>/decide/",
    APPROVE,
    MoneyControl,
    forms.MoneyControlDecisionForm,
    form_text(
        _("Decision on who controls the money"),
        _("Confirm it only if the money is safe for the child and the child was heard."),
        is_step=True,
        template="proceedings/beside_parts.html",
        beside=lambda request, _child, control: {
            "parts": [pages.panel_to_confirm(request, control)]
        },
    ),
)
def decide_control(
    request: StaffRequest, control: MoneyControl, form: forms.MoneyControlDecisionForm
) -> str:
    """Confirms who controls the money, or returns it to whoever recorded it."""
    form.put_texts(control)
    claims.decide_control(
        control=control,
        decision=MoneyControlState(form.cleaned_data["state"]),
        version=form.seen_version,
        actor=request.staff,
    )
    return page_of(control.measure)
