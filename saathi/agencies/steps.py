"""Steps of a record, such as approve, refuse or end: each is confirmed on a page of its own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from django.db import models
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from saathi.agencies.http import StaffRequest
from saathi.agencies.sending import RecordForm, posted, send
from saathi.agencies.writing import Counted
from saathi.web.fields import LongText
from saathi.web.parts import Text


@dataclass(frozen=True)
class Step:
    """What can be done with a record now, as a link."""

    label: str
    url: str
    is_main: bool = False


class StepForm(RecordForm):
    """A step that needs no words."""


class WhyForm(RecordForm):
    """A step with its reason."""

    shows_words = False
    why = LongText(label=_("Why"), max_length=500)


@dataclass(frozen=True)
class Act[RowT: models.Model]:
    """A step that a person confirms: what stands on its page, and what is done.

    `do` may add an error to the form instead of doing it.
    """

    form: type[RecordForm]
    title: Text
    lead: Text
    button: Text
    do: Callable[[StaffRequest, RowT, RecordForm], object]


def is_open(request: StaffRequest, steps: Iterable[Step]) -> bool:
    """Whether the step of this address is among those that this person can take now."""
    return request.path in {step.url for step in steps}


def named[RowT: models.Model](acts: Mapping[str, Act[RowT]], action: str) -> Act[RowT]:
    """The step that an address names; 404 for none."""
    if action not in acts:
        raise Http404
    return acts[action]


def confirm[RowT: models.Model](
    request: StaffRequest,
    act: Act[RowT],
    row: RowT,
    back: str,
    page: Callable[[RecordForm], HttpResponse],
) -> HttpResponse:
    """The page of a step that is open, as `page` draws it; back to the record once it is done."""
    form = act.form(posted(request), initial={"version": cast("Counted", row).version})

    def save(sent: RecordForm) -> str:
        act.do(request, row, sent)
        return "" if sent.errors else back

    return send(request, form, save, newest=back) or page(form)
