"""Names that an engineer can search for: one class, one name; no pronouns and participles as names."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(p for p in (ROOT / "saathi").rglob("*.py") if "migrations" not in p.parts)
# Words that say nothing outside the sentence they were taken from (see `docs/glossary.md`).
NO_NAMES = frozenset(
    {
        *(
            "Reported on",
            "Wanted",
            "Standing",
            "Asked",
            "Found",
            "The child spoke",
            "Shown",
            "Given",
            "Known",
            "Opened",
        ),
        *(
            "Child’s participation",
            "Looked",
            "Counted",
            "Made",
            "Row",
            "Part",
            "Line",
            "Type",
            "NotSo",
            "NotNow",
        ),
    }
)


def _classes() -> dict[str, list[str]]:
    places: dict[str, list[str]] = defaultdict(list)
    for path in SOURCES:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(path.relative_to(ROOT)))
    return places


def test_class_names_are_unique() -> None:
    repeated = {name: places for name, places in _classes().items() if len(places) > 1}
    assert repeated == {}


def test_class_names_are_nouns_of_their_domain() -> None:
    # The model of a part of a release keeps its name: releases speak of parts.
    found = {name: places for name, places in _classes().items() if name in NO_NAMES - {"Part"}}
    assert found == {}


def test_the_acting_staff_member_is_the_actor() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}({argument.arg})"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        for argument in [*node.args.args, *node.args.kwonlyargs]
        if argument.arg == "by" and argument.annotation is not None
        if ast.unparse(argument.annotation) == "Staff"
    ]
    assert wrong == []


def test_records_are_offered_by_fields_that_name_them() -> None:
    """Django's own field shows the class and the id of a record; the record kit is given a label."""
    found = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if "ModelChoiceField(" in path.read_text().replace("(forms.ModelChoiceField)", "")
    ]
    fields = ["saathi/web/dynamic_choices.py", "saathi/agencies/register_kit/history.py"]
    assert [path for path in found if path not in fields] == []
