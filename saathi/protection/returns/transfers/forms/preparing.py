"""Forms of a transfer and of what is prepared before it is authorised."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access, records
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra import clock
from saathi.infra.countries import Country
from saathi.people import record_screens as kit
from saathi.policy.agreements.models import Agreement, FocalPoint
from saathi.policy.agreements.queries import focal_point_text
from saathi.policy.agreements.vocabulary import AgreementStage, FocalPointFunction
from saathi.protection.casework.documents.models import Document
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.countries import country_choices
from saathi.protection.returns.transfers.evidence_rules import CORRECTION_TIME
from saathi.protection.returns.transfers.forms.moments import MomentForm, day_field, time_field
from saathi.protection.returns.transfers.group_facts import groups_of_agency
from saathi.protection.returns.transfers.models import (
    ReceivingPlacement,
    Transfer,
    TransferDocument,
    TransferJourney,
    TransferSafetyAssessment,
    TransferView,
)
from saathi.web.components import join_facts
from saathi.web.dynamic_choices import set_choices
from saathi.web.forms import Fold

WAY_FIELDS = ("way_1", "way_2", "way_3", "way_4")


def country_field(label: Any, *, is_required: bool = False) -> forms.ChoiceField:
    """One country, any country of the list."""
    return forms.ChoiceField(choices=country_choices, required=is_required, label=label)


def _regional(countries: Collection[str]) -> list[str]:
    """Those of these countries that the register of agreements names."""
    return [country for country in countries if country in Country.values]


class TransferDetailsForm(kit.DerivedForm[Transfer]):
    """Corrects what a transfer is based on, while the child has not left."""

    model = Transfer
    names = (
        "kind partner planned_on coordination agreement our_focal_point their_focal_point "
        "acting_office authority_paper"
    )

    def prepare(self) -> None:
        """Offers the registers of agreements and focal points."""
        agreements = Agreement.objects.filter(
            state=EntryState.PUBLISHED, stage=AgreementStage.IN_FORCE
        )
        points = FocalPoint.objects.filter(
            state=EntryState.PUBLISHED, function=FocalPointFunction.NATIONAL
        )
        agreements, points = agreements.order_by("title", "pk"), points.order_by("country", "pk")
        ours, theirs = points.filter(country=self.staff.office.country), points
        if self.record is not None:
            both = [self.record.from_country, self.record.to_country]
            here, there = both if self._is_outgoing(self.record) else reversed(both)
            agreements = agreements.filter(countries__contains=_regional(both))
            ours, theirs = points.filter(country=here), points.filter(country=there)
        self.offer("agreement", agreements, lambda entry: entry.title)
        self.offer("our_focal_point", ours, focal_point_text)
        self.offer("their_focal_point", theirs, focal_point_text)

    @staticmethod
    def _is_outgoing(transfer: Transfer) -> bool:
        return transfer.direction == codes.TransferDirection.OUTGOING


class TransferForm(TransferDetailsForm):
    """A new transfer. `about` is the child."""

    names = (
        "direction other_country kind reference leg partner opened_on planned_on coordination "
        "agreement our_focal_point their_focal_point acting_office group way_1 way_2 way_3 way_4"
    )
    other_country = country_field(_("Other country"), is_required=True)
    reference = forms.CharField(
        required=False,
        max_length=16,
        label=_("Reference"),
        help_text=_("If the other side gave one. Leave blank to get a new reference."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
    )
    way_1 = country_field(_("Country of origin"))
    way_2 = country_field(_("First country of transit"))
    way_3 = country_field(_("Second country of transit"))
    way_4 = country_field(_("Country of destination"))
    folds = (
        Fold(_("If this is a later leg of the child’s way"), ("reference", "leg")),
        Fold(_("Countries of the child’s way"), WAY_FIELDS),
    )

    def prepare(self) -> None:
        """As for a correction, a blank leg is the first."""
        super().prepare()
        self.fields.pop("authority_paper", None)
        self.offer("group", groups_of_agency(self.staff), lambda group: group.name)
        self.fields["leg"].required = False

    def columns(self) -> dict[str, Any]:
        """The columns, with both countries by the direction."""
        here, there = self.staff.office.country, self.cleaned_data["other_country"]
        is_outgoing = self.cleaned_data["direction"] == codes.TransferDirection.OUTGOING
        return super().columns() | {
            "from_country": here if is_outgoing else there,
            "to_country": there if is_outgoing else here,
            "leg": self.cleaned_data["leg"] or 1,
            "chain": [self.cleaned_data[name] for name in WAY_FIELDS if self.cleaned_data[name]],
        }

    def clean(self) -> dict[str, Any]:
        """Refuses our own country as the other one."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("other_country") == self.staff.office.country:
            self.add_error("other_country", _("Choose another country than that of your office."))
        return cleaned


class TransferOfGroupForm(kit.DerivedForm[Transfer]):
    """The group to which a transfer belongs."""

    model = Transfer
    names = "group"

    def prepare(self) -> None:
        """Offers the groups of the agency."""
        self.offer("group", groups_of_agency(self.staff), lambda group: group.name)


