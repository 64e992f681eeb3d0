"""What the survey column `type` means, in the spellings that Kobo and ODK accept.

A question of a type that Saathi does not record is shown as text; a type that does not exist in
XLSForm is an error. Sources: the XLSForm reference (xlsform.org), and the types that pyxform 4.5
accepts.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from saathi.engines.xlsform.definition import XlsformQuestionKind


class SurveyRowRole(StrEnum):
    """The role of a survey line."""

    QUESTION = "question"
    BEGIN = "begin"
    END = "end"
    METADATA = "metadata"  # recorded by Saathi itself
    UNKNOWN = "unknown"


class SpecialType(StrEnum):
    """Types that become a question of another kind."""

    NONE = ""
    NOT_RECORDED = "not_recorded"
    RANGE = "range"
    CONFIRMATION = "confirmation"
    HIDDEN = "hidden"
    CHOICES_ELSEWHERE = "choices_elsewhere"  # the choices are not in the workbook


@dataclass(frozen=True, slots=True)
class LineType:
    """A type as it was read: the role of the line, and for a question its kind and list of choices."""

    role: SurveyRowRole
    kind: XlsformQuestionKind = XlsformQuestionKind.TEXT
    special: SpecialType = SpecialType.NONE
    block: str = ""  # group, repeat or loop
    choices: str = ""
    or_other: bool = False


_BLOCK: Final = re.compile(
    r"(begin|end)[ _](group|repeat|loop)(?:(?: over)? (\S+))?", re.IGNORECASE
)
_SELECT: Final = re.compile(
    r"(?:add )?(?P<type>select[ _]?(?:one|1)|select[ _]multiple|select all that apply|rank)"
    r"(?P<elsewhere>[ _](?:external|from[ _]file))?(?: prompt)?(?: (?:from|using))? (?P<choices>\S+)"
    r"(?P<other>[ _]or[ _](?:other|specify other))?",
    re.IGNORECASE,
)
_KIND: Final = XlsformQuestionKind
_KINDS: Final = {
    "text": _KIND.TEXT, "string": _KIND.TEXT, "barcode": _KIND.TEXT, "phone number": _KIND.TEXT,
    "integer": _KIND.INTEGER, "int": _KIND.INTEGER, "percentage": _KIND.INTEGER,
    "decimal": _KIND.DECIMAL, "date": _KIND.DATE, "time": _KIND.TIME, "datetime": _KIND.DATETIME,
    "date time": _KIND.DATETIME, "note": _KIND.NOTE, "calculate": _KIND.CALCULATE,
}  # fmt: skip
_SPECIAL: Final = {
    "range": SpecialType.RANGE, "hidden": SpecialType.HIDDEN,
    "acknowledge": SpecialType.CONFIRMATION, "acknowledgement": SpecialType.CONFIRMATION,
    "trigger": SpecialType.CONFIRMATION,
}  # fmt: skip
_NOT_RECORDED: Final = frozenset(
    {"geopoint", "gps", "location", "geotrace", "geoshape", "osm", "image", "photo", "picture"}
    | {"add image prompt", "audio", "add audio prompt", "video", "add video prompt", "file"}
    | {"add file prompt", "signature", "draw", "annotate", "kobomatrix", "score"}
)
_OF_DEVICE: Final = frozenset(
    {"deviceid", "device id", "imei", "subscriberid", "subscriber id", "simserial"}
    | {"simserial number", "phonenumber"}
)
_METADATA: Final = _OF_DEVICE | frozenset(
    {"start", "start time", "end", "end time", "today", "username", "email", "audit"}
    | {"start-geopoint"}
    | {"background-audio", "background-geopoint", "xml-external", "csv-external"}
)


def is_about_device(text: str) -> bool:
    """Whether a type of metadata is about the device or its number, not about author and time."""
    return " ".join(text.split()).lower().removeprefix("get ") in _OF_DEVICE


def read_type(text: str) -> LineType:
    """The type of a line; its role is UNKNOWN if no XLSForm has such a type."""
    plain = " ".join(text.split())
    lower = plain.lower().removeprefix("q ")
    if match := _BLOCK.fullmatch(plain):
        role = SurveyRowRole.BEGIN if match[1].lower() == "begin" else SurveyRowRole.END
        return LineType(role, block=match[2].lower(), choices=match[3] or "")
    if lower.removeprefix("get ") in _METADATA or lower.startswith("uri:"):
        return LineType(SurveyRowRole.METADATA)
    if match := _SELECT.fullmatch(plain):
        return _select(match)
    return _simple(lower)


def _simple(lower: str) -> LineType:
    if lower in _NOT_RECORDED or lower.startswith("osm "):
        return LineType(SurveyRowRole.QUESTION, _KIND.NOTE, SpecialType.NOT_RECORDED)
    if lower in _SPECIAL:
        return LineType(SurveyRowRole.QUESTION, special=_SPECIAL[lower])
    if lower in _KINDS:
        return LineType(SurveyRowRole.QUESTION, _KINDS[lower])
    return LineType(SurveyRowRole.UNKNOWN)


def _select(match: re.Match[str]) -> LineType:
    kind = match["type"].lower()
    if kind == "rank":
        return LineType(SurveyRowRole.QUESTION, _KIND.NOTE, SpecialType.NOT_RECORDED)
    if match["elsewhere"] or match["choices"].startswith("${"):
        return LineType(SurveyRowRole.QUESTION, _KIND.TEXT, SpecialType.CHOICES_ELSEWHERE)
    is_many = "multiple" in kind or "all" in kind
    return LineType(
        SurveyRowRole.QUESTION,
        _KIND.MANY if is_many else _KIND.ONE,
        choices=match["choices"],
        or_other=bool(match["other"]),
    )
