"""What is lost, for a page: in our words and the reader's language, before anybody takes the file."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.infra.listing import listed
from saathi.protection.exchange.standards.losses import OF_ROWS, WORDS
from saathi.protection.exchange.standards.mapping import (
    ALL_OTHERS,
    Line,
    Standard,
)
from saathi.protection.exchange.standards.ours import OF_TABLES_ALONE, OURS


@dataclass(frozen=True)
class Lost:
    """One loss: its sentence, and what it touches, each of our variables with the codes that it means."""

    words: str
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Losses:
    """Everything that a standard's file loses."""

    title: str
    lost: tuple[Lost, ...]
    empty: tuple[Lost, ...] = ()


def of_records(standard: Standard) -> Losses:
    """The losses of an extract of records: of our codes and of rows, then what stays empty and why."""
    ours = [line for line in standard.lines if line.ours not in {"", *OF_TABLES_ALONE}]
    rows = [Lost(_(words)) for words in OF_ROWS.values()]
    always = [Lost(_(WORDS[name])) for name in standard.always]
    return Losses(standard.full_title, (*_of_codes(ours), *rows, *always), _empty(standard))


def of_tables(standard: Standard, ours: Iterable[str], always: Iterable[str]) -> Losses:
    """The losses of tables by these variables of ours; `always` names those of every table."""
    wanted = set(ours)
    lines = [line for line in standard.lines if line.ours in wanted]
    whole = [Lost(_(WORDS[name])) for name in (*standard.always, *always)]
    return Losses(standard.full_title, (*_of_codes(lines), *whole))


def _of_codes(lines: list[Line]) -> Iterable[Lost]:
    by_loss: dict[str, dict[str, list[str]]] = {}
    for line in lines:
        for loss in line.losses:
            by_loss.setdefault(loss, {}).setdefault(line.ours, []).append(line.code)
    for name, words in WORDS.items():
        if name in by_loss:
            yield Lost(_(words), _touched(by_loss[name]))


def _touched(by_ours: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Our variables that are touched as a whole, in one line; then each other with the codes that are."""
    whole, part = [], []
    for ours, codes in by_ours.items():
        one = OURS[ours]
        labels = [label for code in dict.fromkeys(codes) if (label := one.label(code))]
        if ALL_OTHERS in codes or not labels or set(one.codes) <= set(codes):
            whole.append(str(one.title))
        else:
            told = {"what": one.title, "codes": listed(labels)}
            part.append(_("%(what)s: %(codes)s") % told)
    together = [listed(list(dict.fromkeys(whole)))] if whole else []
    return (*together, *part)


def _empty(standard: Standard) -> tuple[Lost, ...]:
    empty: Counter[str] = Counter()
    for line in standard.lines:
        if not line.ours:
            empty[line.losses[0]] += 1
    return tuple(
        Lost(_(words), (_places(empty[name]),)) for name, words in WORDS.items() if name in empty
    )


def _places(count: int) -> str:
    words = ngettext(
        "%(n)d variable or code of the standard", "%(n)d variables or codes of the standard", count
    )
    return words % {"n": count}
