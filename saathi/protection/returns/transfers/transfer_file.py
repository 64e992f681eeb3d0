"""The transfer file for an agency without this system: its fields, written and read strictly.

The format is in docs/transfer-file.md. A file that is not exactly so is refused with one sentence.
"""

import datetime as dt
import io
import json
import re
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import pyzipper
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saathi.agencies.country_protocols import ProtocolShareableFact
from saathi.engines.sheets import encrypted_zip
from saathi.infra import clock
from saathi.protection.returns.transfers.countries import known_countries
from saathi.protection.returns.transfers.vocabulary import TransferKind, TransferState

FORMAT: Final = "saathi-transfer"
VERSION: Final = 1
NAME: Final = "transfer.json"
MAX_BYTES: Final = 200_000  # of the file itself, and of what is packed in it
MAX_TEXT: Final = 8_000
MAX_LEGS: Final = 20
_REFERENCE: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{3,15}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEARS: Final = range(2000, 2101)
FIRST_ZONE: Final = "Pacific/Kiritimati"  # where a day begins first: no file was written later
# What `pyzipper` raises for a file that is torn or made to harm: it does not check each number it reads.
_DAMAGED: Final = (
    pyzipper.BadZipFile, NotImplementedError, EOFError, OSError, LookupError, ValueError,
    struct.error, zlib.error,
)  # fmt: skip
_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


class UnreadableTransferFile(Exception):
    """A file that is no transfer file; `text` says in one sentence why."""

    def __init__(self, text: str | Promise) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, slots=True)
class TransferFile:
    """All that a transfer file says. No birth date, address, account or other record of a file."""

    reference: str
    leg: int
    kind: str
    stage: str
    from_country: str
    to_country: str
    chain: tuple[str, ...]
    planned_on: str  # a date, or empty
    sent_on: str
    sender: str  # the agency that sends it
    contact: str  # where to send the answer, and how
    facts: tuple[str, ...]  # the kinds of facts that the protocol lets go
    shared: str  # these facts in words
    needs: str
    asks: str


def write_transfer_file(content: TransferFile, passphrase: str) -> bytes:
    """The file: an encrypted ZIP with one JSON document."""
    body = {"format": FORMAT, "version": VERSION, **asdict(content)}
    data = json.dumps(body, ensure_ascii=False, indent=1).encode()
    return encrypted_zip.pack_encrypted_zip({NAME: data}, passphrase)


def read_transfer_file(data: bytes, passphrase: str) -> TransferFile:
    """What a file says; `UnreadableTransferFile` with the reason."""
    return parse_transfer(_unpack(data, passphrase))


