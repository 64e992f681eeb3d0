"""Building blocks of pages about a child: panels, rows and form texts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import DraftKind
from saathi.web.components import ActionLink, DisplayTable, LabelledValue, Text, TimelineItem

SAVE = _("Save")


@dataclass(frozen=True)
class RowStep:
    """A button of a row: what it does, its address, the version seen, and the one-use key."""

    label: Text
    url: str
    version: int
    form_key: str


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
    steps: Sequence[RowStep] = ()
    is_urgent: bool = False  # its state is shown as danger


@dataclass(frozen=True)
class Panel:
    """One part of a page: heading, actions, facts, records or a table or events, and the text for none."""

    title: Text
    lead: Text = ""
    actions: Sequence[ActionLink] = ()
    pairs: Sequence[LabelledValue] = ()
    rows: Sequence[PanelRow] = ()
    empty: Text = ""
    table: DisplayTable | None = None
    events: Sequence[TimelineItem] = ()
    above: str = ""  # the template of what stands above the records; it gets this panel as `part`
    template: str = "people/_part.html"

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing but the text for it."""
        return not (self.rows or self.pairs or self.table or self.events)


def nothing_beside(_request: object, _child: object, _record: object) -> dict[str, Any]:
    """For a form page that shows nothing beside its form."""
    return {}


@dataclass(frozen=True, kw_only=True)
class ChildFormPageText:
    """Texts above and below a form about a child, and the page it belongs to."""

    title: Text = field(kw_only=False)
    lead: Text = field(default="", kw_only=False)
    button: Text = SAVE
    back: str  # the name of the page
    back_label: Text = ""  # of the link to it, if the child's file has no link whose label it takes
    template: str = "people/form.html"  # or a template that extends it
    draft: DraftKind | None = None  # with which an unfinished form for a new record may be saved
    has_cancel: bool = True
    # What that template shows beside the form, of the request, the child and the record (None: a new one).
    beside: Callable[[Any, Any, Any], Mapping[str, Any]] = nothing_beside
