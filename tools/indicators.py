"""Writes docs/indicators.md from the definitions; `--check` says whether it is up to date.

`--check` also refuses a definition that changed without a dated entry in
`saathi/evidence/indicators/data/definition_history.csv`. `--record` adds the entries, with today's
date; for steps that changed, the words after it say which indicators are affected. "none: why" is for
steps and indicators whose figures stay the same, such as renamed columns.
"""

import csv
import datetime as dt
import os
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "indicators.md"


def main() -> int:
    os.environ.setdefault("SAATHI_PROCESS", "tools")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saathi.config.settings")
    sys.path.insert(0, str(PAGE.parent.parent))
    import django

    django.setup()
    from saathi.evidence.indicators import documentation

    if "--record" in sys.argv:
        record(" ".join(sys.argv[sys.argv.index("--record") + 1 :]))
    page = documentation.build_documentation()
    if "--check" in sys.argv:
        problems = list_problems()
        for problem in problems:
            sys.stderr.write(f"{problem}\n")
        is_old = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page
        return int(is_old or bool(problems))
    PAGE.write_text(page, encoding="utf-8")
    return 0


def list_problems() -> list[str]:
    """Definitions that changed without a dated entry."""
    from saathi.evidence.indicators import catalogue, definition_changes, definition_history
    from saathi.evidence.warehouse import steps

    indicators = catalogue.all_indicators()
    current = definition_changes.current_fingerprints(indicators, steps.list_steps())
    return definition_changes.list_problems(
        current, definition_history.recorded_definitions(), indicators
    )


def record(affects: str) -> None:
    """Adds an entry of today for each definition and step that is new or changed."""
    from saathi.evidence.indicators import catalogue, definition_changes
    from saathi.evidence.indicators import definition_history as history
    from saathi.evidence.warehouse import steps

    is_new_file = not history.HISTORY.exists()
    known = () if is_new_file else history.recorded_definitions()
    latest = {(item.kind, item.name): item.fingerprint for item in known}
    current = definition_changes.current_fingerprints(
        catalogue.all_indicators(), steps.list_steps()
    )
    with history.HISTORY.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if is_new_file:
            writer.writerow(history.FIELDS)
        for (kind, name), fingerprint in current.items():
            if latest.get((kind, name)) != fingerprint:
                is_change = (kind, name) in latest and (
                    kind == history.STEP or affects.startswith(history.NO_EFFECT)
                )
                today = dt.datetime.now(tz=dt.UTC).date().isoformat()
                writer.writerow([kind, name, today, fingerprint, affects if is_change else ""])
    history.recorded_definitions.cache_clear()


if __name__ == "__main__":
    sys.exit(main())
