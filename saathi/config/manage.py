"""Django's own commands for developers: `python -m saathi.config.manage makemigrations`."""

import os
import sys

from django.core.management import execute_from_command_line
from django.core.management.commands import makemigrations, migrate

from saathi.infra.code_choices import CodeAutodetector

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saathi.config.settings")
    makemigrations.Command.autodetector = migrate.Command.autodetector = CodeAutodetector
    execute_from_command_line(sys.argv)
