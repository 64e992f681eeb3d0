"""Sign everyone out at once, after a breach or a stolen device; all must sign in again."""

import argparse

from saathi.config import start
from saathi.config.env import SettingError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds a required confirmation: the command interrupts everyone's work."""
    parser.add_argument("--everybody", action="store_true", help="end every session there is")


def run(options: argparse.Namespace) -> int:
    """Deletes every session. Sessions are sealed, so one person's sessions cannot be selected."""
    if not options.everybody:
        raise SettingError(
            "Say --everybody: it ends every session, forms that are open among them."
        )
    with start.process("maintenance"):
        from django.contrib.sessions.models import Session
        from django.db import transaction

        from saathi import audit

        with transaction.atomic():
            many, _by_table = Session.objects.all().delete()
            audit.record(
                audit.AuditKind.SIGNED_OUT, by=None, agency=None, detail={"reason": "operator"}
            )
        print(f"{many} sessions ended. Passwords and second factors are as they were.")
    return 0
