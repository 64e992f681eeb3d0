"""Building blocks of pages about a child: panels, rows and form texts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from saathi.web.components import ActionLink, LabelledValue, Text


@dataclass(frozen=True)
class PanelRow:
    """One record: title, state, details, the child's words, and the links to change it."""

    title: Text
    state: Text = ""
    is_over: bool = False
    needs_attention: bool = False
    pairs: Sequence[LabelledValue] = ()
    words: str = ""
    actions: Sequence[ActionLink] = ()


@dataclass(frozen=True)
class Panel:
    """One part of a page: heading, actions, facts, records, and the text for an empty list."""

    title: Text
    lead: Text = ""
    actions: Sequence[ActionLink] = ()
    pairs: Sequence[LabelledValue] = ()
    rows: Sequence[PanelRow] = ()
    empty: Text = ""


@dataclass(frozen=True)
class ChildFormPageText:
    """Texts above and below a form about a child, and the page it belongs to."""

    title: str | Promise
    lead: str | Promise
    button: str | Promise
    back: str
    back_label: str | Promise
    template: str = "people/form.html"  # or a template that extends it
