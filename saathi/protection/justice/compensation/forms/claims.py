"""Forms of decisions on claims, payments and the control of money."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.record_kit.forms import DerivedForm, derive_field
from saathi.protection.justice.compensation import vocabulary as codes
from saathi.protection.justice.compensation.models import (
    ClaimDecision,
    CompensationPayment,
    MoneyControl,
)
from saathi.web.fields import DigitsField

_WHOLE = _("Digits only, without decimals.")
MOST_DIGITS = 9


class ClaimDecisionForm(DerivedForm[ClaimDecision]):
    """A decision on a claim. `about` is the measure."""

    model = ClaimDecision
    names = (
        "level decided_on authority outcome payer awarded currency pay_by conditions appeal "
        "appeal_by reason child_words"
    )
    awarded = DigitsField(
        max_length=MOST_DIGITS,
        required=False,
        label=_("Amount awarded, in whole units"),
        help_text=_WHOLE,
    )


class PaymentForm(DerivedForm[CompensationPayment]):
    """A payment. `about` is the measure."""

    model = CompensationPayment
    names = "paid_on paid currency recipient account receipt receipt_number note"
    paid = DigitsField(
        max_length=MOST_DIGITS, label=_("Amount paid, in whole units"), help_text=_WHOLE
    )


class MoneyControlForm(DerivedForm[MoneyControl]):
    """Who controls the money. `about` is the measure."""

    model = MoneyControl
    names = "since controller holder safeguards risks child_view child_words review_on note"

    def columns(self) -> dict[str, object]:
        """The values of the columns; a new control has not ended."""
        return {"ended_on": self.record.ended_on if self.record else None} | super().columns()


class MoneyControlChangeForm(MoneyControlForm):
    """A review, a correction or the end of the control of money."""

    names = (
        "since controller holder safeguards risks child_view child_words review_on ended_on note"
    )
    ended_on = derive_field(MoneyControl, "ended_on", label=_("End of this control"))


class MoneyControlDecisionForm(DerivedForm[MoneyControl]):
    """Whether who controls the money is confirmed."""

    model = MoneyControl
    names = "state answer"

    def prepare(self) -> None:
        """Offers both decisions; none is chosen beforehand."""
        decisions = [codes.MoneyControlState.CONFIRMED, codes.MoneyControlState.RETURNED]
        self.offer_codes("state", decisions)
        self.fields["state"].label = _("Decision")
        self.initial["state"] = ""
