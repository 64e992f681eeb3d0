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
    """A button of a row: what it does, its address, the version seen, and the single-use key."""

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
    """Part of a page: heading, actions, facts, records or table or events, and the text if empty."""

    title: Text
    lead: Text = ""
    actions: Sequence[ActionLink] = ()
    pairs: Sequence[LabelledValue] = ()
    rows: Sequence[PanelRow] = ()
    empty: Text = ""
    table: DisplayTable | None = None
    events: Sequence[TimelineItem] = ()
    above: str = ""  # the template for the part above the records; it gets this panel as `part`
    template: str = "people/_part.html"
    is_folded: bool = False  # only its title is shown until it is opened
    anchor: str = ""  # the id of the part, for links to it

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show but the text for that."""
        return not (self.rows or self.pairs or self.table or self.events)


@dataclass(frozen=True)
class MissingItem:
    """Something that is missing, and where it is entered."""

    text: Text
    link: ActionLink | None = None


@dataclass(frozen=True)
class MissingPanel(Panel):
    """Everything that is missing, in one list; `ready` is the text if nothing is."""

    items: Sequence[MissingItem] = ()
    ready: Text = ""
    template: str = field(default="people/_missing.html", kw_only=True)


def no_extra_context(_request: object, _child: object, _record: object) -> dict[str, Any]:
    """No context, for a form page that shows nothing beside its form."""
    return {}


@dataclass(frozen=True, kw_only=True)
class ChildFormPageText:
    """Texts above and below a form about a child, and the page it belongs to."""

    title: Text = field(kw_only=False)
    lead: Text = field(default="", kw_only=False)
    button: Text = SAVE
    back: str  # the name of the page
    back_label: Text = ""  # label of the link to it, if no link of the child's file has one to use
    template: str = "people/form.html"  # or a template that extends it
    draft: DraftKind | None = None  # the kind of draft that an unfinished new record is saved as
    has_cancel: bool = True
    is_step: bool = False  # it records a step and edits nothing, so its title is not "Edit: …"
    # The context for what the template shows beside the form, from the request, the child and the
    # record (None: a new one).
    beside: Callable[[Any, Any, Any], Mapping[str, Any]] = no_extra_context
