"""Runs before the web server: checks the schema and collects static files.

A separate process with the web role, because the supervising process does not set up Django.
"""

import os
import sys
from pathlib import Path

from django.core.management import call_command

from saathi.config import env, schema_check, start
from saathi.config.env import SettingError
from saathi.infra import request_metrics


def main() -> int:
    """Exit code 0 if pages can be served, 1 after a sentence that says what to do."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saathi.config.settings")
    try:
        start.require_secrets("web", env.path("SAATHI_HOME", Path(".saathi")))
        start.set_up_django()
        schema_check.require_schema(schema_check.SchemaNeeds.CURRENT)
    except SettingError as error:
        print(f"saathi: {error}", file=sys.stderr)
        return 1
    if folder := env.text(request_metrics.FOLDER_VARIABLE, ""):
        request_metrics.clear_metrics(Path(folder))
    collect_files()
    return 0


def collect_files() -> None:
    """Collects style sheets, scripts and fonts, compressed, where the web server reads them."""
    # Fonts for print are used on the server only; compressing them took ten seconds at each start.
    call_command(
        "collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=["print-fonts"]
    )


if __name__ == "__main__":
    sys.exit(main())
