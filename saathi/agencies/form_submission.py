"""Submission of forms that change records: saved once, and never over another person's change."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import concurrent_edits, idempotency
from saathi.agencies.earlier_field_names import EARLIER_FIELD_NAMES
from saathi.agencies.offline import drafts
from saathi.agencies.staff_requests import StaffRequest
from saathi.agencies.writing import ChangedMeanwhile
from saathi.infra import district_list
from saathi.infra.reasons import Reason, Refused
from saathi.web import choice_search, discreet_view, error_pages
from saathi.web.components import ActionLink, Text
from saathi.web.fields import PastDateField, display_value
from saathi.web.forms import Fold
from saathi.web.unanswered_choices import add_unanswered_choice

NEXT_BUTTON = "then"  # the button that saves and opens the next form

# Pairs of fields for a country and a district in it; forms with both use these names.
DISTRICT_IN_COUNTRY = (("country", "district"), ("home_country", "home_district"))


class RecordForm(forms.Form):
    """A form with its one-use key and the version of the record that the person saw."""

    form_key = forms.CharField(
        required=False, widget=forms.HiddenInput, initial=idempotency.new_form_key
    )
    version = concurrent_edits.SeenVersionField(required=False)

    # The message on the next page after saving, unless the action itself left one; empty: no
    # message.
    saved_message: Text = _("Saved.")
    # The field at which a refusal reason is shown, if the reason's code is not a field name.
    fields_by_reason: ClassVar[Mapping[str, str]] = {}
    folds: tuple[Fold, ...] = ()  # fields that are folded away
    draft: drafts.DraftTarget | None = None  # set by the view: the form may be saved as a draft
    next_page: ActionLink | None = None  # set by the view: a second button saves and opens it
    begun: dt.datetime | None = None  # when the form was opened, if it is filled from there

    def __getitem__(self, name: str) -> forms.BoundField:
        """The field with its value; an unanswered choice begins empty, a long list has a search."""
        bound = super().__getitem__(name)
        add_unanswered_choice(bound.field)
        choice_search.prepare_choices(bound.field)
        return bound

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """A field's initial value; the version carries a mark of each field's current value."""
        value = super().get_initial_for_field(field, field_name)
        if field_name == concurrent_edits.VERSION_FIELD and isinstance(value, int) and value:
            return concurrent_edits.version_with_marks(self, value)
        return value

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        """The sent value of a field, under its earlier name if only that was sent."""
        prefix = self.add_prefix("") if self.prefix else ""
        name = html_name.removeprefix(prefix)
        earlier = EARLIER_FIELD_NAMES.get(name, "")
        if earlier and earlier not in self.fields:
            now, before = prefix + name, prefix + earlier
            if _is_sent(before, self.data) and not _is_sent(now, self.data):
                html_name = before
        return super()._widget_data_value(widget, html_name)  # type: ignore[misc]

    def _clean_fields(self) -> None:
        """Cleans each field; a file refused by the scanner says why (agencies.scanned_uploads)."""
        super()._clean_fields()  # type: ignore[misc]
        for name in self.fields:
            refusal = getattr(self.files.get(self.add_prefix(name)), "refusal", "")
            if refusal:
                self.errors.pop(name, None)
                self.add_error(name, refusal)

    def _clean_form(self) -> None:
        """Cleans the whole form, and refuses a district that is not in the chosen country."""
        super()._clean_form()  # type: ignore[misc]
        for country, district in DISTRICT_IN_COUNTRY:
            chosen = self.cleaned_data.get(country)
            lies_in = district_list.country_of_district(self.cleaned_data.get(district) or "")
            if chosen and lies_in and lies_in != chosen:
                self.add_error(
                    district, _("This district is in another country. Choose a different district.")
                )

    def add_refusal_reasons(
        self, reasons: Iterable[Reason], field_by_code: Mapping[str, str] | None = None
    ) -> None:
        """Adds each reason to its field; `field_by_code` replaces the form's own `fields_by_reason`."""
        fields = self.fields_by_reason if field_by_code is None else field_by_code
        for reason in reasons:
            field = fields.get(reason.code, reason.code)
            self.add_error(field if field in self.fields else None, gettext(reason.text))

    @property
    def seen_version(self) -> int:
        """The version the person saw; a missing version never matches."""
        return self.cleaned_data.get("version") or 0

    @property
    def is_change(self) -> bool:
        """Whether the form changes stored values, not only adds a record or takes a step of one."""
        shown = [bound for bound in self.visible_fields() if bound.initial not in (None, "", [])]
        return bool(shown) and bool(self.get_initial_for_field(self.fields["version"], "version"))

    # Whether the page shows stored texts; None: if any text is filled in. Set explicitly for a form
    # next to stored texts, or one with only what its writer has just read or typed.
    shows_stored_texts: bool | None = None

    @property
    def must_cover_texts(self) -> bool:
        """Whether the form stays covered in the discreet view until the reader asks to see it."""
        if self.shows_stored_texts is not None:
            return self.shows_stored_texts
        # Text fields detect their own direction; numbers and codes do not.
        texts = (bound for bound in self if bound.field.widget.attrs.get("dir") == "auto")
        return not self.is_bound and any(bound.value() for bound in texts)

    def typed_texts(self) -> dict[Text, str]:
        """Everything typed or chosen in a submitted form, by label, so that a page can keep it."""
        shown = ((str(bound.label), display_value(bound)) for bound in self if not bound.is_hidden)
        return {label: words for label, words in shown if words}


