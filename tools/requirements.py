"""Which requirements of the catalogue a test proves: one line for each module, and a total.

Reads the tests as text (their syntax trees), so it needs no database and runs in a second. A
marker with an id that the catalogue does not hold is an error.
"""

import ast
import csv
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def catalogue(path: Path) -> dict[str, str]:
    """The module code of each requirement, in the order of the catalogue."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["module_code"] for row in csv.DictReader(file)}


def marked(folder: Path) -> Iterator[tuple[str, str]]:
    """Each id that a test is marked with, and where: `pytest.mark.requirement("DEF-004")`."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
            if isinstance(node, ast.Call) and _is_marker(node.func):
                place = f"{path.relative_to(folder.parent)}:{node.lineno}"
                for argument in node.args:
                    known = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                    yield (str(argument.value) if known else "?", place)  # type: ignore[attr-defined]


def _is_marker(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "requirement"
        and isinstance(function.value, ast.Attribute)
        and function.value.attr == "mark"
    )


def table(requirements: dict[str, str], proved: set[str]) -> Iterator[str]:
    """The lines to print: a module's code, how many of its requirements are proved, of how many."""
    for code in dict.fromkeys(requirements.values()):
        ids = {requirement for requirement, of in requirements.items() if of == code}
        yield f"{code} {len(ids & proved)}/{len(ids)}"
    yield f"total {len(proved & set(requirements))}/{len(requirements)}"


def main(root: Path = ROOT) -> int:
    """Prints the table; 1 when a marker names what the catalogue does not hold."""
    requirements = catalogue(root / "docs" / "requirements.csv")
    places = list(marked(root / "tests"))
    unknown = [(entry, place) for entry, place in places if entry not in requirements]
    for row, place in unknown:
        print(f"{place}: {row} is not in docs/requirements.csv", file=sys.stderr)
    for line in table(requirements, {item for item, _place in places}):
        print(line)
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
