"""What may be written into an entry: ids and codes of our own, never free text. Pure."""

import datetime as dt
import re
from collections.abc import Mapping
from uuid import UUID

from saathi.audit.vocabulary import DETAIL_KEYS, DetailValueKind

CODE = re.compile(r"[a-z][a-z0-9_.:-]{0,39}")
NUMBERS_BELOW = 10_000_000  # a phone number has more digits
MAX_LIST_LENGTH = 200

type PlainValue = str | int | bool | None
type EntryDetail = Mapping[str, object]


class AuditDetailRefused(ValueError):
    """An entry had something that may be personal; the text names the key, never the value."""


def check_detail(detail: EntryDetail | None) -> dict[str, PlainValue | list[PlainValue]] | None:
    """The detail as stored; raises `AuditDetailRefused` if a key or a value is not allowed.

    Ids and times become text. A value may be a list of values that its key allows.
    """
    if not detail:
        return None
    checked: dict[str, PlainValue | list[PlainValue]] = {}
    for key, value in detail.items():
        allowed = DETAIL_KEYS.get(key)
        if allowed is None:
            raise AuditDetailRefused(
                "An audit detail has a key that audit/vocabulary.py does not list: "
                + (key if CODE.fullmatch(key) else "(not a code)")
            )
        if isinstance(value, list | tuple | set | frozenset):
            if len(value) > MAX_LIST_LENGTH:
                raise AuditDetailRefused(
                    f"The audit detail “{key}” lists more than {MAX_LIST_LENGTH}."
                )
            checked[key] = [_plain(key, allowed, item) for item in value]
        else:
            checked[key] = _plain(key, allowed, value)
    return checked


def check_purpose(purpose: str) -> str:
    """The purpose as stored: a code, or empty if the work itself implies it."""
    if purpose and not CODE.fullmatch(purpose):
        raise AuditDetailRefused("An audit purpose must be a code of our own, as in “own_case”.")
    return str(purpose)


def _plain(key: str, allowed: DetailValueKind, value: object) -> PlainValue:
    """One value as JSON, if the key allows it."""
    plain: PlainValue = None
    match allowed, value:
        case (_, None):
            return None
        case (DetailValueKind.FLAG, bool()):
            plain = value
        case (DetailValueKind.NUMBER, int()) if (
            not isinstance(value, bool) and abs(value) < NUMBERS_BELOW
        ):
            plain = int(value)
        case (DetailValueKind.ID, UUID()):
            plain = str(value)
        case (DetailValueKind.MOMENT, dt.datetime()) if value.tzinfo is not None:
            plain = value.astimezone(dt.UTC).isoformat()
        case (DetailValueKind.MOMENT, dt.date()) if not isinstance(value, dt.datetime):
            plain = value.isoformat()
        case (DetailValueKind.CODE, str()) if CODE.fullmatch(value):
            plain = str(value)
    if plain is None:
        raise AuditDetailRefused(f"The audit detail “{key}” must be {allowed.value}.")
    return plain
