"""`saathi matching link` and `saathi matching train`: files in, pairs or a model file out."""

import argparse
import csv
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from saathi.engines.matching.linking import (
    candidates,
    linkage,
    training,
    working_threshold,
)
from saathi.engines.matching.linking.columns import UnclearColumns
from saathi.engines.matching.linking.csv_records import UnreadableFile
from saathi.engines.matching.linking.input_files import add_reading_arguments, read_inputs
from saathi.engines.matching.linking.linkage import LinkedPairs
from saathi.engines.matching.linking.model import (
    SHIPPED_MODELS,
    ModelNotUsable,
    initial_model,
    load_model,
)
from saathi.engines.matching.linking.output_files import add_overwrite_argument, check_output
from saathi.engines.matching.linking.preparing import prepare_records
from saathi.engines.matching.linking.record_files import LinkageRecords

OUTPUT_COLUMNS = ("id_a", "id_b", "probability")
# With fewer records, both files together, more than a quarter of the true pairs stay below the threshold.
FEW_RECORDS = 200


def add_link_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds arguments: the files, the model, and the output of pairs."""
    parser.add_argument(
        "records", type=Path, help="Parquet or CSV; alone, it is searched for doubles"
    )
    parser.add_argument("others", type=Path, nargs="?", help="the second file, to link the two")
    add_reading_arguments(parser)
    parser.add_argument(
        "--model",
        default="auto",
        help=f"auto learns from these records; or a model file, or one of {', '.join(SHIPPED_MODELS)}",
    )
    parser.add_argument("--out", type=Path, help="PAIRS.csv or PAIRS.parquet; else CSV is printed")
    add_overwrite_argument(parser)
    parser.add_argument(
        "--threshold", type=_share, help="least probability; as the model says, or is learned"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")


def run_link(options: argparse.Namespace) -> int:
    """Writes the pairs that are probably one child; returns 2 for an unusable file or model."""

    def work() -> int:
        say = _say(options.quiet)
        check_output(options.out, options.records, options.others, may_replace=options.overwrite)
        model = None if options.model == "auto" else load_model(options.model)
        records, others = read_inputs(options, say)
        if others is None and len(records) == 1:
            say("one record: there is no other to compare it with")
        elif options.threshold is None and (many := len(records) + len(others or ())) < FEW_RECORDS:
            say(
                f"{many} records are few: how common a name is shows from about {FEW_RECORDS} on, and pairs "
                "will be missed. --model duplicate --threshold .1 lists more, for a person to check"
            )
        links = linkage.link_records(records, others, model, options.threshold, say)
        write_links(links, records, others or records, options.out)
        return 0

    return report_input_errors(work)


def add_train_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds arguments: files to learn from, model file to write."""
    parser.add_argument("records", type=Path, help="Parquet or CSV")
    parser.add_argument("others", type=Path, nargs="?", help="the second file, to link the two")
    add_reading_arguments(parser)
    parser.add_argument("--out", type=Path, required=True, help="MODEL.json")
    add_overwrite_argument(parser)
    parser.add_argument("--use", choices=SHIPPED_MODELS, default="duplicate")
    parser.add_argument("--threshold", type=_share, help="to write down; learned without it")
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")


def run_train(options: argparse.Namespace) -> int:
    """Learns a model from records without known pairs, and writes it."""

    def work() -> int:
        say = _say(options.quiet)
        check_output(options.out, options.records, options.others, may_replace=options.overwrite)
        records, others = read_inputs(options, say)
        if min(len(records), len(others or records)) < 2:
            raise UnreadableFile("There are too few records to learn from.")
        prepared = prepare_records(records, others)
        rows = candidates.find_candidates(prepared, say)
        levels = linkage.compare_pairs(prepared, rows, say)
        model = linkage.learn_model(prepared, levels, rows, say, initial_model())
        least = options.threshold
        if least is None:
            probabilities = linkage.score_pairs(prepared, model, levels, rows)
            least = working_threshold.find_working_threshold(probabilities, prepared.size)
        model = training.freeze_frequencies(model, prepared)
        summary = {
            "trained_on": f"{prepared.size} records, fields {', '.join(prepared.fields)}",
            "trained_at": time.strftime("%Y-%m-%d", time.gmtime()),
            "evaluation": "none yet: saathi matching evaluate --model",
        }
        replace(model, use=options.use, threshold=least, about=summary).save_to(options.out)
        return 0

    return report_input_errors(work)


def report_input_errors(work: Callable[[], int]) -> int:
    """The exit code of the work; an input error is printed as a sentence and gives exit code 2."""
    try:
        return work()
    except (UnreadableFile, UnclearColumns, ModelNotUsable) as error:
        print(f"saathi: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # whatever was reading the pairs has closed the pipe
        sys.stderr.close()
        return 0
    except OSError as error:
        print(f"saathi: {error.filename or 'The file'} cannot be written: {error.strerror}.",
              file=sys.stderr)  # fmt: skip
        return 2


def write_links(
    links: LinkedPairs, records: LinkageRecords, others: LinkageRecords, out: Path | None
) -> None:
    """Writes the pairs as CSV or Parquet, by the file's extension; without a file, prints CSV."""
    table = pa.table({
        OUTPUT_COLUMNS[0]: pc.take(records.ids, pa.array(links.one)),
        OUTPUT_COLUMNS[1]: pc.take(others.ids, pa.array(links.other)),
        OUTPUT_COLUMNS[2]: pa.array(np.round(links.probability, 6)),
    })  # fmt: skip
    if out is None:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(OUTPUT_COLUMNS)
        for batch in table.to_batches(max_chunksize=10_000):
            writer.writerows(zip(*(column.to_pylist() for column in batch.columns), strict=True))
    elif out.suffix.lower() in {".parquet", ".pq"}:
        pq.write_table(table, out)
    else:
        pa_csv.write_csv(table, out)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no probability between 0 and 1")
    return share


def _say(is_quiet: bool) -> Callable[[str], None]:  # noqa: FBT001 - private, one caller
    if is_quiet:
        return linkage.ignore_progress
    return lambda line: print(f"saathi: {line}", file=sys.stderr, flush=True)
