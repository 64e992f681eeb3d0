"""Forms that change records, and what happens when one is sent: once, and never over another's work."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse

from saathi.agencies import once
from saathi.agencies.http import StaffRequest
from saathi.agencies.writing import ChangedMeanwhile
from saathi.web import troubles
from saathi.web.parts import Text


class RecordForm(forms.Form):
    """A form with its one-use key and the version of the record that the person saw."""

    form_key = forms.CharField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("form_key", once.new_key())

    @property
    def seen(self) -> int:
        """The version the person saw; none at all never fits."""
        return self.cleaned_data.get("version") or 0

    def typed(self) -> dict[Text, str]:
        """Every text of a form that was sent, by its label, for the page that must keep it."""
        shown = (bound for bound in self if not bound.is_hidden)
        return {str(bound.label): str(bound.value()) for bound in shown if bound.value()}


def send[FormT: RecordForm](
    request: StaffRequest, form: FormT, save: Callable[[FormT], str], *, newest: str
) -> HttpResponse | None:
    """The answer to a form that was sent; None when it is to be shown, empty or with its mistakes.

    `save` does the work and returns the address to go to. It may add an error to the form instead,
    and return an empty address. `newest` is where the newest version can be seen.
    """
    if request.method != "POST":
        return None
    if earlier := once.begin(request):
        return earlier
    try:
        address = save(form) if form.is_valid() else ""
    except ChangedMeanwhile:
        once.give_back(request)
        return troubles.conflict(request, typed=form.typed(), newest_url=newest)
    if address:
        return once.finish(request, address)
    once.give_back(request)
    return None
