"""Reads the designs of a release's tables, with what each would publish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.releases import labels
from saathi.evidence.releases.family_queries import get_family_indicator
from saathi.evidence.releases.models import Release
from saathi.evidence.releases.vocabulary import ProtectionMethod, ReleaseState
from saathi.infra.join_words import join_words


@dataclass(frozen=True)
class DesignRow:
    """What one design of a table would publish."""

    detail: str
    cells: int
    shown: str
    persons: str


@dataclass(frozen=True)
class DesignedTable:
    """The designs of one table, or why there is none."""

    title: str
    rows: Sequence[DesignRow]
    why_none: str


def design_choices(row: Release) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The name, title and possible designs of each designed table."""
    indicator = get_family_indicator(row.family)
    return [
        (
            design["table"],
            " × ".join(labels.dimension_title(indicator, name) for name in design["by"])
            or _("By year only"),
            [
                (str(number), describe_proposal(indicator, proposal))
                for number, proposal in enumerate(design["proposals"])
            ],
        )
        for design in row.designs
    ]


def describe_proposal(indicator: Indicator, proposal: Mapping[str, Any]) -> str:
    """A proposal as a sentence: its detail and its visible share."""
    detail = join_words(labels.describe_levels(indicator, proposal["levels"]))
    visible = ngettext(
        "%(cells)d non-zero cell, about %(shown)d %% of them shown, with about "
        "%(persons)d %% of the total",
        "%(cells)d non-zero cells, about %(shown)d %% of them shown, with about "
        "%(persons)d %% of the total",
        proposal["cells"],
    ) % {"cells": proposal["cells"], "shown": proposal["shown"], "persons": proposal["persons"]}
    return f"{detail}: {visible}"


def list_designed_tables(row: Release) -> list[DesignedTable]:
    """The designs of every table, unless there are none yet or the release is published."""
    if not row.designs or row.state == ReleaseState.PUBLISHED:
        return []
    none = _("Every design loses too much detail.")
    if row.family.method == ProtectionMethod.SUPPRESS:
        none = _("Every design loses too much detail when small counts are suppressed. Use a "
                 "publication series with rounding, which suppresses no counts and also protects "
                 "zeros, or choose a table with fewer dimensions.")  # fmt: skip
    indicator = get_family_indicator(row.family)
    return [
        DesignedTable(
            title,
            [
                DesignRow(
                    join_words(labels.describe_levels(indicator, proposal["levels"])),
                    proposal["cells"],
                    _("%(share)d %%") % {"share": proposal["shown"]},
                    _("%(share)d %%") % {"share": proposal["persons"]},
                )
                for proposal in design["proposals"]
            ],
            none,
        )
        for design, (_name, title, _choices) in zip(row.designs, design_choices(row), strict=True)
    ]
