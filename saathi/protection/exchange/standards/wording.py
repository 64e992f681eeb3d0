"""Losses for a page, in the reader's language, shown before the file is exported."""

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
    """One loss: its sentence and the variables it affects, with their codes."""

    words: str
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class StandardLosses:
    """All losses of a standard's file."""

    title: str
    lost: tuple[LossText, ...]
    empty: tuple[LossText, ...] = ()


def describe_record_losses(standard: Standard) -> StandardLosses:
    """The losses of an extract: of codes and rows, then what stays empty and why."""
    code_losses = [
        line for line in standard.lines if line.saathi_variable not in {"", *TABLE_ONLY_VARIABLES}
    ]
    rows = [LossText(_(text)) for text in ROW_LOSSES.values()]
    always = [LossText(_(LOSS_TEXTS[name])) for name in standard.always]
    return StandardLosses(
        standard.full_title, (*_of_codes(code_losses), *rows, *always), _empty(standard)
    )


def table_losses(
    standard: Standard, variables: Iterable[str], always: Iterable[str]
) -> StandardLosses:
    """The losses of tables with these variables; `always` lists those of every table."""
    names = set(variables)
    lines = [line for line in standard.lines if line.saathi_variable in names]
    table_wide = [LossText(_(LOSS_TEXTS[name])) for name in (*standard.always, *always)]
    return StandardLosses(standard.full_title, (*_of_codes(lines), *table_wide))


def _of_codes(lines: list[CodeMapping]) -> Iterable[LossText]:
    by_loss: dict[str, dict[str, list[str]]] = {}
    for line in lines:
        for loss in line.losses:
            by_loss.setdefault(loss, {}).setdefault(line.saathi_variable, []).append(line.code)
    for name, text in LOSS_TEXTS.items():
        if name in by_loss:
            yield LossText(_(text), _touched(by_loss[name]))


def _touched(by_ours: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Wholly affected variables in one line, then the others with the affected codes."""
    whole_variables, partial = [], []
    for our_variable, codes in by_ours.items():
        variable = SAATHI_VARIABLES[our_variable]
        labels = [label for code in dict.fromkeys(codes) if (label := variable.label(code))]
        if ALL_OTHERS in codes or not labels or set(variable.codes) <= set(codes):
            whole_variables.append(str(variable.title))
        else:
            values = {"what": variable.title, "codes": join_words(labels)}
            partial.append(_("%(what)s: %(codes)s") % values)
    joined = [join_words(list(dict.fromkeys(whole_variables)))] if whole_variables else []
    return (*joined, *partial)


def _empty(standard: Standard) -> tuple[LossText, ...]:
    empty: Counter[str] = Counter()
    for line in standard.lines:
        if not line.saathi_variable:
            empty[line.losses[0]] += 1
    return tuple(
        LossText(_(text), (_places(empty[name]),))
        for name, text in LOSS_TEXTS.items()
        if name in empty
    )


def _places(count: int) -> str:
    text = ngettext(
        "%(n)d variable or code of the standard", "%(n)d variables or codes of the standard", count
    )
    return text % {"n": count}
