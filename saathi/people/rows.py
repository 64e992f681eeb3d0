"""One record on a page about a child, and what stands round the form that changes it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from saathi.web.parts import Action, Pair, Text


@dataclass(frozen=True)
class Row:
    """One record: a title, how it stands, what is known, her words, and where to change it."""

    title: Text
    state: Text = ""
    is_over: bool = False
    attend: bool = False
    pairs: Sequence[Pair] = ()
    words: str = ""
    actions: Sequence[Action] = ()


@dataclass(frozen=True)
class Part:
    """One part of a page: a heading, what to do here, facts and records, and what if there are none."""

    title: Text
    lead: Text = ""
    actions: Sequence[Action] = ()
    pairs: Sequence[Pair] = ()
    rows: Sequence[Row] = ()
    empty: Text = ""


@dataclass(frozen=True)
class About:
    """What stands above and below a form about a child, and the page it belongs to."""

    title: str | Promise
    lead: str | Promise
    button: str | Promise
    back: str
    back_label: str | Promise
    template: str = "people/form.html"  # or one that extends it
