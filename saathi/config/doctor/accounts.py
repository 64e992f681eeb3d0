"""Checks of the sign-in details of staff."""

from django.db import connection, transaction

from saathi.agencies import credentials
from saathi.config.doctor.findings import Check, Problems


def _sign_in_details() -> Problems:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE saathi_warden")  # row security hides staff from the owner
        accounts = credentials.accounts_changed_outside()
        cursor.execute("RESET ROLE")
    for staff_id in accounts:
        yield (
            f"sign-in details of account {staff_id} were changed outside Saathi",
            "Find out who changed the database. Then give the person a new way to sign in.",
        )


LOOKS: dict[str, Check] = {"sign-in details": _sign_in_details}
