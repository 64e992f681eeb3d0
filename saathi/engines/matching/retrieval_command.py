"""Find the likeliest spellings of names in a long list: column name in both; query, candidate, score out.

The best come first. The list of candidates is held in memory; queries are read one by one.
"""

import argparse
from pathlib import Path

from saathi.engines.matching import csv_files

MOST = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds arguments for the two files, the number of answers per query, and the output."""
    parser.add_argument("queries", type=Path, metavar="QUERIES.csv", help="with a column name")
    parser.add_argument(
        "candidates", type=Path, metavar="CANDIDATES.csv", help="with a column name"
    )
    parser.add_argument("--top", type=_top, default=10, metavar="N", help="answers to each (10)")
    csv_files.add_output_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Writes the best candidates of each query, best first."""
    from saathi.engines.matching import retrieval

    queries = csv_files.open_csv_rows(options.queries, ("name",))
    candidates = [name for (name,) in csv_files.open_csv_rows(options.candidates, ("name",))]
    index = retrieval.NameIndex(candidates)
    with csv_files.write_rows(options.out, may_replace=options.overwrite) as out:
        out.writerow(("query", "candidate", "score"))
        for (query,) in queries:
            for match in index.find(query, options.top):
                out.writerow((query, candidates[match.position], f"{match.score:.4f}"))
    return 0


def _top(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"a whole number from 1 to {MOST}")
    return int(text)
