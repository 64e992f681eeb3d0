"""Runs a `saathi` command for another command; ends when that one ends or is killed."""

import os
import sys
import threading
from collections.abc import Sequence

from saathi.config import command


def main(argv: Sequence[str]) -> int:
    """Runs the command in `argv[1:]`; `argv[0]` is the descriptor of the parent's pipe to read."""
    pipe, *words = argv
    threading.Thread(target=_end_with_parent, args=(int(pipe),), daemon=True).start()
    return command.main(words)


def _end_with_parent(pipe: int) -> None:
    os.read(pipe, 1)  # nothing is ever written: the read returns when the parent's end is closed
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
