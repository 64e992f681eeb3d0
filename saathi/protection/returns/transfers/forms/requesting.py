"""Forms of a request to the other country, of its answer and of a group."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.country_protocols import ProtocolShareableFact
from saathi.agencies.models import Staff
from saathi.agencies.permissions import MAX_PERMISSIONS, SHIPPED_ROLES, Permission
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.agencies.sections import Section
from saathi.agencies.staff_search import StaffKind, StaffSearchField, set_staff_choices
from saathi.people import record_screens as kit
from saathi.people.queries import code_of_file
from saathi.policy.agreements.models import Agreement
from saathi.protection.returns.transfers import crossing_texts, queries, request_queries
from saathi.protection.returns.transfers.actions import requesting
from saathi.protection.returns.transfers.forms.preparing import country_field
from saathi.protection.returns.transfers.models import (
    Transfer,
    TransferAnswer,
    TransferGroup,
    TransferRequest,
)
from saathi.protection.returns.transfers.vocabulary import BEFORE_DEPARTURE, TransferAnswerCode
from saathi.web.components import join_facts
from saathi.web.dynamic_choices import set_choices

MOST_OFFERED = 100


def staff_of_country(actor: Staff, country: str) -> Any:
    """The staff who work on cases in the agencies of another country."""
    needed = Permission.WORK_ON_CASE
    shipped = [kind for kind, holds in SHIPPED_ROLES.items() if needed in holds]
    may_hold = [kind for kind, holds in MAX_PERMISSIONS.items() if needed in holds]
    by_post = ~Q(post="") & Q(role_kind__in=may_hold, own_bundle__contains=[needed])
    staffs = Staff.objects.filter(
        Q(post="", role_kind__in=shipped) | by_post, agency__country=country, is_active=True
    )
    return staffs.exclude(agency=actor.agency_id).select_related("office").order_by("name")


class TransferRequestForm(kit.DerivedForm[TransferRequest]):
    """A request to receive the child. `about` is the transfer."""

    model = TransferRequest
    names = "channel receiver sent_on answer_by facts consent shared needs asks"
    receiver = StaffSearchField(
        kind=StaffKind.COLLEAGUE,
        required=False,
        label=_("Colleague of the receiving agency"),
        help_text=_(
            "If the agency uses this system: type part of the name and the office. This person "
            "reads the transfer, and nothing else of the child’s file."
        ),
    )
    answer_by = kit.derive_field(
        TransferRequest,
        "answer_by",
        required=False,
        help_text=_("If left blank: within the days that the protocol gives, or 14."),
    )
    shows_stored_texts = True

    def prepare(self) -> None:
        """Offers colleagues of the other country and the child's consents, to staff who may use them."""
        transfer = self.about
        if not access.has_permission(self.staff, Permission.ASSIGN):
            self.fields["receiver"].disabled = True
            self.fields["receiver"].help_text = _(
                "A supervisor sends a request to a colleague of another agency."
            )
        found = staff_of_country(self.staff, transfer.to_country)
        set_staff_choices(self, self.staff, found, name="receiver")
        # Suggestions while typing are those of one's own agency.
        self.fields["receiver"].widget.widgets[0].attrs.pop("data-staff-search", None)
        consents = request_queries.bases_of(self.staff, transfer.child)
        texts = {consent.pk: label for consent, label in consents}
        rows = TransferRequest._meta.get_field("consent").related_model._default_manager
        self._offer_facts()
        self._fill_in_newest()
        self.offer("consent", rows.filter(pk__in=list(texts)), lambda row: texts.get(row.pk, ""))

    def _offer_facts(self) -> None:
        """Only what the protocol with the country allows, and its days for the answer."""
        protocol = requesting.protocol_with(self.about, self.staff)
        if protocol is None:
            return
        offered = [fact for fact in ProtocolShareableFact if fact in protocol.may_go]
        self.offer_codes("facts", offered)
        answer_by = self.today + dt.timedelta(days=protocol.answer_days)
        self.initial.setdefault("answer_by", answer_by)

    def _fill_in_newest(self) -> None:
        """The texts of the request before it, to be changed."""
        newest = queries.newest_request(self.about, self.staff)
        if newest is not None:
            self.initial.update(crossing_texts.texts_of(newest, crossing_texts.TEXTS_OF_REQUEST))


