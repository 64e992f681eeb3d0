"""What the pages of remedies show: rows, amounts, and alerts."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi import audit
from saathi.agencies import access_log, records
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.protection.justice.compensation import queries, rules
from saathi.protection.justice.compensation import vocabulary as codes
from saathi.protection.justice.compensation.models import (
    ClaimDecision,
    CompensationPayment,
    LegalMeasure,
    MoneyControl,
)
from saathi.protection.justice.compensation.queries import RemedyRecords
from saathi.protection.justice.compensation.vocabulary import (
    GRANTED,
    OPEN_MEASURES,
    MeasureState,
)
from saathi.protection.justice.proceedings.models import Proceeding
from saathi.web.components import AlertBox


def amount_text(amount: int | None, currency: str) -> str:
    """An amount with its currency, in groups of three digits."""
    if amount is None:
        return ""
    code = "" if currency == codes.MoneyCurrency.OTHER else currency
    return f"{amount:,} {code}".strip()


def is_late(measure: LegalMeasure, today: dt.date) -> bool:
    """Whether the next step of a measure is overdue, or the last day to claim has passed."""
    if measure.state not in OPEN_MEASURES:
        return False
    days = [measure.next_on]
    if measure.state == MeasureState.NOT_CLAIMED:
        days.append(measure.claim_by)
    return any(day is not None and day < today for day in days)


def measure_fields(measure: LegalMeasure) -> list[str]:
    """The fields of a measure that have a value, or whose absence matters."""
    names = [
        "law",
        "grant_kind",
        "responsible",
        "claim_by",
        "amount",
        "account",
        "as_of",
        "next_on",
        "note",
    ]
    is_waiting = measure.state == MeasureState.NOT_CLAIMED
    always = {"as_of", "next_on"} | ({"claim_by"} if is_waiting else set())
    return [name for name in names if name in always or getattr(measure, name)]


def measure_row(
    measure: LegalMeasure, today: dt.date, actions: Sequence[kit.ActionLink]
) -> kit.PanelRow:
    """One measure: what the law gives, how far it has come, and the next step."""
    return kit.record_row(
        measure,
        measure_fields(measure),
        title=kit.format_field(measure, "kind"),
        state="state",
        is_over=measure.state not in OPEN_MEASURES,
        needs_attention=is_late(measure, today),
        actions=actions,
    )


def remedies_part(request: StaffRequest, proceeding: Proceeding) -> kit.Panel | None:
    """The remedies that belong to a proceeding, for its page; None without one."""
    remedies_of_proceeding = queries.remedies_of_proceeding(request.staff, proceeding.pk)
    if not remedies_of_proceeding:
        return None
    access_log.log_file_view(
        request.staff,
        audit.AuditKind.LISTED,
        LegalMeasure.section,
        file_id=proceeding.file_id,
        objects=[measure.pk for measure in remedies_of_proceeding],
    )
    today = request.staff.office.today()
    rows = [
        measure_row(
            measure,
            today,
            [kit.link(_("Open"), "legal_measures:show_measure", measure.file_id, measure.pk)],
        )
        for measure in remedies_of_proceeding
    ]
    return kit.Panel(_("Compensation and remedies"), rows=rows)


def decision_row(decision: ClaimDecision, actions: Sequence[kit.ActionLink]) -> kit.PanelRow:
    """A decision on a claim."""
    pairs: list[str | kit.LabelledValue] = ["decided_on", "authority", "level"]
    if decision.outcome in GRANTED:
        amount = amount_text(decision.awarded, decision.currency)
        pairs.append(kit.LabelledValue(_("Amount awarded"), amount, missing=_("not recorded")))
        pairs += ["payer", "pay_by"]
    pairs.append("appeal")
    if decision.appeal == codes.RemedyAppeal.OPEN:
        pairs.append("appeal_by")
    pairs += [name for name in ("conditions", "reason") if getattr(decision, name)]
    return kit.record_row(
        decision,
        pairs,
        title=decision.get_outcome_display(),
        is_over=decision.outcome not in GRANTED,
        words=decision.child_words,
        actions=actions,
    )


def payment_row(payment: CompensationPayment, actions: Sequence[kit.ActionLink]) -> kit.PanelRow:
    """A payment."""
    names: list[str | kit.LabelledValue] = ["paid_on", "recipient", "account", "receipt"]
    names += [name for name in ("receipt_number", "note") if getattr(payment, name)]
    return kit.record_row(
        payment,
        names,
        title=amount_text(payment.paid, payment.currency),
        needs_attention=payment.receipt == codes.PaymentReceipt.NONE
        or payment.recipient in codes.OTHER_RECIPIENTS,
        actions=actions,
    )


def control_row(
    control: MoneyControl, today: dt.date, actions: Sequence[kit.ActionLink]
) -> kit.PanelRow:
    """Who controls the money."""
    names = ["since", *(["holder"] if control.holder else []), "safeguards", "risks", "child_view"]
    names += ["ended_on"] if control.ended_on else ["review_on"]
    names += ["note"] if control.note else []
    names += _names_of_decision(control)
    is_over = control.ended_on is not None
    is_risky = rules.is_at_risk(control.controller, control.safeguards, control.risks)
    is_due = control.review_on is not None and control.review_on < today
    is_waiting = control.state == codes.MoneyControlState.PROPOSED
    state: Any = _("Ended") if is_over else _("The money is at risk") if is_risky else ""
    return kit.record_row(
        control,
        names,
        title=control.get_controller_display(),
        state_text=state,
        is_over=is_over,
        is_urgent=is_risky and not is_over,
        needs_attention=(is_due or is_waiting) and not is_over,
        words=control.child_words,
        actions=actions,
    )


def _names_of_decision(control: MoneyControl) -> list[str]:
    """The fields of the decision of a second person; none if the control needs none."""
    if control.state == codes.MoneyControlState.RECORDED:
        return []
    names = ["state", *(["decided_on"] if control.decided_on else [])]
    is_decided = control.decided_on is not None
    return [*names, "answer"] if is_decided and control.answer else names


def sums(found: RemedyRecords) -> list[kit.LabelledValue]:
    """What was awarded, paid and is outstanding, by currency."""
    pairs = []
    if found.award is not None and found.award.amount is not None:
        awarded = amount_text(found.award.amount, found.award.currency)
        pairs.append(kit.LabelledValue(_("Awarded"), awarded))
    totals: dict[str, int] = {}
    for money in found.moneys:
        totals[money.currency] = totals.get(money.currency, 0) + (money.amount or 0)
    if totals:
        paid = ", ".join(amount_text(total, currency) for currency, total in totals.items())
        pairs.append(kit.LabelledValue(_("Paid so far"), paid))
    rest = rules.outstanding(found.award, found.moneys)
    if rest is not None and rest.amount:
        pairs.append(kit.LabelledValue(_("Outstanding"), amount_text(rest.amount, rest.currency)))
    return pairs


def panel_to_confirm(request: StaffRequest, control: MoneyControl) -> kit.Panel:
    """What a second person confirms: who controls the money, what was paid, earlier refusals."""
    staff = request.staff
    amounts = queries.load_amounts(staff, control.measure)
    refused = list(queries.other_refusals(control, staff))
    records.open_texts_of_each(refused)
    rows = [control_row(each, staff.office.today(), ()) for each in (control, *refused)]
    return kit.Panel("", pairs=sums(amounts), rows=rows)


def alerts(
    measure: LegalMeasure, found: RemedyRecords, today: dt.date, *, is_adult: bool
) -> list[AlertBox]:
    """What needs attention: money at risk, an award that is not paid, no one named who controls it."""
    boxes = []
    control = found.control
    if control and rules.is_at_risk(control.controller, control.safeguards, control.risks):
        text = gettext(
            "Ask the court or authority for a locked deposit or for its consent to each withdrawal. "
            "Talk with the child first."
        )
        boxes.append(AlertBox(gettext("Someone may take the money from the child"), text))
    if control and control.state == codes.MoneyControlState.PROPOSED:
        text = gettext("Until then the money does not count as received by the child.")
        title = gettext("Who controls the money waits for a second person")
        boxes.append(AlertBox(title, text, kind="attend"))
    if any(payment.recipient in codes.OTHER_RECIPIENTS for payment in found.payments):
        text = gettext("Check with the child where the money is.")
        boxes.append(AlertBox(str(codes.PAID_ELSEWHERE_NOTICE.label), text, kind="attend"))
    if found.payments and control is None and not is_adult:
        text = gettext("The measure stays open until this is recorded.")
        title = gettext("Not recorded: who controls the money until the child is 18")
        boxes.append(AlertBox(title, text, kind="attend"))
    if measure.state in {MeasureState.AWARDED, MeasureState.PART_PAID} and found.decisions:
        days = rules.days_unpaid(found.decisions[0].decided_on, today)
        title = ngettext(
            "Awarded, and not fully paid for %(days)s day",
            "Awarded, and not fully paid for %(days)s days",
            days,
        )
        boxes.append(AlertBox(title % {"days": days}, kind="attend", icon="clock"))
    if measure.state == MeasureState.NOT_CLAIMED and measure.claim_by is not None:
        boxes += _claim_alert(measure.claim_by, today)
    return boxes


def _claim_alert(claim_by: dt.date, today: dt.date) -> list[AlertBox]:
    day = kit.format_day(claim_by)
    if claim_by < today:
        title = gettext("The last day to claim was %(day)s") % {"day": day}
        text = gettext("Ask a lawyer whether a late claim is possible.")
        return [AlertBox(title, text, kind="attend")]
    title = gettext("Last day to claim: %(day)s") % {"day": day}
    return [AlertBox(title, kind="calm", icon="clock")]