def _unpack(data: bytes, passphrase: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise UnreadableTransferFile(_("The file is too large to be a transfer file."))
    try:
        with pyzipper.AESZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            if names != [NAME]:
                raise UnreadableTransferFile(
                    _("The file contains something other than one transfer.")
                )
            info = packed.getinfo(NAME)
            # Other methods unpack a whole block at once, whatever size the header states.
            if info.compress_type not in {pyzipper.ZIP_STORED, pyzipper.ZIP_DEFLATED}:
                raise UnreadableTransferFile(_("The file is damaged, or is no transfer file."))
            if info.file_size > MAX_BYTES:
                raise UnreadableTransferFile(_("The file is too large to be a transfer file."))
            if not info.flag_bits & 1:
                raise UnreadableTransferFile(
                    _("The file is not encrypted. Ask the sender for an encrypted one.")
                )
            content = _read_with(packed, passphrase)
    except RuntimeError:
        raise UnreadableTransferFile(_("The passphrase does not open this file.")) from None
    except _DAMAGED:
        raise UnreadableTransferFile(_("The file is damaged, or is no transfer file.")) from None
    if len(content) > MAX_BYTES:
        raise UnreadableTransferFile(_("The file is too large to be a transfer file."))
    return content


def _read_with(packed: pyzipper.AESZipFile, passphrase: str) -> bytes:
    """The content, with the passphrase as typed, or else as we make them; RuntimeError if neither opens."""
    typed = passphrase.strip()
    tried = dict.fromkeys((typed, encrypted_zip.passphrase_as_made(typed)))
    for number, attempt in enumerate(tried, start=1):
        packed.setpassword(attempt.encode())
        try:
            with packed.open(NAME) as entry:
                return bytes(entry.read(MAX_BYTES + 1))
        except RuntimeError:
            if number == len(tried):
                raise
    raise RuntimeError


def parse_transfer(content: bytes) -> TransferFile:
    """The content of the JSON document; `UnreadableTransferFile` with the reason."""
    try:
        body = json.loads(content.decode(), object_pairs_hook=_once)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise UnreadableTransferFile(_("The content is no JSON text in UTF-8.")) from None
    if not isinstance(body, dict) or body.pop("format", None) != FORMAT:
        raise UnreadableTransferFile(_("The content is not a transfer in the format of Saathi."))
    version = body.pop("version", None)
    if type(version) is not int or version != VERSION:
        raise UnreadableTransferFile(
            _("The file has another version of the format. Ask the sender for version 1.")
        )
    for name in body.keys() ^ _CHECKS.keys():
        text = (
            _("The field “%(name)s” is missing.")
            if name in _CHECKS
            else _("The field “%(name)s” does not belong to the format.")
        )
        raise UnreadableTransferFile(text % {"name": _shown(name[:40])})
    for name, is_valid in _CHECKS.items():
        if not is_valid(body[name]):
            text = _("The field “%(name)s” has a value that the format does not allow.")
            raise UnreadableTransferFile(text % {"name": name})
    if body["from_country"] == body["to_country"]:
        raise UnreadableTransferFile(_("The transfer begins and ends in one country."))
    lists = {name: tuple(body[name]) for name in ("chain", "facts")}
    return TransferFile(**(body | lists))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object; ValueError if a name occurs twice, since programs differ in which one they read."""
    once = dict(pairs)
    if len(once) != len(pairs):
        raise ValueError
    return once


def _shown(name: str) -> str:
    """A name as a page can show it: half of a pair of surrogates is no letter."""
    return name.encode(errors="replace").decode()


def _is_text(value: object) -> bool:
    if not isinstance(value, str) or len(value) > MAX_TEXT or _CONTROL.search(value):
        return False
    return _shown(value) == value


def _is_some_text(value: object) -> bool:
    return _is_text(value) and bool(str(value).strip())


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        return dt.date.fromisoformat(value).year in _YEARS
    except ValueError:
        return False


def _is_past_day(value: object) -> bool:
    if not _is_day(value):
        return False
    return dt.date.fromisoformat(str(value)) <= clock.today_in(FIRST_ZONE)


def _is_country(value: object) -> bool:
    return isinstance(value, str) and value in known_countries()


def _is_list(value: object, is_valid: Callable[[object], bool], least: int = 0) -> bool:
    return isinstance(value, list) and least <= len(value) <= MAX_LEGS and all(map(is_valid, value))


_CHECKS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "reference": lambda value: isinstance(value, str) and _REFERENCE.fullmatch(value) is not None,
    "leg": lambda value: type(value) is int and 1 <= value <= MAX_LEGS,
    "kind": lambda value: isinstance(value, str) and value in TransferKind.values,
    "stage": lambda value: isinstance(value, str) and value in TransferState.values,
    "from_country": _is_country,
    "to_country": _is_country,
    "chain": lambda value: _is_list(value, _is_country, least=2),
    "planned_on": lambda value: value == "" or _is_day(value),
    "sent_on": _is_past_day,
    "sender": _is_some_text,
    "contact": _is_some_text,
    "facts": lambda value: _is_list(
        value, lambda fact: isinstance(fact, str) and fact in ProtocolShareableFact.values
    ),
    "shared": _is_text,
    "needs": _is_text,
    "asks": _is_text,
}