class TransferAnswerForm(kit.DerivedForm[TransferAnswer]):
    """The answer of the other country. `about` is the transfer."""

    model = TransferAnswer
    names = "answered_on answer refusal next_on conditions answered_by confirms"
    confirms = forms.BooleanField(
        required=False,
        label=_("I confirm the refusal: the child is not received"),
        help_text=_("Only for a refusal. It can be corrected until the other side acts on it."),
    )

    def clean(self) -> dict[str, Any]:
        """A refusal is confirmed: it ends what was prepared."""
        cleaned = super().clean() or self.cleaned_data
        is_refusal = cleaned.get("answer") == TransferAnswerCode.REFUSED
        if is_refusal and not cleaned.get("confirms"):
            self.add_error("confirms", _("Confirm the refusal, or choose another answer."))
        return cleaned


class ReceiverAnswerForm(TransferAnswerForm):
    """The answer of the receiver to a request in the system: accepted or refused."""

    def prepare(self) -> None:
        """Whoever answers does not choose “No answer”, and does not ask again."""
        del self.fields["next_on"]
        codes = [code for code in TransferAnswerCode if code != TransferAnswerCode.NO_ANSWER]
        self.offer_codes("answer", codes)


def _planned_day() -> forms.Field:
    """The day of a group's journey, with the format in which it is entered."""
    text = _("Day, month and year in numbers, such as 27 3 2027. Today or a later day.")
    return kit.derive_field(TransferGroup, "planned_on", help_text=text)


class TransferGroupChangeForm(kit.DerivedForm[TransferGroup]):
    """A group as it is now. It has no child: each transfer is decided alone."""

    model = TransferGroup
    names = "name planned_on expected agreement"
    planned_on = _planned_day()

    def clean_planned_on(self) -> dt.date | None:
        """Refuses a day before today, unless it is the one on record."""
        day: dt.date | None = self.cleaned_data["planned_on"]
        before = self.about.planned_on if isinstance(self.about, TransferGroup) else None
        if day is not None and day < self.today and day != before:
            text = _("The journey cannot be planned for a day before today. Enter today or later.")
            raise forms.ValidationError(text, code="past")
        return day

    def prepare(self) -> None:
        """Offers the agreements, and shows the group."""
        agreements = Agreement.objects.filter(state=EntryState.PUBLISHED).order_by("title", "pk")
        self.offer("agreement", agreements, lambda entry: entry.title)
        if isinstance(self.about, TransferGroup):
            self.initial.update(self._values_of(self.about))


class GroupChildrenForm(kit.DerivedForm[TransferGroup]):
    """The transfers that join the group `about`: those of the same countries before departure."""

    model = TransferGroup
    transfers = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, label=_("Children, by case ID and reference")
    )

    def prepare(self) -> None:
        """Offers the transfers that the reader may change and that are in no group."""
        self.offered = {str(each.pk): each for each in self._offered()}
        labels = [(key, _transfer_label(each)) for key, each in self.offered.items()]
        set_choices(self, "transfers", labels)

    def _offered(self) -> list[Transfer]:
        group = self.about
        result = access.visible(self.staff, Transfer).filter(
            from_country=group.from_country,
            to_country=group.to_country,
            state__in=BEFORE_DEPARTURE,
            group=None,
        )
        listed = result.annotate(child_code=code_of_file(self.staff)).order_by("reference")
        return [
            each
            for each in listed[:MOST_OFFERED]
            if access.may_write(self.staff, each.file_id, Section.LEGAL)
        ]

    def chosen(self) -> list[Transfer]:
        """The chosen transfers."""
        return [self.offered[key] for key in self.cleaned_data["transfers"]]


def _transfer_label(transfer: Transfer) -> str:
    return join_facts([getattr(transfer, "child_code", "") or "", transfer.reference])


class TransferGroupForm(TransferGroupChangeForm):
    """A new group."""

    names = "name from_country to_country planned_on expected agreement"
    planned_on = _planned_day()
    from_country = country_field(_("From"), is_required=True)
    to_country = country_field(_("To"), is_required=True)

    def prepare(self) -> None:
        """As for a change; a new group leaves from here."""
        super().prepare()
        self.initial.setdefault("from_country", self.staff.office.country)

    def clean(self) -> dict[str, Any]:
        """Refuses one country on both sides."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("from_country") and cleaned["from_country"] == cleaned.get("to_country"):
            self.add_error("to_country", _("Choose another country than the first one."))
        return cleaned
