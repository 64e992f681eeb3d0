"""One record on a page about a child, and what stands round the form that changes it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from saathi.web.components import ActionLink, LabelledValue, Text


@dataclass(frozen=True)
class PanelRow:
    """One record: a title, how it stands, what is known, her words, and where to change it."""

    title: Text
    state: Text = ""
    is_over: bool = False
    needs_attention: bool = False
    pairs: Sequence[LabelledValue] = ()
    words: str = ""
    actions: Sequence[ActionLink] = ()


@dataclass(frozen=True)
class Panel:
    """One part of a page: a heading, what to do here, facts and records, and what if there are none."""

    title: Text
    lead: Text = ""
    actions: Sequence[ActionLink] = ()
    pairs: Sequence[LabelledValue] = ()
    rows: Sequence[PanelRow] = ()
    empty: Text = ""


@dataclass(frozen=True)
class ChildFormPageText:
    """What stands above and below a form about a child, and the page it belongs to."""

    title: str | Promise
    lead: str | Promise
    button: str | Promise
    back: str
    back_label: str | Promise
    template: str = "people/form.html"  # or one that extends it
