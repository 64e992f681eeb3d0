"""Forms of tracing requests, the child's views and enquiries."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access, records
from saathi.agencies.models import Scoped
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.sections import Section
from saathi.infra.route_countries import country_choices
from saathi.people import record_screens as kit
from saathi.people.around.models import Relation
from saathi.people.around.queries import relation_choices
from saathi.people.models import Child
from saathi.protection.returns.borders.models import CrossBorderEnquiry
from saathi.protection.returns.tracing import queries, rules
from saathi.protection.returns.tracing.kept_from import (
    asked_kept_from_field,
    words_of_file,
    words_of_search_and_file,
)
from saathi.protection.returns.tracing.models import (
    ChildTracingView,
    FamilyClaim,
    TracingEnquiry,
    TracingRequest,
)
from saathi.protection.returns.tracing.vocabulary import (
    OPEN_STATES,
    EnquiryResult,
    TracingState,
    TracingWish,
)
from saathi.web.components import join_facts
from saathi.web.fields import FullDateField


def country_field(model: type[Scoped], name: str) -> forms.ChoiceField:
    """The choice of a country for this field of a record."""
    declared = kit.derive_field(model, name)
    return forms.ChoiceField(
        choices=country_choices, required=False, label=declared.label, help_text=declared.help_text
    )


def claim_values(claims: Iterable[FamilyClaim], claim_id: object) -> dict[str, str]:
    """Relationship and name as one of these opened claims says them; empty without this claim."""
    found = (claim for claim in claims if str(claim.pk) == str(claim_id))
    return next(({"relation": claim.relation, "name": claim.name} for claim in found), {})


def _clues_field() -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=_("Clues used"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Clues to the family are recorded once, on the page of interviews and clues."),
    )


class TracingRequestForm(kit.DerivedForm[TracingRequest]):
    """Who is sought, and the clues to this person."""

    model = TracingRequest
    names = "relation person opened_on names languages places about clues keep_from"
    clues = _clues_field()
    filled_by_address = ("claim",)

    def prepare(self) -> None:
        """Offers the people and the clues of the child's file; fills in what a chosen claim says."""
        child = self.record.child if self.record else self.about
        assert isinstance(child, Child)
        labels = dict[UUID, str]()
        if access.may_write(self.staff, child.file_id, Section.IDENTITY):
            labels = {person.pk: text for person, text in relation_choices(self.staff, child)}
        people = Relation.objects.filter(pk__in=list(labels))
        self.offer("person", people, lambda person: labels.get(person.pk, ""))
        field = self.fields["clues"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = queries.clue_choices(child.file_id, self.staff)
        if self.record is None and (words := words_of_file(child.file_id, self.staff)):
            self.initial.setdefault("keep_from", words)
            self.shows_stored_texts = True
        if claim := self.initial.get("claim"):
            claims = list(access.visible(self.staff, FamilyClaim).filter(file_id=child.file_id))
            records.open_texts_of_each(claims)
            values = claim_values(claims, claim)
            self.initial.update(relation=values.get("relation"), names=values.get("name"))


class TracingRequestChangeForm(TracingRequestForm):
    """Corrects a tracing request."""

    names = "relation person names languages places about clues keep_from"
    clues = _clues_field()

    def prepare(self) -> None:
        """As in a new request, with the clues that were chosen."""
        super().prepare()
        self.fields.pop("opened_on", None)
        if self.record:
            self.initial["clues"] = [str(clue) for clue in self.record.clues]


class ChildTracingViewForm(kit.DerivedForm[ChildTracingView]):
    """The child's answer. `about` is the tracing request."""

    model = ChildTracingView
    names = (
        "subject asked_on wish wait_until child_words why_not_asked why_not heard_for_child "
        "said_for_child"
    )

    def clean(self) -> dict[str, Any]:
        """Checks that date and reasons belong to the answer."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("wish") or not cleaned.get("asked_on"):
            return cleaned
        wish = rules.ChildWish(
            TracingWish(cleaned["wish"]),
            cleaned["asked_on"],
            cleaned.get("wait_until"),
            cleaned.get("why_not_asked", ""),
            cleaned.get("heard_for_child", ""),
        )
        reasons = rules.reasons_against_view(
            wish,
            has_words=bool(cleaned.get("child_words", "").strip()),
            has_said_for_child=bool(cleaned.get("said_for_child", "").strip()),
        )
        self.add_refusal_reasons(reasons)
        return cleaned


class TracingEnquiryForm(kit.DerivedForm[TracingEnquiry]):
    """An enquiry. `about` is the tracing request."""

    model = TracingEnquiry
    names = (
        "made_through made_on way asked country to_whom kept_from cover_text facts why_name "
        "cross_border next_on"
    )
    country = country_field(TracingEnquiry, "country")
    kept_from = asked_kept_from_field()

    def prepare(self) -> None:
        """Offers the requests to other countries in the file; asks about those who must not learn of it."""
        _prepare_kept_from(self)
        enquiries = access.visible(self.staff, CrossBorderEnquiry).filter(
            file_id=self.about.file_id
        )
        self.offer("cross_border", enquiries, _label_cross_border)


def _label_cross_border(enquiry: CrossBorderEnquiry) -> str:
    return join_facts([str(enquiry.get_country_display()), format_day(enquiry.asked_on)])


def _prepare_kept_from(form: kit.DerivedForm[Any]) -> None:
    if words_of_search_and_file(form.about.file_id, form.staff):
        form.shows_stored_texts = True  # the alert beside the form
    else:
        form.fields.pop("kept_from")


class UnansweredCallForm(kit.DerivedForm[TracingEnquiry]):
    """A call without an answer, and the next attempt. `about` is the tracing request."""

    model = TracingEnquiry
    names = "made_on asked country to_whom kept_from next_on"
    asked = kit.derive_field(TracingEnquiry, "asked", required=True)
    country = country_field(TracingEnquiry, "country")
    to_whom = kit.derive_field(TracingEnquiry, "to_whom", label=_("Person called"))
    kept_from = asked_kept_from_field()
    next_on = FullDateField(
        required=False, label=_("Next attempt"), help_text=_("Blank: no one calls there again.")
    )

    def prepare(self) -> None:
        """Asks about those who must not learn of the tracing."""
        _prepare_kept_from(self)


class EnquiryResultForm(kit.DerivedForm[TracingEnquiry]):
    """The result of an enquiry."""

    shows_stored_texts = True

    model = TracingEnquiry
    names = "result result_on answer next_on"
    result = kit.derive_field(
        TracingEnquiry, "result", choices=EnquiryResult.choices, required=False
    )


class TracingReviewForm(kit.DerivedForm[TracingRequest]):
    """The monthly review, and another solution that was assessed."""

    model = TracingRequest
    names = "reviewed_on review solution_on solution"
    reviewed_on = kit.derive_field(TracingRequest, "reviewed_on", required=True)
    review = kit.derive_field(TracingRequest, "review", required=True)


class TracingEndForm(kit.DerivedForm[TracingRequest]):
    """Another status of a tracing request."""

    model = TracingRequest
    names = "state why_ended"

    def prepare(self) -> None:
        """Offers the states; a reunification sets its own."""
        states = [state for state in TracingState if state != TracingState.REUNIFIED]
        self.offer_codes("state", states)

    @property
    def is_end(self) -> bool:
        """Whether tracing ends with this status."""
        return self.cleaned_data["state"] not in OPEN_STATES
