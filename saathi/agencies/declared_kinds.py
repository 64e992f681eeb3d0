"""Kinds of notices and drafts: each domain declares its own in its `vocabulary.py`.

`NOTICES` there lists its kinds of notices, `DRAFTS` its kinds of drafts. Columns accept the codes of
all, also in the database (`agencies.value_triggers`). A code is stored: it is never changed.
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
    # All unread notices of the kind are one line with a count, because they lead to one list.
    is_read_together: bool = False
    # What a mail says instead of the label, where that would tell too much.
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
    """The choices of a column of kinds of notices."""
    return [(kind.code, kind.label) for kind in notice_kinds().values()]


def draft_choices() -> list[tuple[str, str | Promise]]:
    """The choices of a column of kinds of drafts."""
    return [(kind.code, kind.label) for kind in draft_kinds().values()]
