"""What a log line may contain: our own codes and places in the code. Fails closed.

A line never contains the arguments of its message, the text of an exception (PostgreSQL quotes
whole rows in it) or a field that is not on the list. `docs/operations.md` explains this to
operators.
"""

import datetime as dt
import json
import logging
import re
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from types import TracebackType
from typing import Final

request_id: ContextVar[str] = ContextVar("request_id", default="")

# Only values that no person can type. Each value must also have the shape given here, or it is left
# out.
_CODE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]{0,79}")
_ID: Final = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")


def _is_code(value: object) -> bool:
    return isinstance(value, str) and _CODE.fullmatch(value) is not None


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e7


FIELDS: Final[dict[str, Callable[[object], bool]]] = {
    "request": _is_id,
    "staff": _is_id,
    "view": _is_code,
    "method": lambda value: value in {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"},
    "status": _is_number,
    "milliseconds": _is_number,
    "queries": _is_number,
    "job": _is_code,
    "job_id": _is_number,
    "attempt": _is_number,
    "record": _is_id,
    "record_type": _is_code,
}
# Loggers whose messages are known templates. Others build their text from values before they log.
OWN_LOGGER_PREFIXES: Final = ("saathi.", "__main__")


class JsonLineFormatter(logging.Formatter):
    """One JSON line per record: time, level, logger, template of the message, allowed fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. If creating it fails, no value of the record is written."""
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC)
        line: dict[str, object] = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "at": f"{record.module}:{record.lineno}",
        }
        try:
            line |= _template(record) | _fields(record) | _failure(record)
        except Exception:  # noqa: BLE001 - a line that cannot be made safe says only where it is
            line["redaction"] = "failed"
        return json.dumps(line, ensure_ascii=True)


def _template(record: logging.LogRecord) -> dict[str, object]:
    """The unfilled template, if it is a constant of our own code."""
    if record.name.startswith(OWN_LOGGER_PREFIXES) and isinstance(record.msg, str):
        return {"message": record.msg}
    return {}


def _fields(record: logging.LogRecord) -> dict[str, object]:
    values = {"request": request_id.get()} | record.__dict__
    return {
        name: values[name] for name, fits in FIELDS.items() if name in values and fits(values[name])
    }


def _failure(record: logging.LogRecord) -> dict[str, object]:
    if not record.exc_info or record.exc_info[1] is None:
        return {}
    _kind, error, trace = record.exc_info
    failure: dict[str, object] = {"error": _kinds(error), "trace": code_locations(trace)}
    # PostgreSQL's five-character error code, and the names of violated constraints: never the row.
    state = getattr(error, "sqlstate", None) or getattr(error.__cause__, "sqlstate", None)
    if isinstance(state, str) and re.fullmatch(r"[0-9A-Z]{5}", state):
        failure["sqlstate"] = state
    return failure


def _kinds(error: BaseException) -> list[str]:
    """The types of the exception and of its causes."""
    kinds: list[str] = []
    following: BaseException | None = error
    while following is not None and len(kinds) < 5:
        kinds.append(f"{type(following).__module__}.{type(following).__qualname__}")
        following = following.__cause__ or following.__context__
    return kinds


def code_locations(trace: TracebackType | None) -> list[str]:
    """Where in the code: module file, line and function; no source text and no variables."""
    return [
        f"{_package_path(frame.f_code.co_filename)}:{number} {frame.f_code.co_name}"
        for frame, number in traceback.walk_tb(trace)
    ][-30:]


def _package_path(file: str) -> str:
    """The path from the package on, without the folder of the installation."""
    for mark in ("/site-packages/", "/saathi/"):
        if mark in file:
            return (
                file.rsplit(mark, 1)[1]
                if mark != "/saathi/"
                else f"saathi/{file.split(mark, 1)[1]}"
            )
    return file.rsplit("/", 1)[-1]


def logging_configuration(level: str = "INFO") -> dict[str, object]:
    """Django's LOGGING: every line of every library through the one formatter, to stderr."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "saathi.infra.redaction.JsonLineFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Their own handlers would write the unredacted text beside ours.
            **{
                name: {"handlers": [], "propagate": True, "level": level}
                for name in ("django", "django.server", "waitress")
            },
            "django.request": {"level": "ERROR", "propagate": True},
            "django.db.backends": {"level": "WARNING", "propagate": True},
            "procrastinate": {"level": "WARNING", "propagate": True},
        },
    }
