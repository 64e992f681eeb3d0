"""How a domain declares acts about a child that must address the Convention's four principles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from saathi.agencies.models import Scoped
from saathi.web.components import Text


@dataclass(frozen=True, slots=True)
class SignificantAct:
    """A kind of significant act about a child: one act for each record of `model`.

    The first column of `on` with a value is its day, the first of `by` the person who acted. A
    decision that addresses the four principles names the act by `name` and the column `key`, which
    stays the same if a request is repeated. The text depends on column `code` if there is one, as
    in `EventSource`; `subject` is the subject of a new decision, a code of
    `consent.vocabulary.DecisionKind`, and `subjects` overrides it for values of `code`. Everyone
    who may read the record may see the act.
    """

    name: str  # unique among all domains and stored with decisions, so never change it
    model: type[Scoped]
    on: tuple[str, ...]
    text: Text
    subject: str
    code: str = ""
    texts: Mapping[str, Text] = field(default_factory=dict)
    subjects: Mapping[str, str] = field(default_factory=dict)
    by: tuple[str, ...] = ("recorded_by",)
    key: str = "pk"
    only: Mapping[str, Any] = field(default_factory=dict)
    page: str = ""  # URL name of the page that shows the record; its only argument is the file
    is_of_authority: bool = False  # an authority acted, and `by` is who recorded it
    # The record itself holds the answer to the principles: no second decision is asked for.
    answers_itself: bool = False

    def describe(self, code: str) -> str:
        """The text of an act whose record has this code."""
        return str(self.texts.get(code, self.text))

    def subject_of(self, code: str) -> str:
        """The subject of a new decision on an act whose record has this code."""
        return self.subjects.get(code, self.subject)
