"""Forms of decisions on a transfer, the departure, the handover and what is heard afterwards."""

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.infra import clock
from saathi.people import record_screens as kit
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.forms.moments import MomentForm, day_field, time_field
from saathi.protection.returns.transfers.journey_rules import UNSEEN_AFTER
from saathi.protection.returns.transfers.models import (
    Transfer,
    TransferHandover,
    TransferReceipt,
    TransferReport,
)
from saathi.web.fields import PastDateField, ShortTextField
from saathi.web.forms import Fold


class TransferReturnForm(kit.DerivedForm[Transfer]):
    """The question with which a transfer is sent back to its worker."""

    model = Transfer
    names = "question"
    question = kit.derive_field(Transfer, "question", required=True)


class TransferWithdrawalForm(kit.DerivedForm[Transfer]):
    """Why an authorisation is withdrawn."""

    model = Transfer
    names = "withdrawal_reason"
    withdrawal_reason = kit.derive_field(Transfer, "withdrawal_reason", required=True)


class TransferStopForm(kit.DerivedForm[Transfer]):
    """Who stopped a transfer, where the child stays tonight and what happens next."""

    model = Transfer
    names = "stopped_by stop_reason place_tonight next_step"
    stopped_by = forms.ChoiceField(
        choices=codes.TransferStopper.choices, widget=forms.RadioSelect, label=_("Stopped by")
    )
    stop_reason = kit.derive_field(Transfer, "stop_reason", required=True)
    place_tonight = kit.derive_field(Transfer, "place_tonight", required=True)
    next_step = kit.derive_field(Transfer, "next_step", required=True)


class DepartureForm(MomentForm[Transfer]):
    """When the child left."""

    model = Transfer
    names = "departed_day departed_time"
    departed_day = day_field(_("Date"), is_past=True)
    departed_time = time_field(_("Time"))
    moments = {"departed_at": ("departed_day", "departed_time")}

    def prepare(self) -> None:
        """The child leaves now."""
        self.show_moment("departed_at", clock.now())


class RemovalWithoutAuthorisationForm(kit.DerivedForm[Transfer]):
    """What others did: the child left the country without authorisation."""

    model = Transfer
    names = "next_step"
    happened_on = PastDateField(label=_("Date"))
    what = ShortTextField(label=_("What happened"), max_length=2000)
    is_by_order = forms.BooleanField(required=False, label=_("Ordered by an authority"))
    next_step = kit.derive_field(Transfer, "next_step", required=True)


class TransferHandoverForm(MomentForm[TransferHandover]):
    """The handover on the spot: four answers, the others folded. `about` is the transfer."""

    model = TransferHandover
    names = (
        "handed_day handed_time place received_by identity given_by presence condition papers "
        "belongings words"
    )
    handed_day = day_field(_("Date"), is_past=True)
    handed_time = time_field(_("Time"))
    moments = {"handed_over_at": ("handed_day", "handed_time")}
    folds = (
        Fold(
            _("Documents, belongings and remarks"), ("condition", "papers", "belongings", "words")
        ),
    )

    def prepare(self) -> None:
        """The handover is now, by the person who records it."""
        self.show_moment("handed_over_at", clock.now())
        self.initial.setdefault("given_by", self.staff.name)


class TransferReceiptForm(kit.DerivedForm[TransferReceipt]):
    """The receipt. `about` is the transfer."""

    model = TransferReceipt
    names = "received_on received_by worker first_visit_on condition complete"


REPORTS_IN_ORDER = (
    codes.TransferReportKind.FIRST_VISIT,
    codes.TransferReportKind.MONTH_1,
    codes.TransferReportKind.MONTH_3,
    codes.TransferReportKind.MONTH_6,
    codes.TransferReportKind.MONTH_12,
)


class TransferReportForm(kit.DerivedForm[TransferReport]):
    """News of the child. `about` is the transfer."""

    model = TransferReport
    names = "kind seen_on situation said needs reporter"

    def prepare(self) -> None:
        """The report that is due next: the first visit, then the months; none before the receipt.

        Of a child on the way only that the child did not arrive.
        """
        if self.about.state == codes.TransferState.TRAVELLING:
            self.offer_codes("kind", [codes.TransferReportKind.ARRIVAL])
            self.offer_codes("situation", [codes.SituationAfterTransfer.MISSING])
            self.fields["needs"].help_text = _(
                "Where and when the child was last seen, what is known, and who was informed and when: "
                "police, focal points, the escort’s agency."
            )
            return
        if self.about.state == codes.TransferState.HANDED_OVER:
            return
        transfer_reports = access.visible(self.staff, TransferReport).filter(transfer=self.about)
        seen = transfer_reports.exclude(situation__in=[each.value for each in UNSEEN_AFTER])
        known = set(seen.values_list("kind", flat=True))
        following = (kind for kind in REPORTS_IN_ORDER if kind not in known)
        self.initial.setdefault("kind", next(following, codes.TransferReportKind.OTHER).value)
