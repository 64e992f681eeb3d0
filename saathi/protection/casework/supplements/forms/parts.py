"""The parts of a page on which a form is filled in: of a long form each group is folded away.

A form of two hundred questions is thirty screens of a phone. Folded, it is a list of its groups, each
with the number of questions answered. All fields stay on the page: folding loses nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from django.forms import BoundField
from django.utils.translation import gettext

from saathi.engines.xlsform.definition import XlsformDefinition

FOLDED_FROM: Final = 30  # questions; a shorter form is a few screens of a phone and stays open


@dataclass(frozen=True)
class FormPageItem:
    """One item of the page: a heading, a note, a result, or a question."""

    heading: str = ""
    note: str = ""
    fields: tuple[BoundField, ...] = ()
    condition: str = ""  # when the question is asked, if it is not asked with the present answers
    is_asked: bool = True
    is_answered: bool = False  # also with a reason why there is no answer
    add: str = ""  # the repeat to which a button adds a row
    group: str = ""  # the group with which it is folded away
    is_title: bool = False  # the heading of that group

    @property
    def has_error(self) -> bool:
        """Whether one of its fields has an error."""
        return any(bound.errors for bound in self.fields)


@dataclass(frozen=True)
class FormPagePart:
    """Items that are shown together; folded away under their title, if they have one."""

    items: Sequence[FormPageItem]
    group: str = ""
    title: str = ""
    progress: str = ""
    is_open: bool = True
    is_focus: bool = False  # where the reader goes on after a button showed the page again


def foldable_groups(form: XlsformDefinition) -> tuple[str, ...]:
    """The groups that can be folded, in order: the outermost, or those in the one around everything."""
    level = _fold_level(form)
    names = (question.within[level] for question in form.questions if len(question.within) > level)
    return tuple(dict.fromkeys(names))


def is_folded(form: XlsformDefinition) -> bool:
    """Whether the groups of a form are folded: it is long and has several."""
    return len(form.answerable_questions) >= FOLDED_FROM and len(foldable_groups(form)) > 1


def _fold_level(form: XlsformDefinition) -> int:
    level = 0
    while form.questions:
        names = {question.within[level : level + 1] for question in form.questions}
        around = next(iter(names))
        if len(names) > 1 or not around or form.groups[around[0]].is_repeat:
            break
        level += 1
    return level


def form_parts(
    items: Iterable[FormPageItem],
    title_of: Callable[[str], str],
    *,
    go_on_at: str = "",
    is_reopened: bool = False,
) -> list[FormPagePart]:
    """The folded parts of a page, and the questions between them.

    Open are those with an error; if there are none, the group `go_on_at`; otherwise the first, or of a
    reopened draft the last that has an answer.
    """
    parts = []
    for group, of_group in groupby(items, key=lambda item: item.group):
        members = [item for item in of_group if not (group and item.is_title)]
        title = title_of(group) if group else ""
        progress = _progress_text(members) if group else ""
        parts.append(FormPagePart(members, group, title, progress, is_open=not group))
    opened = _opened_groups(parts, go_on_at, is_reopened=is_reopened)
    return [
        replace(part, is_open=True, is_focus=part.group == go_on_at)
        if part.group in opened
        else part
        for part in parts
    ]


def _opened_groups(
    parts: Sequence[FormPagePart], go_on_at: str, *, is_reopened: bool
) -> Sequence[str]:
    folded = [part for part in parts if part.group]
    faulty = [part.group for part in folded if any(item.has_error for item in part.items)]
    if faulty:
        return faulty
    if any(part.group == go_on_at for part in folded):
        return [go_on_at]
    begun = [part.group for part in folded if any(item.is_answered for item in part.items)]
    if is_reopened and begun:
        return begun[-1:]
    return [part.group for part in folded[:1]]


def _progress_text(items: Sequence[FormPageItem]) -> str:
    asked = [item for item in items if item.fields and (item.is_asked or item.is_answered)]
    counts = {"count": sum(item.is_answered for item in asked), "all": len(asked)}
    return gettext("%(count)d of %(all)d answered") % counts if asked else ""
