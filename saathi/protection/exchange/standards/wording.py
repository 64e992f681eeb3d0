"""What is lost, for a page: in our words and the reader's language, before anybody takes the file."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.infra.join_words import join_words
from saathi.protection.exchange.standards.losses import LOSS_TEXTS, ROW_LOSSES
from saathi.protection.exchange.standards.mapping import (
    ALL_OTHERS,
    CodeMapping,
    Standard,
)
from saathi.protection.exchange.standards.saathi_codes import SAATHI_VARIABLES, TABLE_ONLY_VARIABLES


@dataclass(frozen=True)
class LossText:
    """One loss: its sentence, and what it touches, each of our variables with the codes that it means."""

    words: str
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class StandardLosses:
    """Everything that a standard's file loses."""

    title: str
    lost: tuple[LossText, ...]
    empty: tuple[LossText, ...] = ()


def record_losses(standard: Standard) -> StandardLosses:
    """The losses of an extract of records: of our codes and of rows, then what stays empty and why."""
    ours = [
        line for line in standard.lines if line.saathi_variable not in {"", *TABLE_ONLY_VARIABLES}
    ]
    rows = [LossText(_(words)) for words in ROW_LOSSES.values()]
    always = [LossText(_(LOSS_TEXTS[name])) for name in standard.always]
    return StandardLosses(standard.full_title, (*_of_codes(ours), *rows, *always), _empty(standard))


def table_losses(
    standard: Standard, variables: Iterable[str], always: Iterable[str]
) -> StandardLosses:
    """The losses of tables by these variables of ours; `always` names those of every table."""
    wanted = set(variables)
    lines = [line for line in standard.lines if line.saathi_variable in wanted]
    whole = [LossText(_(LOSS_TEXTS[name])) for name in (*standard.always, *always)]
    return StandardLosses(standard.full_title, (*_of_codes(lines), *whole))


def _of_codes(lines: list[CodeMapping]) -> Iterable[LossText]:
    by_loss: dict[str, dict[str, list[str]]] = {}
    for line in lines:
        for loss in line.losses:
            by_loss.setdefault(loss, {}).setdefault(line.saathi_variable, []).append(line.code)
    for name, words in LOSS_TEXTS.items():
        if name in by_loss:
            yield LossText(_(words), _touched(by_loss[name]))


def _touched(by_ours: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Our variables that are touched as a whole, in one line; then each other with the codes that are."""
    whole, part = [], []
    for ours, codes in by_ours.items():
        one = SAATHI_VARIABLES[ours]
        labels = [label for code in dict.fromkeys(codes) if (label := one.label(code))]
        if ALL_OTHERS in codes or not labels or set(one.codes) <= set(codes):
            whole.append(str(one.title))
        else:
            told = {"what": one.title, "codes": join_words(labels)}
            part.append(_("%(what)s: %(codes)s") % told)
    together = [join_words(list(dict.fromkeys(whole)))] if whole else []
    return (*together, *part)


def _empty(standard: Standard) -> tuple[LossText, ...]:
    empty: Counter[str] = Counter()
    for line in standard.lines:
        if not line.saathi_variable:
            empty[line.losses[0]] += 1
    return tuple(
        LossText(_(words), (_places(empty[name]),))
        for name, words in LOSS_TEXTS.items()
        if name in empty
    )


def _places(count: int) -> str:
    words = ngettext(
        "%(n)d variable or code of the standard", "%(n)d variables or codes of the standard", count
    )
    return words % {"n": count}
