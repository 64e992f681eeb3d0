"""Score how similar pairs of names are: CSV with columns a, b in; a, b, score, keys out.

The score lies between 0 and 1; above 0.5 both are more likely spellings of one name than not. The
keys are those that the two share, separated by blanks. The score says nothing about people: very
many share a name.
"""

import argparse
from pathlib import Path

from saathi.engines.matching import csv_files


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments for the file of pairs and the output."""
    parser.add_argument("pairs", type=Path, metavar="PAIRS.csv", help="with columns a and b")
    csv_files.add_output_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Writes a line for each pair, in order."""
    from saathi.engines.matching import names

    # The first row is read before anything is written, so that a wrong file leaves no partial
    # output.
    pairs = csv_files.open_csv_rows(options.pairs, ("a", "b"))
    with csv_files.write_rows(options.out, may_replace=options.overwrite) as out:
        out.writerow(("a", "b", "score", "keys"))
        for first, second in pairs:
            score = names.name_similarity(first, second)
            shared = " ".join(sorted(names.shared_keys(first, second)))
            out.writerow((first, second, f"{score:.4f}", shared))
    return 0
