"""A form sent twice is saved once: each form carries a one-use key.

`claim_key` claims the key; a second submission, even one that arrives while the first is being
processed, waits for it and is redirected to its result. A submission with the key of a saved form
and other contents (after Back) saves nothing and says so. `free_form_key` frees the key when the form
had an error.
"""

import json
import uuid
from dataclasses import dataclass

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from saathi.agencies.staff_requests import StaffRequest
from saathi.web import error_pages

KEY_FIELD = "form_key"
_NOT_CONTENTS = frozenset({KEY_FIELD, "csrfmiddlewaretoken"})
SAVED_HEADER = (
    "X-Saathi-Saved"  # tells a browser that sends its stored entries that it can delete them
)


def new_form_key() -> str:
    """A new key for a form that is about to be shown."""
    return str(uuid.uuid4())


@dataclass(frozen=True)
class EarlierSubmission:
    """A form that was saved with this key: where it led, and whether it had the same contents."""

    address: str
    has_same_contents: bool

    def redirect(self) -> HttpResponse:
        """The redirect to the result of the first submission."""
        return redirect_saved(self.address) if self.address else redirect("/")


def claim_key(request: StaffRequest) -> HttpResponse | None:
    """None for the first submission; else a redirect to its result, or 409 if contents differ."""
    earlier = find_earlier_submission(request)
    if earlier is None:
        return None
    if earlier.has_same_contents or not earlier.address:
        return earlier.redirect()
    return error_pages.already_saved(request, saved_url=earlier.address)


def find_earlier_submission(request: StaffRequest) -> EarlierSubmission | None:
    """The earlier submission; None for the first, which claims its key."""
    key = _key(request)
    if key is None:
        return None
    contents = _digest_contents(request, key)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO agencies_formkey (key, staff_id, used_at, result, contents) "
            "VALUES (%s, %s, now(), '', %s) ON CONFLICT (key) DO NOTHING",
            [key, request.staff.id, contents],
        )
        if cursor.rowcount == 1:
            return None
        cursor.execute(
            "SELECT result, contents FROM agencies_formkey WHERE key = %s AND staff_id = %s",
            [key, request.staff.id],
        )
        address, saved = cursor.fetchone() or ("", "")
    address = address if is_local_address(address) else ""
    return EarlierSubmission(address, has_same_contents=saved in ("", contents))


def free_form_key(request: StaffRequest) -> None:
    """Frees the key: the form had an error and will be sent again."""
    key = _key(request)
    if key is not None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM agencies_formkey WHERE key = %s AND staff_id = %s AND result = ''",
                [key, request.staff.id],
            )


def finish_submission(request: StaffRequest, address: str) -> HttpResponse:
    """The redirect after a form was saved; later submissions are redirected there too."""
    key = _key(request)
    if key is not None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE agencies_formkey SET result = %s WHERE key = %s AND staff_id = %s",
                [address, key, request.staff.id],
            )
    return redirect_saved(address)


def is_local_address(address: str) -> bool:
    """Whether a stored address is a page of this installation: a path without host or scheme.

    The database refuses other addresses as well (`local_addresses` of a model).
    """
    is_path = address.startswith("/") and address.isprintable()
    return is_path and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def redirect_saved(address: str) -> HttpResponse:
    """The redirect, with a header saying that the entries are saved: a browser may delete them."""
    response = redirect(address)
    response[SAVED_HEADER] = "1"
    return response


def _key(request: StaffRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(KEY_FIELD, ""))
    except ValueError:
        return None


def _digest_contents(request: StaffRequest, key: uuid.UUID) -> str:
    """A digest of what was sent, keyed by the installation: no one can test guesses against it.

    Files count by name and size.
    """
    sent = sorted(
        (name, *values) for name, values in request.POST.lists() if name not in _NOT_CONTENTS
    )
    files = sorted(
        (name, file.name, file.size)
        for name, given in request.FILES.lists()
        for file in given
        if hasattr(file, "name")
    )
    text = json.dumps([sent, files])
    return salted_hmac(f"{__name__}.{key}", text, algorithm="sha256").hexdigest()
