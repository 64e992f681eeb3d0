"""A form that is sent twice writes once: each form carries a key that can be used a single time.

`begin` claims the key; a second send, even one that arrives while the first is under way, waits
for it and is led to its result. `give_back` frees the key when the form had an error.
"""

import uuid

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect

from saathi.agencies.http import StaffRequest

KEY_FIELD = "form_key"
SAVED_HEADER = (
    "X-Saathi-Saved"  # tells a browser that sends what it kept that it need not keep it longer
)


def new_form_key() -> str:
    """A fresh key for a form that is about to be shown."""
    return str(uuid.uuid4())


def claim_key(request: StaffRequest) -> HttpResponse | None:
    """None when this send is the first; else the way to where the first one led."""
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
        found = cursor.fetchone()
    return redirect_saved(found[0]) if found and found[0] else redirect("/")


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
    """The way on after a form did its work; a second send will be led there too."""
    key = _key(request)
    if key is not None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE agencies_formkey SET result = %s WHERE key = %s AND staff_id = %s",
                [address, key, request.staff.id],
            )
    return redirect_saved(address)


def redirect_saved(address: str) -> HttpResponse:
    """The way on, with the word that what was sent is kept here: a browser may forget it."""
    response = redirect(address)
    response[SAVED_HEADER] = "1"
    return response


def _key(request: StaffRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(KEY_FIELD, ""))
    except ValueError:
        return None
