"""`make check`: format, lint, types, import contracts, house rules, migrations complete."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS: list[tuple[str, list[str], str]] = [
    ("format", ["ruff", "format", "--check", "--quiet", "."], "make format mends it"),
    ("lint", ["ruff", "check", "--quiet", "."], "make format mends some of it"),
    ("templates", ["python", "tools/templates.py", "--check"], "make format mends it"),
    ("layers", ["lint-imports", "--no-cache"], "a wing imports only wings below it"),
    ("house rules", ["ast-grep", "scan", "--error", "--report-style", "short"], "see tools/rules"),
    ("house rules' own tests", ["ast-grep", "test", "--skip-snapshot-tests"], "see tools/rules"),
    ("types", ["mypy"], "mypy --strict"),
    ("texts", ["python", "tools/messages.py", "--check"], "python tools/messages.py gathers them"),
    (
        "indicators",
        ["python", "tools/indicators.py", "--check"],
        "python tools/indicators.py writes their page",
    ),
    (
        "declarations",
        ["python", "-m", "pytest", "-q", "-n", "0", "tests/architecture/test_domains.py"],
        "each domain.py states what its domain contributes",
    ),
    (
        "architecture",
        ["python", "tools/architecture.py", "--check"],
        "python tools/architecture.py writes docs/architecture.md",
    ),
    ("data map", ["python", "tools/data_map.py", "--check"], "python tools/data_map.py"),
    (
        "roles and policies",
        ["python", "tools/access_table.py", "--check"],
        "python tools/access_table.py writes docs/access.md",
    ),
    ("lock files", ["python", "tools/locks.py"], "make lock"),
    ("licences", ["python", "tools/licences.py", "--check"], "python tools/licences.py"),
    (
        "migrations",
        ["python", "-m", "saathi.config.manage", "makemigrations", "--check", "--dry-run"],
        "a model changed without its migration",
    ),
]


def main() -> int:
    failed = []
    for name, command, hint in CHECKS:
        start = time.monotonic()
        done = subprocess.run(
            [str(BIN / command[0]), *command[1:]],
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
            env=os.environ | {"SAATHI_PROCESS": "tools"},
        )
        good = done.returncode == 0
        print(f"{'ok  ' if good else 'FAIL'} {name} ({time.monotonic() - start:.0f} s)")
        if not good:
            failed.append(name)
            print(done.stdout + done.stderr)
            print(f"     {hint}")
    if failed:
        print(f"make check: {', '.join(failed)} failed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
