"""Writes docs/indicators.md from the definitions; `--check` says whether it is up to date."""

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

    page = documentation.build_documentation()
    if "--check" in sys.argv:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page)
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
