"""Actions on a record, such as approve, refuse or end: each is confirmed on its own page."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db import models
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.staff_requests import StaffRequest
from saathi.agencies.writing import VersionedRow
from saathi.web.components import Text
from saathi.web.fields import LongTextField


@dataclass(frozen=True)
class AvailableAction:
    """An action that is possible for a record now, as a link."""

    label: str
    url: str
    is_main: bool = False


class RecordActionForm(RecordForm):
    """The form of an action without text."""


class RecordActionReasonForm(RecordForm):
    """An action with its reason."""

    shows_stored_texts = False
    why = LongTextField(label=_("Reason"), max_length=500)


@dataclass(frozen=True)
class ConfirmedAction[RowT: models.Model]:
    """An action that a person confirms: the text of its page, and what it does.

    `do` may add an error to the form instead of doing it.
    """

    form: type[RecordForm]
    title: Text
    lead: Text
    button: Text
    do: Callable[[StaffRequest, RowT, RecordForm], object]


def is_available(request: StaffRequest, actions: Iterable[AvailableAction]) -> bool:
    """Whether the action of this address is among those this person can take now."""
    return request.path in {step.url for step in actions}


def get_action[ActionT: ConfirmedAction[Any]](actions: Mapping[str, ActionT], name: str) -> ActionT:
    """The action that an address names; 404 for an unknown one."""
    if name not in actions:
        raise Http404
    return actions[name]


def confirm_action[RowT: models.Model](
    request: StaffRequest,
    action: ConfirmedAction[RowT],
    row: RowT,
    back: str,
    page: Callable[[RecordForm], HttpResponse],
    **initial: object,
) -> HttpResponse:
    """The confirmation page of an action, rendered by `page`; redirects to the record when done.

    `initial` are initial values of the form besides the record's version.
    """
    initial["version"] = cast("VersionedRow", row).version
    form = action.form(posted_data(request), initial=initial)

    def save(sent: RecordForm) -> str:
        action.do(request, row, sent)
        return "" if sent.errors else back

    return submit_form(request, form, save, newest_url=back) or page(form)
