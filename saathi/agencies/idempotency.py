"""A form sent twice is saved once: each form carries a one-use key.

`claim_key` claims the key; a second submission, even one that arrives while the first is being
processed, waits for it and is redirected to its result. `release_key` frees the key when the form
had an error.
"""

import uuid

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from saathi.agencies.staff_requests import StaffRequest

KEY_FIELD = "form_key"
SAVED_HEADER = (
    "X-Saathi-Saved"  # tells a browser that sends its stored entries that it can delete them
)


def new_form_key() -> str:
    """A new key for a form that is about to be shown."""
    return str(uuid.uuid4())


def claim_key(request: StaffRequest) -> HttpResponse | None:
    """None for the first submission; else a redirect to the result of the first."""
    key = _key(request)
    if key is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO agencies_formkey (key, staff_id, used_at, result) "
            "VALUES (%s, %s, now(), '') ON CONFLICT (key) DO NOTHING",
            [key, request.staff.id],
        )
        if cursor.rowcount == 1:
            return None
        cursor.execute(
            "SELECT result FROM agencies_formkey WHERE key = %s AND staff_id = %s",
            [key, request.staff.id],
        )
        row = cursor.fetchone()
    return redirect_saved(row[0]) if row and is_local_address(row[0]) else redirect("/")


def release_key(request: StaffRequest) -> None:
    """Frees the key: the form had an error and will be sent again."""
    key = _key(request)
    if key is not None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM agencies_formkey WHERE key = %s AND staff_id = %s AND result = ''",
                [key, request.staff.id],
            )


def finish_submission(request: StaffRequest, address: str) -> HttpResponse:
    """The redirect after a form was saved; a second submission is redirected there too."""
    key = _key(request)
    if key is not None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE agencies_formkey SET result = %s WHERE key = %s AND staff_id = %s",
                [address, key, request.staff.id],
            )
    return redirect_saved(address)


def is_local_address(address: str) -> bool:
    """Whether a stored address leads to a page of this installation: a path, without a host or scheme.

    The database refuses others as well (`local_addresses` of a model).
    """
    is_path = address.startswith("/") and address.isprintable()
    return is_path and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def redirect_saved(address: str) -> HttpResponse:
    """The redirect with a header that says the entries are saved: a browser may delete its copy."""
    response = redirect(address)
    response[SAVED_HEADER] = "1"
    return response


def _key(request: StaffRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(KEY_FIELD, ""))
    except ValueError:
        return None
