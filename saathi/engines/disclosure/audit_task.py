"""What to attack: published tables, their hierarchies and rules, and earlier releases of the series."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from saathi.engines.disclosure.hierarchies import Hierarchy
from saathi.engines.disclosure.published_bounds import PublishedRules
from saathi.engines.disclosure.tables import CountTable


@dataclass(frozen=True)
class EarlierRelease:
    """An earlier release of the same series; no cell changed by more than `change` since.

    `reach` is the published excess of its rounding: how much further its margins may lie. `rules`
    and `hierarchies` are those of its publication, if they differ from the new tables.
    """

    tables: Sequence[CountTable]
    change: int | None = None
    reach: int = 0
    rules: PublishedRules | None = None
    hierarchies: Mapping[str, Hierarchy] | None = None

    def to_task(
        self, rules: PublishedRules, trees: Mapping[str, Hierarchy]
    ) -> "DisclosureAuditTask":
        """The task of attacking that release's tables, under its own rules and hierarchies."""
        trees_then = trees if self.hierarchies is None else self.hierarchies
        return DisclosureAuditTask(
            self.tables, dict(trees_then), replace(self.rules or rules, reach=self.reach)
        )


@dataclass(frozen=True)
class DisclosureAuditTask:
    """What to attack: tables as published, hierarchies, rules, earlier releases.

    `thorough` computes every range exactly; False, only until it is wide enough; None decides by
    size.
    """

    tables: Sequence[CountTable]
    hierarchies: dict[str, Hierarchy] = field(default_factory=dict)
    rules: PublishedRules = field(default_factory=PublishedRules)
    earlier: Sequence[EarlierRelease] = ()
    thorough: bool | None = None