class SealedTextsForm(RecordForm):
    """A form with some fields (`sealed_fields`) that go into the envelope of the record.

    `today` is the date at the office: fields for past dates refuse a date after it.
    """

    sealed_fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        for field in self.fields.values():
            if isinstance(field, PastDateField):
                field.today = today

    def texts(self) -> dict[str, str]:
        """The texts to seal in the envelope."""
        return {name: self.cleaned_data.get(name, "") for name in self.sealed_fields}


def refill_form(request: StaffRequest, form: RecordForm, values: Mapping[str, str]) -> None:
    """Shows a submitted form as it was left, with these values filled in; nothing is checked or saved."""
    data = request.POST.copy()
    for name, value in values.items():
        data[form.add_prefix(name)] = value
    form.data, form.is_bound = data, True
    form._errors = ErrorDict()  # type: ignore[attr-defined]


def _is_sent(name: str, data: Mapping[str, Any]) -> bool:
    """Whether the data has this field, whole or in parts such as a date's day."""
    return name in data or f"{name}_0" in data


def posted_data(request: StaffRequest) -> QueryDict | None:
    """The submitted data; None for a GET request, so that the form shows no errors yet."""
    return request.POST if request.method == "POST" else None


def submit_form[FormT: RecordForm](
    request: StaffRequest,
    form: FormT,
    save: Callable[[FormT], str],
    *,
    newest_url: str = "",
    other_forms: Sequence[forms.Form] = (),
) -> HttpResponse | None:
    """The response to a submitted form; None if the form must be shown, empty or with its errors.

    `save` does the work and returns the address to go to. If it raises `Refused`, the form shows
    the reasons. It may instead add an error to the form and return an empty address. `newest_url`
    is the page of the newest version, if it is not this page. `other_forms` are forms on the same
    page: all are submitted together and all report their errors at once. In the discreet view a
    form that shows stored words is covered until the reader asks to see it. A form with a `draft`
    may be saved unfinished, and reopens as it was left.
    """
    if request.method != "POST":
        return _cover_or_draft(request, form, other_forms)
    if form.draft is not None and drafts.DRAFT_BUTTON in request.POST:
        return drafts.handle_draft_request(request, form.draft)
    if (earlier := idempotency.find_earlier_submission(request)) is not None:
        return _answer_again(form, earlier)
    if concurrent_edits.is_resolved(request.POST):
        concurrent_edits.apply_choices(form)
    sent: list[forms.Form] = [form, *other_forms]
    are_valid = [sent_form.is_valid() for sent_form in sent]
    try:
        address = _save_unless_refused(form, save) if all(are_valid) else ""
    except ChangedMeanwhile:
        idempotency.free_form_key(request)
        return _conflict_page(request, form, newest_url or request.path)
    if address:
        if form.next_page is not None and NEXT_BUTTON in request.POST:
            address = form.next_page.url or address
        if form.draft is not None:
            drafts.remove_sent_draft(request)
        _say_saved(request, form)
        return idempotency.finish_submission(request, address)
    idempotency.free_form_key(request)
    return None


def _save_unless_refused[FormT: RecordForm](form: FormT, save: Callable[[FormT], str]) -> str:
    """The address to go to; empty if saving was refused, and the form then has the reasons."""
    try:
        return save(form)
    except Refused as refusal:
        form.add_refusal_reasons(refusal.reasons)
    return ""


def _say_saved(request: StaffRequest, form: RecordForm) -> None:
    """Leaves the message that the form was saved, unless another message was left."""
    if form.saved_message and not getattr(messages.get_messages(request), "added_new", False):
        messages.success(request, str(form.saved_message))


def _answer_again(form: RecordForm, earlier: idempotency.EarlierSubmission) -> HttpResponse | None:
    """The redirect to the saved record; None if the contents changed, with an error in the form."""
    if earlier.has_same_contents or not (earlier.address and form.visible_fields()):
        return earlier.redirect()
    said = gettext("This form was already saved. What you changed since then is not saved.")
    link = format_html('<a href="{}">{}</a>', earlier.address, gettext("Open the saved record"))
    form.add_error(None, format_html("{} {}", said, link))
    return None


def _cover_or_draft(
    request: StaffRequest, form: RecordForm, other_forms: Sequence[forms.Form]
) -> HttpResponse | None:
    """The cover, if stored words must not be seen; otherwise None, with the draft restored."""
    begun = drafts.get_draft_of_page(request) if form.draft is not None else None
    if discreet_view.must_cover_texts(request) and (begun is not None or form.must_cover_texts):
        return discreet_view.render_cover(request)
    if begun is not None:
        drafts.restore_draft(request, begun, form, other_forms)
    return None


def _conflict_page(request: StaffRequest, form: RecordForm, newest: str) -> HttpResponse:
    """The conflict, by field if the form knows the current values, else all that was typed."""
    now = form.get_initial_for_field(form.fields["version"], "version")
    is_newer = bool(now) and str(now).partition(".")[0] != str(form.seen_version)
    conflicts = concurrent_edits.find_conflicts(form) if is_newer else []
    if not conflicts:
        return error_pages.conflict_response(request, typed=form.typed_texts(), newest_url=newest)
    context = {
        "differences": conflicts,
        "carried": concurrent_edits.resubmitted_values(form),
        "newest": newest,
    }
    return render(request, "agencies/changed_meanwhile.html", context, status=409)
