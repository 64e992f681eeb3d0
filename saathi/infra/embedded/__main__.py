"""The embedded server by hand: python -m saathi.infra.embedded status|stop|upgrade HOME."""

import argparse
import sys
from pathlib import Path

from saathi.infra.embedded import EmbeddedServer, EmbeddedServerError, upgrade_data


def main() -> int:
    """The exit code: 0 on success, 1 with a sentence on failure."""
    parser = argparse.ArgumentParser(prog="python -m saathi.infra.embedded", description=__doc__)
    parser.add_argument("what", choices=("status", "stop", "upgrade"))
    parser.add_argument("home", type=Path)
    parser.add_argument("--old", type=Path, help="upgrade: folder of the old version's programs")
    parser.add_argument("--binaries", type=Path, help="folder of programs instead of our own")
    options = parser.parse_args()
    server = EmbeddedServer(options.home, binaries=options.binaries)
    try:
        sys.stdout.write(f"{_answer(server, options.what, options.old)}\n")
    except EmbeddedServerError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _answer(server: EmbeddedServer, what: str, old: Path | None) -> str:
    if what == "stop":
        return "Stopped." if server.stop() else "Still running: other processes use it."
    if what == "upgrade":
        dump = upgrade_data(server, old_binaries=old)
        if dump is None:
            return "Nothing to do: the data folder is of this version."
        return (
            f"Done. The dump from before is {dump}; the old data folder is kept beside the new one. "
            "Delete both when all is well: until then, what is erased here lives on in them. "
            "Now run `saathi recover`, which declares the new server."
        )
    status = server.status()
    state = f"running (process {status.pid})" if status.is_running else "not running"
    return f"PostgreSQL {status.version}, {state}\ndata: {status.data}\nsocket: {status.sockets}"


if __name__ == "__main__":
    sys.exit(main())
