"""Make the identifying data in a file permanently unreadable, and print the certificate."""

import argparse
from uuid import UUID

from saathi.config import start
from saathi.config.env import SettingError

REASONS = ("asked", "term", "court", "mistake")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the file, the reason and the actor."""
    parser.add_argument("code", help="the code of the child's file, as in NP-7K3F-92")
    parser.add_argument("--reason", required=True, choices=REASONS)
    parser.add_argument("--by", required=True, help="e-mail address of the one who registers it")
    parser.add_argument("--yes", action="store_true", help="do not ask; there is no way back")


def run(options: argparse.Namespace) -> int:
    """Erases as the maintenance role; every later restore repeats the erasure."""
    with start.process("maintenance"):
        from django.db import transaction

        from saathi import audit
        from saathi.agencies.models import Staff
        from saathi.infra.database_access import token_tables
        from saathi.people.child_codes import normalise_child_code
        from saathi.people.models import Child
        from saathi.vault import actions
        from saathi.vault.vocabulary import ErasureReason

        code = normalise_child_code(options.code)
        child = Child.objects.filter(code=code).values_list("id", "file_id").first()
        staff = Staff.objects.filter(email=options.by, is_active=True).first()
        if child is None or staff is None:
            what = f"no child's file has the code {code}"
            raise SettingError(f"Nothing was erased: {what if child is None else 'no such staff'}.")
        if not options.yes and normalise_child_code(_code_typed_again()) != code:
            raise SettingError("Nothing was erased: the codes differ.")
        with transaction.atomic():
            certificate = actions.erase_file(
                file_id=UUID(str(child[1])),
                by=staff.id,
                reason=ErasureReason(options.reason),
                token_tables=token_tables(),
            )
            audit.record(
                audit.AuditKind.ERASED,
                by=staff.id,
                agency=staff.agency_id,
                file_id=child[1],
                objects=[child[0]],
                detail={"reason": options.reason},
            )
        print(certificate.to_text(file=code, by=staff.agency.name))
        print("Run `saathi backup` now, so that a restore elsewhere knows of this erasure too.")
    return 0


def _code_typed_again() -> str:
    try:
        return input("There is no way back. Type the code again: ")
    except EOFError:
        print()  # ends the line of the prompt
        raise SettingError(
            "Nothing was erased: there is no terminal to ask for the code again. Add --yes."
        ) from None
