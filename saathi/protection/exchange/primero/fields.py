"""Reads the fields of a record or of an entry of a subform, and remembers which were read.

What was not read is kept as text with the record: nothing is lost, and no value gets a default.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from saathi.engines.sheets import dates, problems
from saathi.engines.sheets.dates import DateOrder
from saathi.engines.sheets.problems import SheetProblem
from saathi.infra.reasons import Reason

# Numbers and names of Primero itself, written unchanged; other codes are shown as words.
_VERBATIM: Final = re.compile(
    r"(_id|_no|_by|_user|_individual|_name|_names|_text|_code|_codes|_id_display)$"
)
_CODE: Final = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
# A word of a list as Primero writes it. Anything else in a list field may be a text with a name or a
# number of a person: capitals, no letter at all, or four digits in a row.
_LIST_WORD: Final = re.compile(r"(?=.*[a-z])(?!.*[0-9]{4})[a-z0-9]+([_-][a-z0-9]+)*")
_LIST_WORD_LETTERS: Final = 60
# Where a child lives is personal, also as a code.
_NEVER_NAMED: Final = frozenset({"location_current"})
# The number of an entry within Primero; no form shows it.
TECHNICAL: Final = frozenset({"unique_id"})


@dataclass
class RowProblems:
    """The errors and warnings of one row; their columns are names of fields."""

    errors: list[SheetProblem] = field(default_factory=list)
    warnings: list[SheetProblem] = field(default_factory=list)

    def refuse(self, reason: Reason, name: str = "") -> None:
        """An error: the row cannot be imported."""
        self.errors.append(SheetProblem(reason, name))

    def warn(
        self, reason: Reason, name: str = "", values: Mapping[str, object] | None = None
    ) -> None:
        """A difference from the source, named once for each field."""
        problem = SheetProblem(reason, name, values or {})
        if problem not in self.warnings:
            self.warnings.append(problem)


@dataclass
class PrimeroFields:
    """The values of a record or entry by field name."""

    values: Mapping[str, Any]
    today: dt.date
    subform: str = ""  # of an entry
    was_read: set[str] = field(default_factory=set)
    _kept_too: set[str] = field(default_factory=set)  # read, and its exact text is kept beside it
    _without_code: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _without_day: set[str] = field(default_factory=set)
    _asked_about: set[str] = field(default_factory=set)  # a task asks what the words mean here

    def text(self, name: str) -> str:
        """The value as one line; empty if there is none."""
        text = " ".join(value_text(name, self.values.get(name)).split())
        if text:
            self.was_read.add(name)
        return text

    def long_text(self, name: str) -> str:
        """The value with its line breaks."""
        text = value_text(name, self.values.get(name)).strip()
        if text:
            self.was_read.add(name)
        return text

    def code(self, name: str, codes: Mapping[str, str]) -> str:
        """Our code for the value; if there is none, empty, and the value stays unread."""
        code = codes.get(_plain(self.values.get(name)), "")
        if code:
            self.was_read.add(name)
        else:
            self.miss_code(name, self.words(name))
        return code

    def codes(self, name: str, codes: Mapping[str, str]) -> tuple[str, ...]:
        """Our codes for the values; unread if one of them has no code."""
        words = _words(self.values.get(name))
        result = tuple(dict.fromkeys(codes[word] for word in words if codes.get(word)))
        if words and all(codes.get(word) for word in words):
            self.was_read.add(name)
        else:
            self.miss_code(name, [word for word in words if not codes.get(word)])
        return result

    def miss_code(self, name: str, words: Iterable[str]) -> None:
        """Remembers the words of a list for which we have no code."""
        self._without_code[name] = tuple(words)

    def ask_about(self, name: str) -> None:
        """Remembers that we have no code for the words of a list, and that a task asks about them."""
        self.miss_code(name, self.words(name))
        self._asked_about.add(name)

    def also_keep(self, name: str) -> None:
        """Keeps the exact text of a value that was read, if it was, as text too."""
        if name in self.was_read:
            self._kept_too.add(name)
            self.was_read.discard(name)

    def words(self, name: str) -> tuple[str, ...]:
        """The values of a list, or the single value, unchanged; stays unread."""
        return _words(self.values.get(name))

    def is_ticked(self, name: str) -> bool:
        """Whether the box is ticked or the answer is yes. An empty box says nothing and stays unread."""
        ticked = _plain(self.values.get(name)) in {"true", "yes"}
        if ticked:
            self.was_read.add(name)
        return ticked

    def is_no(self, name: str) -> bool:
        """Whether the answer is no; stays unread."""
        return _plain(self.values.get(name)) in {"false", "no"}

    def is_unticked_box(self, name: str) -> bool:
        """Whether this is a box that is not ticked: it does not say whether anyone was asked."""
        return self.values.get(name) is False

    def date(self, name: str, *, may_be_ahead: bool = False) -> dt.date | None:
        """The date; if there is none or it is in the future, None, and the value stays unread."""
        day = date_of(self.values.get(name))
        if day is None or (day > self.today and not may_be_ahead):
            self._without_day.add(name)
            return None
        self.was_read.add(name)
        return day

    def has(self, name: str) -> bool:
        """Whether the field is filled in."""
        return bool(value_text(name, self.values.get(name)))

    def left(self) -> Iterator[tuple[str, str]]:
        """The label and text of each field that is filled in and was not read."""
        for name, value in self.values.items():
            if name in self.was_read or name in TECHNICAL:
                continue
            if text := value_text(name, value):
                yield label_of(name), text

    def differences(self) -> Iterator[SheetProblem]:
        """Why each field that is kept as text is not imported into a field: one for each word."""
        for name, value in self.values.items():
            if name in self.was_read | self._kept_too | TECHNICAL or not value_text(name, value):
                continue
            if words := self._without_code.get(name):
                yield from (self.no_code(name, word) for word in words)
            else:
                reason = problems.NO_DAY if name in self._without_day else problems.NO_FIELD
                yield SheetProblem(reason, self.column(name))

    def no_code(self, name: str, word: str) -> SheetProblem:
        """The difference that we have no code for a word; without the word if it may be personal."""
        reason = problems.NO_CODE_TASK if name in self._asked_about else problems.NO_CODE
        is_word = len(word) <= _LIST_WORD_LETTERS and _LIST_WORD.fullmatch(word)
        if name in _NEVER_NAMED or not is_word:
            return SheetProblem(problems.WITHOUT_WORD[reason], self.column(name))
        return SheetProblem(reason, self.column(name), {"word": word})

    def column(self, name: str) -> str:
        """The name of a field, after that of its subform."""
        return f"{self.subform}.{name}" if self.subform else name


SUBFORM_LABELS: Final = {
    "family_details_section": "Family details",
    "care_arrangements_section": "Care arrangements",
    "child_preferences_section": "Child preferences",
    "protection_concern_detail_subform_section": "Protection concern details",
    "incident_details": "Incident details",
    "incidents": "Incident records",
    "notes_section": "Notes",
    "followup_subform_section": "Follow-ups",
    "tracing_actions_section": "Tracing actions",
    "services_section": "Services",
    "cp_case_plan_subform_case_plan_interventions": "Plan interventions",
    "reopened_logs": "Case reopened",
    "transitions": "Transfers and referrals",
}
_PREFIX: Final = re.compile(r"^(cp_incident_|cp_|relation_)(?=[a-z])")  # of which form a field is
_INITIALS: Final = re.compile(r"\b(cpims|icrc|unhcr|un|rc|id|dob)\b", re.IGNORECASE)


@cache
def label_of(name: str) -> str:
    """A field name as words, the same for fields that an agency added to its forms."""
    words = _PREFIX.sub("", name).replace("_", " ").strip().capitalize()
    spelt = _INITIALS.sub(lambda found: found[0].upper(), words)
    return SUBFORM_LABELS.get(name, spelt)


def value_text(name: str, value: Any) -> str:
    """A value as a person would write it; empty for no value and for empty lists."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and not any(isinstance(each, dict | list) for each in value):
        return "; ".join(value_text(name, each) for each in value if each is not None)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    is_code = _CODE.fullmatch(text) and not _VERBATIM.search(name)
    return text.replace("_", " ") if is_code else text


def date_of(value: Any) -> dt.date | None:
    """The day in a value such as 2025-03-02 or 2025-03-02T10:00:00Z."""
    written = dates.parse_date(str(value), DateOrder.DAY_FIRST) if value else None
    span = written.span if written else None
    return span[0] if span and span[0] == span[1] else None


def _plain(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else ""
    return "" if value is None else str(value).strip().casefold()


def _words(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    texts = ("" if each is None else str(each).strip() for each in values)
    return tuple(text for text in texts if text)
