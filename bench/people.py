"""Members of staff of an installation, signed in, with children of their own; and what they recorded.

Run inside a home by `bench/kill.py` and tests of operations: `python -m bench.people in [how many]` prints
the people, `python -m bench.people visits [since]` the notes of visits, of all or those recorded since a
moment (seconds of Unix time). Both as lines of JSON.
"""
# ruff: noqa: PLC0415 - Django and its settings wait until the process is started

import datetime as dt
import json
import sys
import warnings
from contextlib import suppress
from typing import Any

from saathi.config import env, start

MOST = 60
OF_WORKER = """
SELECT c.worker_id, array_agg(c.file_id ORDER BY c.file_id) FROM cases_case c
JOIN agencies_staff s ON s.id = c.worker_id AND s.bundle = 'case_worker'
WHERE c.status = 'open' AND s.is_active GROUP BY c.worker_id ORDER BY c.worker_id LIMIT %s
"""


def sign_in(most: int) -> None:
    """One line a person: session, staff id, files, and a search that finds one of the files' children."""
    import psycopg
    from django.db import transaction

    from saathi.agencies import context
    from saathi.agencies.models import Staff
    from saathi.people.models import Child
    from saathi.vault import store as vault

    with psycopg.connect(env.text(f"{start.PREFIX}_MAINTENANCE")) as connection:
        rows = connection.execute(OF_WORKER, [most]).fetchall()
    for staff_id, files in rows:
        staff = Staff.objects.get(pk=staff_id)
        with transaction.atomic(), vault.open_keyring():
            context.enter_staff_context(staff=staff.id, agency=staff.agency_id)
            child = Child.objects.get(file_id=files[0])
            search = {
                "name": vault.open(child)["names"][0]["text"],
                "district": child.home_district,
                "gender": child.gender,
                "language": child.languages[0] if child.languages else "ne",
                "purpose": "new_report",
            }
        about = {"staff": str(staff_id), "files": [str(file) for file in files], "search": search}
        print(json.dumps(about | {"session": session_of(staff)}))


def session_of(staff: Any) -> str:
    """The key of a session as after both steps of signing in."""
    from django.test import Client

    from saathi.agencies.second_factor import SESSION_KEY

    client = Client(SERVER_NAME="localhost")
    client.force_login(staff, "saathi.agencies.sign_in.backend.StaffBackend")
    session = client.session
    session[SESSION_KEY] = True
    session.save()
    return client.cookies["sessionid"].value


def visits(since: float) -> None:
    """One line a visit that has a note and was recorded since a moment: the note, unless erased."""
    from saathi.protection.casework.cases.models import Visit
    from saathi.vault import store as vault

    moment = dt.datetime.fromtimestamp(since, dt.UTC)
    result = Visit.objects.filter(sealed__isnull=False, recorded_at__gte=moment)
    for visit in result.iterator():
        with suppress(vault.FileKeyMissing):
            print(json.dumps(vault.open(visit).get("note", "")))


if __name__ == "__main__":
    with start.process("web" if sys.argv[1] == "in" else "maintenance"):
        warnings.filterwarnings("ignore", message="No directory at")
        if sys.argv[1] == "in":
            sign_in(int(sys.argv[2]) if sys.argv[2:] else MOST)
        else:
            visits(float(sys.argv[2]) if sys.argv[2:] else 0.0)
