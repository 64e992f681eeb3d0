"""`saathi matching evaluate`: how often a model finds the same child, and whom it fails."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from saathi.matching import generator
from saathi.matching.linking import command, linkage, measures, missed, reading
from saathi.matching.linking.model import SHIPPED, Model, load
from saathi.matching.linking.reading import Records, UnreadableFile

GROUPS: Final[tuple[str, ...]] = ("sex", "script", "religion", "country")
TRUTH: Final = ("person", "child", "cluster", "person_id", "entity_id", "cluster_id")


@dataclass(frozen=True)
class Labelled:
    """Records with the truth: the same number for records of one person; groups for fairness."""

    records: Records
    persons: npt.NDArray[np.int64]
    groups: dict[str, list[str]]


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to measure on, which model, where the figures go."""
    parser.add_argument(
        "records", type=Path, nargs="?", help=f"with a column {' or '.join(TRUTH[:2])}"
    )
    parser.add_argument(
        "--generated", type=_count, default=5000, help="invent so many, without a file"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--pairs", type=Path, help="the true pairs, two columns of ids, for the file"
    )
    parser.add_argument(
        "--model", default="auto", help=f"auto, a file, or one of {', '.join(SHIPPED)}"
    )
    parser.add_argument("--threshold", type=float, help="as in link")
    parser.add_argument("--json", type=Path, help="write the figures here as well")


def run(options: argparse.Namespace) -> int:
    """Prints the tables."""

    def work() -> int:
        labelled = _labelled(options)
        model = None if options.model == "auto" else load(options.model)
        figures = evaluate(labelled, model, options.threshold)
        show(figures)
        if options.json:
            options.json.write_text(json.dumps(figures, indent=1) + "\n")
        return 0

    return command.plainly(work)


def _labelled(options: argparse.Namespace) -> Labelled:
    if options.records is None:
        made = generator.generate(options.generated, options.seed)
        print(f"{options.generated} invented records, seed {options.seed}", file=sys.stderr)
        return of_rows(made.rows, made.children)
    table = reading.read_table(options.records)
    records = reading.of_table(table, str(options.records))
    groups: dict[str, list[str]] = {
        name: _texts(table, name) for name in GROUPS if name in table.column_names
    }
    if options.pairs:
        return Labelled(records, _joined(records, reading.read_table(options.pairs)), groups)
    truth = next((name for name in TRUTH if name in table.column_names), None)
    if truth is None:
        raise UnreadableFile(f"{options.records} has no column {' or '.join(TRUTH)}; give --pairs.")
    return Labelled(records, measures.numbered(_texts(table, truth)), groups)


def _texts(table: pa.Table, name: str) -> list[str]:
    return [text or "" for text in table.column(name).to_pylist()]


def _joined(records: Records, pairs: pa.Table) -> npt.NDArray[np.int64]:
    """Numbers for the persons whose records the pairs of ids connect."""
    rows = {name: row for row, name in enumerate(records.ids.to_pylist())}
    leads = list(range(len(rows)))

    def root(row: int) -> int:
        while leads[row] != row:
            leads[row] = leads[leads[row]]
            row = leads[row]
        return row

    if pairs.num_columns < 2:
        raise UnreadableFile("The file of true pairs needs two columns of ids.")
    for one, other in zip(pairs.column(0).to_pylist(), pairs.column(1).to_pylist(), strict=True):
        if one not in rows or other not in rows:
            raise UnreadableFile("The file of true pairs names an id that no record has.")
        leads[root(rows[one])] = root(rows[other])
    return np.array([root(row) for row in range(len(leads))], dtype=np.int64)


def of_rows(rows: Sequence[generator.Row], children: Sequence[int]) -> Labelled:
    """Labelled records of rows in memory."""
    names = list(rows[0])
    table = pa.table({name: [row[name] for row in rows] for name in names})
    groups: dict[str, list[str]] = {
        name: [row[name] for row in rows] for name in GROUPS if name in names
    }
    return Labelled(reading.of_table(table), np.array(children, dtype=np.int64), groups)


def evaluate(labelled: Labelled, model: Model | None, threshold: float | None) -> dict[str, Any]:
    """All figures of one model on labelled records."""
    links = linkage.link(labelled.records, None, model, threshold=0.0)
    least = links.model.threshold if threshold is None else threshold
    scored = measures.Scored(links.one, links.other, links.probability, labelled.persons)
    figures: dict[str, Any] = {
        "records": len(labelled.records),
        "threshold": least,
        "found": measures.found(scored, least),
        "ranking": measures.ranking(scored, least),
        "calibration": measures.calibration(scored),
        "groups": {
            name: measures.by_group(scored, least, values)
            for name, values in labelled.groups.items()
        },
    }
    figures["unfair"] = _unfair(figures["groups"], labelled, (scored, links.model, least))
    return figures


def _unfair(
    groups: dict[str, dict[str, Any]],
    labelled: Labelled,
    how: tuple[measures.Scored, Model, float],
) -> list[str]:
    """A sentence for each group that finds its children less often by five points, and why."""
    gaps = measures.gaps(groups)
    if not gaps:
        return []
    lost = missed.missed(labelled.records, *how)
    return [
        f"{gap} "
        + missed.sentence(
            lost, labelled.groups[gap.name], (gap.group, gap.best),
            {group: row["pairs"] for group, row in groups[gap.name].items()},
        )
        for gap in gaps
    ]  # fmt: skip


def show(figures: dict[str, Any]) -> None:
    """Prints the figures as tables."""
    found, ranking = figures["found"], figures["ranking"]
    print(f"{figures['records']} records, threshold {figures['threshold']}")
    print(f"precision {found['precision']:.4f}  recall {found['recall']:.4f}  F1 {found['f1']:.4f}")
    print("  ".join(f"{name} {share:.4f}" for name, share in ranking.items()))
    print(f"\n{'probability':<16}{'pairs':>9}{'said':>9}{'true':>9}")
    for row in figures["calibration"]:
        print(
            f"{row['from']:.2f} to {row['to']:.2f}    {row['pairs']:>9}{row['said']:>9.3f}{row['true']:>9.3f}"
        )
    for name, groups in figures["groups"].items():
        print(
            f"\n{name:<16}{'records':>9}{'true pairs':>12}{'recall':>9}{'false links per 1000':>22}"
        )
        for group, row in groups.items():
            print(f"{group or '(none)':<16}{row['records']:>9}{row['pairs']:>12}{row['recall']:>9.3f}"
                  f"{row['false_per_1000']:>22.2f}")  # fmt: skip
    print()
    for line in figures["unfair"] or [
        "No group finds its children less often by more than five points."
    ]:
        print(line)


def _count(text: str) -> int:
    if not text.isdigit() or not 2 <= int(text) <= 5_000_000:
        raise argparse.ArgumentTypeError("a number of records from 2 to 5000000 is needed")
    return int(text)
