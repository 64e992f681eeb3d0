"""Deactivate an account at once from the server when no administrator of the agency can do so."""

import argparse

from saathi.config import start
from saathi.config.env import SettingError

# The values of `AccountEndReason`, which cannot be imported without Django; a test compares them.
REASONS = ("dismissed", "left", "died", "device-lost", "misused")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the account and the reason."""
    parser.add_argument("email", help="the address that the person signs in with")
    parser.add_argument("--reason", required=True, choices=REASONS)


def run(options: argparse.Namespace) -> int:
    """Ends the account with all its sessions. The person's records and files stay unchanged."""
    with start.process("maintenance"):
        from saathi.agencies.actions import operator
        from saathi.agencies.definer_functions import ChangeNotPossible
        from saathi.agencies.models import Staff

        staff = Staff.objects.filter(email__iexact=options.email).first()
        if staff is None:
            raise SettingError("Nothing was changed: no account has this e-mail address.")
        reason = operator.AccountEndReason(options.reason)
        try:
            operator.end_account(staff=staff, reason=reason)
        except ChangeNotPossible:
            staff.refresh_from_db()
            if staff.deactivated_at is None:
                raise  # the account is still active, and the cause is unknown
            raise SettingError("Nothing was changed: this account was ended before.") from None
        others = Staff.objects.filter(
            agency=staff.agency_id, role_kind="administrator", is_active=True
        ).count()
    print(
        f"The account {staff.email} is ended, with every session and every way to sign in. "
        "The audit log records it."
    )
    if not others:
        print(
            "The agency has no active administrator now: `saathi create-agency --into AGENCY` invites one "
            "(docs/incidents/lost-administrator.md)."
        )
    return 0
