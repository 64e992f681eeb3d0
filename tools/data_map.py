"""Writes docs/data-map.md: every field of every table, with its class. `--check` only compares."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "data-map.md"
HEAD = """# Data map

Every field of every table of Saathi, by its class. Written by `tools/data_map.py` from the models;
a field that no class is given to fails the build, and so does a page that is not up to date.

- **identifying**: leads to a person; lies only inside a vault envelope, sealed under the file's key
- **sensitive**: harms when known beside a person; never in facts, logs or exports
- **operational**: ids, states and times of work; may be logged
- **statistical**: coded and coarse; may enter the facts that numbers are made of

"""


def page() -> str:
    import django

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("SAATHI_PROCESS", "tools")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saathi.config.settings")
    django.setup()
    from django.apps import apps

    lines = [HEAD]
    models = [m for m in apps.get_models() if m.__module__.startswith("saathi.")]
    for model in sorted(models, key=lambda m: m._meta.db_table):
        lines.append(f"## {model._meta.db_table}\n\n")
        summary = (model.__doc__ or "").strip().splitlines()[0]
        section = getattr(model, "section", None)
        where = f" Section: {section.name.lower()}." if hasattr(section, "bit_count") else ""
        lines.append(f"{summary}{where}\n\n")
        lines.append("| field | class |\n|---|---|\n")
        lines += [f"| {name} | {data_class} |\n" for name, data_class in model.classified.items()]
        lines.append("\n")
    return "".join(lines).rstrip() + "\n"


def main() -> int:
    wanted = page()
    if "--check" in sys.argv:
        current = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        if current != wanted:
            print("docs/data-map.md is not up to date: run python tools/data_map.py")
            return 1
        return 0
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
