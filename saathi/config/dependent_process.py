"""Runs a `saathi` command that another command started: it ends when that one ends or is killed."""

import os
import sys
import threading
from collections.abc import Sequence

from saathi.config import command


def main(argv: Sequence[str]) -> int:
    """Runs the words after the first, which is the number of the reading end of the parent's pipe."""
    pipe, *words = argv
    threading.Thread(target=_end_with_parent, args=(int(pipe),), daemon=True).start()
    return command.main(words)


def _end_with_parent(pipe: int) -> None:
    os.read(pipe, 1)  # nothing is written: it returns when the parent's end is closed
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
