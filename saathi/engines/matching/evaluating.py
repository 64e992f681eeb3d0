"""`saathi matching evaluate`: how often a model finds the same child, and for which groups it fails."""

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

from saathi.engines.matching import generator
from saathi.engines.matching.linking import (
    command,
    input_files,
    input_report,
    linkage,
    measures,
    missed_pairs,
    output_files,
    record_files,
)
from saathi.engines.matching.linking.csv_records import UnreadableFile
from saathi.engines.matching.linking.model import SHIPPED_MODELS, LinkageModel, load_model
from saathi.engines.matching.linking.record_files import LinkageRecords

GROUPS: Final[tuple[str, ...]] = ("sex", "script", "religion", "country")
TRUTH_COLUMNS: Final = ("person", "child", "cluster", "person_id", "entity_id", "cluster_id")


@dataclass(frozen=True)
class LabelledRecords:
    """Records with the truth: a person number for each record, and groups for fairness."""

    records: LinkageRecords
    persons: npt.NDArray[np.int64]
    groups: dict[str, list[str]]


def add_evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments for the labelled data, the model and the output of figures."""
    parser.add_argument(
        "records", type=Path, nargs="?", help=f"with a column {' or '.join(TRUTH_COLUMNS[:2])}"
    )
    parser.add_argument(
        "--generated", type=_count, default=5000, help="invent so many, without a file"
    )
    parser.add_argument("--seed", type=int, default=1)
    input_files.add_reading_arguments(parser)
    parser.add_argument(
        "--pairs", type=Path, help="the true pairs, two columns of ids, for the file"
    )
    parser.add_argument(
        "--model", default="auto", help=f"auto, a file, or one of {', '.join(SHIPPED_MODELS)}"
    )
    parser.add_argument("--threshold", type=float, help="as in link")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    output_files.add_overwrite_argument(parser)


def run_evaluate(options: argparse.Namespace) -> int:
    """Prints the tables."""

    def work() -> int:
        output_files.check_output(
            options.json, options.records, options.pairs, may_replace=options.overwrite
        )
        labelled = _labelled(options)
        model = None if options.model == "auto" else load_model(options.model)
        figures = evaluate_model(labelled, model, options.threshold)
        print_figures(figures)
        if options.json:
            options.json.write_text(json.dumps(figures, indent=1) + "\n")
        return 0

    return command.report_input_errors(work)


def _labelled(options: argparse.Namespace) -> LabelledRecords:
    if options.records is None:
        generated = generator.generate_records(options.generated, options.seed)
        print(f"{options.generated} invented records, seed {options.seed}", file=sys.stderr)
        return labelled_from_rows(generated.rows, generated.children)
    table = record_files.read_table(options.records, options.encoding)
    chosen = input_files.choose_columns_of_files(
        options, [options.records], [table], (*TRUTH_COLUMNS, *GROUPS[1:])
    )[0]
    records, chosen = input_files.build_records(options.records, table, chosen)
    for line in input_report.describe_columns(records, chosen):
        print(f"saathi: {line}", file=sys.stderr)
    groups: dict[str, list[str]] = {
        name: _texts(table, name) for name in GROUPS if name in table.column_names
    }
    if options.pairs:
        return LabelledRecords(
            records, _number_persons(records, record_files.read_table(options.pairs)), groups
        )
    truth = next((name for name in TRUTH_COLUMNS if name in table.column_names), None)
    if truth is None:
        raise UnreadableFile(
            f"{options.records} has no column {' or '.join(TRUTH_COLUMNS)}; give --pairs."
        )
    return LabelledRecords(records, measures.number_labels(_texts(table, truth)), groups)


def _texts(table: pa.Table, name: str) -> list[str]:
    return [text or "" for text in table.column(name).to_pylist()]


def _number_persons(records: LinkageRecords, pairs: pa.Table) -> npt.NDArray[np.int64]:
    """A person number for each record; pairs of ids connect the records of one person."""
    rows = {name: row for row, name in enumerate(records.ids.to_pylist())}
    leads = list(range(len(rows)))

    def root(row: int) -> int:
        while leads[row] != row:
            leads[row] = leads[leads[row]]
            row = leads[row]
        return row

    if pairs.num_columns < 2:
        raise UnreadableFile("The file of true pairs needs two columns of ids.")
    for first, second in zip(pairs.column(0).to_pylist(), pairs.column(1).to_pylist(), strict=True):
        if first not in rows or second not in rows:
            raise UnreadableFile("The file of true pairs names an id that no record has.")
        leads[root(rows[first])] = root(rows[second])
    return np.array([root(row) for row in range(len(leads))], dtype=np.int64)


def labelled_from_rows(
    rows: Sequence[generator.RecordRow], children: Sequence[int]
) -> LabelledRecords:
    """Labelled records of rows in memory."""
    names = list(rows[0])
    table = pa.table({name: [row[name] for row in rows] for name in names})
    groups: dict[str, list[str]] = {
        name: [row[name] for row in rows] for name in GROUPS if name in names
    }
    return LabelledRecords(
        record_files.records_from_table(table), np.array(children, dtype=np.int64), groups
    )


def evaluate_model(
    labelled: LabelledRecords, model: LinkageModel | None, threshold: float | None
) -> dict[str, Any]:
    """All figures of one model on labelled records."""
    links = linkage.link_records(labelled.records, None, model, threshold=0.0)
    least = links.model.threshold if threshold is None else threshold
    scored = measures.ScoredPairs(links.one, links.other, links.probability, labelled.persons)
    figures: dict[str, Any] = {
        "records": len(labelled.records),
        "threshold": least,
        "found": measures.measure_precision_recall(scored, least),
        "ranking": measures.measure_ranking(scored, least),
        "calibration": measures.measure_calibration(scored),
        "groups": {
            name: measures.measure_by_group(scored, least, values)
            for name, values in labelled.groups.items()
        },
    }
    figures["unfair"] = _describe_gaps(figures["groups"], labelled, (scored, links.model, least))
    return figures


def _describe_gaps(
    groups: dict[str, dict[str, Any]],
    labelled: LabelledRecords,
    how: tuple[measures.ScoredPairs, LinkageModel, float],
) -> list[str]:
    """A sentence, with a reason, for each group whose children are found five points less often."""
    gaps = measures.find_fairness_gaps(groups)
    if not gaps:
        return []
    lost = missed_pairs.find_missed_pairs(labelled.records, *how)
    return [
        f"{gap} "
        + missed_pairs.explain_group_gap(
            lost, labelled.groups[gap.name], (gap.group, gap.best),
            {group: row["pairs"] for group, row in groups[gap.name].items()},
        )
        for gap in gaps
    ]  # fmt: skip


def print_figures(figures: dict[str, Any]) -> None:
    """Prints the figures as tables."""
    result, ranking = figures["found"], figures["ranking"]
    print(f"{figures['records']} records, threshold {figures['threshold']}")
    print(
        f"precision {result['precision']:.4f}  recall {result['recall']:.4f}  F1 {result['f1']:.4f}"
    )
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
