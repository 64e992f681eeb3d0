"""Kinds of notices and drafts: each domain declares its own in its `vocabulary.py`.

`NOTICES` there lists its kinds of notices, `DRAFTS` its kinds of drafts. Columns accept the codes
of all domains, and the database checks this too (`agencies.value_triggers`). Codes are stored, so
never change one.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise

from saathi.infra.app_modules import modules_of_apps


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice to a member of staff. Its label names no child."""

    code: str
    label: str | Promise
    # Unread notices of this kind are shown as one line with a count, because they lead to one list.
    is_read_together: bool = False
    # Shown before all others: a child may be in danger, or a file was opened without a right.
    is_urgent: bool = False
    # What a mail says instead of the label, if the label would reveal too much.
    mail_label: str | Promise = ""


@dataclass(frozen=True, slots=True)
class DraftKind:
    """A kind of form that can be saved unfinished."""

    code: str
    label: str | Promise


@cache
def notice_kinds() -> dict[str, NoticeKind]:
    """The kinds of notices of all domains by their codes, in the order of the codes."""
    return {kind.code: kind for kind in _declared("NOTICES")}


@cache
def draft_kinds() -> dict[str, DraftKind]:
    """The kinds of drafts of all domains by their codes, in the order of the codes."""
    return {kind.code: kind for kind in _declared("DRAFTS")}


def _declared(name: str) -> list[Any]:
    kinds = [kind for module in modules_of_apps("vocabulary") for kind in getattr(module, name, ())]
    return sorted(kinds, key=lambda kind: str(kind.code))


def notice_choices() -> list[tuple[str, str | Promise]]:
    """The choices for a column that holds a kind of notice."""
    return [(kind.code, kind.label) for kind in notice_kinds().values()]


def draft_choices() -> list[tuple[str, str | Promise]]:
    """The choices for a column that holds a kind of draft."""
    return [(kind.code, kind.label) for kind in draft_kinds().values()]