class ReceivingPlacementForm(kit.DerivedForm[ReceivingPlacement]):
    """Where the child will live. `about` is the transfer."""

    model = ReceivingPlacement
    names = (
        "care place standing visited_on visited_by worker first_visit_on school_health support "
        "why_facility"
    )
    shows_stored_texts = True

    def prepare(self) -> None:
        """Fills in the placement as it is now; the newest counts."""
        placements = access.visible(self.staff, ReceivingPlacement).filter(transfer=self.about)
        newest = placements.order_by("-recorded_at", "-pk").first()
        if newest is not None:
            records.open_texts(newest)
            self.initial.update({name: getattr(newest, name) for name in self.names.split()})


class TransferSafetyForm(kit.DerivedForm[TransferSafetyAssessment]):
    """A safety assessment. `about` is the transfer."""

    model = TransferSafetyAssessment
    names = "subject assessed_on sources result threats measures assessor corrects why_corrected"
    corrects = forms.ChoiceField(
        required=False,
        label=_("Corrects my assessment"),
        help_text=_(
            "If you recorded one by mistake within the last 24 hours. It then counts no more."
        ),
    )
    folds = (Fold(_("Correct a mistake"), ("corrects", "why_corrected")),)

    def prepare(self) -> None:
        """Offers what this person recorded within the time for a correction."""
        since = clock.now() - CORRECTION_TIME
        own = access.visible(self.staff, TransferSafetyAssessment).filter(
            transfer=self.about, recorded_by=self.staff.pk, recorded_at__gte=since
        )
        listed = own.order_by("-recorded_at")[:20]
        labels = [(str(each.pk), self._label(each)) for each in listed]
        if not labels:
            del self.fields["corrects"], self.fields["why_corrected"]
            return
        set_choices(self, "corrects", [("", "—"), *labels])

    def _label(self, assessment: TransferSafetyAssessment) -> str:
        named = [assessment.get_subject_display(), assessment.get_result_display()]
        return join_facts([*map(str, named), str(format_day(assessment.assessed_on))])

    def columns(self) -> dict[str, Any]:
        """The columns, with the id of what is corrected."""
        corrects = self.cleaned_data.get("corrects")
        return super().columns() | {"corrects": UUID(corrects) if corrects else None}


class TransferViewForm(MomentForm[TransferView]):
    """What the child says. `about` is the transfer."""

    model = TransferView
    names = "moment asked_day asked_time wish words reply why_not_asked asked_by"
    asked_day = day_field(_("Date"), is_past=True)
    asked_time = time_field(_("Time"))
    moments = {"asked_at": ("asked_day", "asked_time")}

    def prepare(self) -> None:
        """The child is asked today."""
        self.initial.setdefault("asked_day", self.today)


class TransferDocumentForm(kit.DerivedForm[TransferDocument]):
    """A document of the checklist. `about` is the transfer."""

    model = TransferDocument
    names = "stage paper state form issuer valid_until goes document note"
    goes = forms.BooleanField(required=False, label=_("Goes to the other country"))
    document = forms.ChoiceField(required=False, label=_("Document in the child’s file"))

    def prepare(self) -> None:
        """Offers the documents of the child's file."""
        file_id = self.record.file_id if self.record else self.about.file_id
        documents = access.visible(self.staff, Document).filter(file_id=file_id)
        listed = list(documents.order_by("-recorded_at")[:50])
        labels = [(str(each.pk), self._document_label(each)) for each in listed]
        set_choices(self, "document", [("", "—"), *labels])

    def _document_label(self, document: Document) -> str:
        recorded_on = self.staff.office.date_of(document.recorded_at)
        return join_facts([str(document.get_kind_display()), format_day(recorded_on)])

    def columns(self) -> dict[str, Any]:
        """The columns, with the document's id."""
        document = self.cleaned_data["document"]
        return super().columns() | {"document": UUID(document) if document else None}


class TransferDocumentChangeForm(TransferDocumentForm):
    """A document of the checklist as it is now."""

    shows_stored_texts = True

    def prepare(self) -> None:
        """As for a new one; which document it is stays."""
        super().prepare()
        self.fields.pop("paper", None)


class TransferJourneyForm(MomentForm[TransferJourney]):
    """The plan of the journey; the newest counts. `about` is the transfer."""

    model = TransferJourney
    shows_stored_texts = True
    names = (
        "departs_day departs_time crosses_day crosses_time arrives_day arrives_time crossing route "
        "escort escort_screening escort_choice language fitness care_on_way telephone child_told_on "
        "belongings"
    )
    departs_day, departs_time = day_field(_("Departure")), time_field(_("Time of departure"))
    crosses_day, crosses_time = day_field(_("Border crossing")), time_field(_("Time of crossing"))
    arrives_day, arrives_time = day_field(_("Arrival")), time_field(_("Time of arrival"))
    moments = {
        "departs_at": ("departs_day", "departs_time"),
        "crosses_at": ("crosses_day", "crosses_time"),
        "arrives_at": ("arrives_day", "arrives_time"),
    }

    def prepare(self) -> None:
        """Fills in the plan as it is now."""
        plans = access.visible(self.staff, TransferJourney).filter(transfer=self.about)
        newest = plans.order_by("-recorded_at").first()
        if newest is None:
            return
        records.open_texts(newest)
        shown = [name for name in self.names.split() if hasattr(newest, name)]
        self.initial.update({name: getattr(newest, name) for name in shown})
        for name in self.moments:
            self.show_moment(name, getattr(newest, name))
