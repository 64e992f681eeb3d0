"""Finds the case worker named as text in a form, and checks the reason if they have no room."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.desk.registration.assignees import (
    MAX_SIMILAR,
    WorkerChoice,
    find_similar_workers,
    find_workers,
)
from saathi.protection.casework.cases.vocabulary import OverLimitReason
from saathi.web.components import isolate_direction


def over_limit_field() -> forms.ChoiceField:
    """The field for the reason to assign a case to a worker above the limit."""
    return forms.ChoiceField(
        choices=OverLimitReason,
        required=False,
        label=_("Reason for exceeding the case limit"),
        help_text=_("Required if the case worker is at the limit."),
    )


def choose_worker(
    workers: Sequence[WorkerChoice], typed: str, over_limit_because: str
) -> tuple[WorkerChoice | None, dict[str, str]]:
    """The case worker named in the text, or None; and the errors, by field.

    One word of the name is enough if only one case worker has it. A case worker without room needs
    a reason.
    """
    worker = find_workers(workers, typed)
    if not worker:
        text = gettext("Enter the name of one case worker from the list.")
        if similar := find_similar_workers(workers, typed):
            text = _one_of(
                gettext("No name contains this word. Enter one of these: %(names)s."), similar
            )
        return None, {"worker_name": text}
    problems = {}
    if len(worker) > 1:
        text = gettext("Several case workers match. Enter one of these: %(names)s.")
        problems["worker_name"] = _one_of(text, worker)
    if not over_limit_because and not any(each.has_room for each in worker):
        text = gettext("All of these case workers are at the limit. Give a reason.")
        if len(worker) == 1:
            text = gettext(
                "%(name)s is at the limit (%(count)d of %(limit)d). Give a reason, or "
                "choose another worker."
            )
        first = worker[0]
        words = {"name": first.staff.name, "count": first.open_cases, "limit": first.limit}
        problems["over_limit_because"] = text % words
    return (None if problems else worker[0]), problems


def _one_of(text: str, choices: Sequence[WorkerChoice]) -> str:
    names = [isolate_direction(_with_room(each)) for each in choices[:MAX_SIMILAR]]
    return text % {"names": "; ".join(names)}


def _with_room(choice: WorkerChoice) -> str:
    """Name and office; at the limit, the number of cases."""
    if choice.has_room:
        return choice.text
    text = gettext("at the limit: %(count)d of %(limit)d")
    words = text % {"count": choice.open_cases, "limit": choice.limit}
    return f"{choice.text} ({words})"
