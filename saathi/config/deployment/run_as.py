"""The program of `saathi-as`: runs a Saathi command as one of its users, with their settings."""

import os
import sys
from pathlib import Path

from saathi.config.deployment import environment_file


def main(words: list[str]) -> int:
    """Replaces this process with the command; returns an exit code only if that fails."""
    settings, names, *rest = words
    service = rest[0] if rest else ""
    if service not in names.split("|"):
        print(f"usage: saathi-as {names} COMMAND ...", file=sys.stderr)
        return 2
    environment = dict(os.environ)
    try:
        for file in ("saathi.env", f"{service}.env"):
            environment |= environment_file.read(Path(settings) / file)
    except OSError as error:
        print(
            f"saathi-as: {error.filename} cannot be read ({error.strerror}). Run it as root.",
            file=sys.stderr,
        )
        return 1
    os.umask(0o027)
    os.chdir("/")
    command = [
        *("setpriv", f"--reuid=saathi-{service}", f"--regid=saathi-{service}", "--init-groups"),
        *("--no-new-privs", "--inh-caps=-all", "--bounding-set=-all"),
        *(sys.executable, "-m", "saathi.config.command", *rest[1:]),
    ]
    return os.execvpe(command[0], command, environment)  # noqa: S606 - no shell: words stay words


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
