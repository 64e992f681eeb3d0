"""Forms that change records, and what happens when one is sent: once, and never over another's work."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext

from saathi.agencies import once
from saathi.agencies.http import StaffRequest
from saathi.agencies.weak_lines import drafts, meanwhile
from saathi.agencies.writing import ChangedMeanwhile
from saathi.infra.reasons import Reason
from saathi.web import discreet, troubles
from saathi.web.fields import PastDayField, typed_words
from saathi.web.parts import Text


class RecordForm(forms.Form):
    """A form with its one-use key and the version of the record that the person saw."""

    form_key = forms.CharField(required=False, widget=forms.HiddenInput, initial=once.new_key)
    version = meanwhile.SeenField(required=False)

    draft: drafts.Drafting | None = None  # given by the view: it may be put away unfinished
    begun: dt.datetime | None = None  # when it was, where it is filled from there

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """What a field begins with; the version goes with a mark of each field as it stands."""
        value = super().get_initial_for_field(field, field_name)
        if field_name == meanwhile.VERSION and isinstance(value, int) and value:
            return meanwhile.opened(self, value)
        return value

    def _clean_fields(self) -> None:
        """Cleans each field; a file that was refused before says why (agencies.scanned_uploads)."""
        super()._clean_fields()  # type: ignore[misc]
        for name in self.fields:
            refusal = getattr(self.files.get(self.add_prefix(name)), "refusal", "")
            if refusal:
                self.errors.pop(name, None)
                self.add_error(name, refusal)

    @property
    def seen(self) -> int:
        """The version the person saw; none at all never fits."""
        return self.cleaned_data.get("version") or 0

    # Whether its page shows stored words; None: when text is filled in. Decided by hand for a form
    # that stands beside words, or that holds only what its writer has just read or typed.
    shows_words: bool | None = None

    @property
    def is_to_cover(self) -> bool:
        """Whether it stays covered in the discreet view until the person asks to see it."""
        if self.shows_words is not None:
            return self.shows_words
        # Text is what finds its own direction; a number or a code does not.
        texts = (bound for bound in self if bound.field.widget.attrs.get("dir") == "auto")
        return not self.is_bound and any(bound.value() for bound in texts)

    def typed(self) -> dict[Text, str]:
        """All that was typed or chosen in a form that was sent, by label, for the page that keeps it."""
        shown = ((str(bound.label), typed_words(bound)) for bound in self if not bound.is_hidden)
        return {label: words for label, words in shown if words}


class WordsForm(RecordForm):
    """A form of which some fields, named in `sealed_fields`, go into the envelope of the record.

    `today` is the day at the office: a day that is still to come is refused where it must be past.
    """

    sealed_fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        for field in self.fields.values():
            if isinstance(field, PastDayField):
                field.today = today

    def words(self) -> dict[str, str]:
        """What the envelope is to hold."""
        return {name: self.cleaned_data.get(name, "") for name in self.sealed_fields}

    def tell(self, reasons: Iterable[Reason], where: Mapping[str, str]) -> None:
        """Each reason at the field it is about; `where` maps its code where that is no field."""
        for reason in reasons:
            field = where.get(reason.code, reason.code)
            self.add_error(field if field in self.fields else None, gettext(reason.text))


def posted(request: StaffRequest) -> QueryDict | None:
    """What was sent, for a form; None where its page is only looked at: nothing is wrong with it yet."""
    return request.POST if request.method == "POST" else None


def send[FormT: RecordForm](
    request: StaffRequest,
    form: FormT,
    save: Callable[[FormT], str],
    *,
    newest: str = "",
    beside: Sequence[forms.Form] = (),
) -> HttpResponse | None:
    """The answer to a form that was sent; None when it is to be shown, empty or with its mistakes.

    `save` does the work and returns the address to go to. It may add an error to the form instead,
    and return an empty address. `newest` is where the newest version can be seen, if not here.
    `beside` are forms of the same page: they are sent with it, and all tell their mistakes at once.
    In the discreet view a form that shows stored words is covered until she asks to see it.
    A form with a `draft` may be put away unfinished, and opens as it was left.
    """
    if request.method != "POST":
        return _shown(request, form, beside)
    if form.draft is not None and drafts.LATER in request.POST:
        return drafts.put_away(request, form.draft)
    if (earlier := once.begin(request)) is not None:
        return earlier
    if meanwhile.is_settled(request.POST):
        meanwhile.settle(form)
    sent: list[forms.Form] = [form, *beside]
    are_valid = [one.is_valid() for one in sent]
    try:
        address = save(form) if all(are_valid) else ""
    except ChangedMeanwhile:
        once.give_back(request)
        return _conflict(request, form, newest or request.path)
    if address:
        if form.draft is not None:
            drafts.done(request)
        return once.finish(request, address)
    once.give_back(request)
    return None


def _shown(
    request: StaffRequest, form: RecordForm, beside: Sequence[forms.Form]
) -> HttpResponse | None:
    """The cover where stored words are not to be seen; else None, the form as it was left."""
    begun = drafts.begun_here(request) if form.draft is not None else None
    if discreet.covers(request) and (begun is not None or form.is_to_cover):
        return discreet.cover(request)
    if begun is not None:
        drafts.take_up(request, begun, form, beside)
    return None


def _conflict(request: StaffRequest, form: RecordForm, newest: str) -> HttpResponse:
    """Field by field where the form knows how the record stands; else all that was typed."""
    now = form.get_initial_for_field(form.fields["version"], "version")
    is_newer = bool(now) and str(now).partition(".")[0] != str(form.seen)
    found = meanwhile.differences(form) if is_newer else []
    if not found:
        return troubles.conflict(request, typed=form.typed(), newest_url=newest)
    context = {"differences": found, "carried": meanwhile.carried(form), "newest": newest}
    return render(request, "agencies/changed_meanwhile.html", context, status=409)
