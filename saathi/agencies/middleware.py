"""One transaction per request: set the context, run the view, render, commit."""

import logging
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils import timezone

from saathi import audit
from saathi.agencies import collection_methods, context
from saathi.agencies.models import Staff
from saathi.agencies.refusal_log import record_refusal
from saathi.agencies.request_cache import request_cache
from saathi.infra import parser_sandbox
from saathi.vault import store as vault
from saathi.web import error_pages
from saathi.web.choice_search import list_country_first

log = logging.getLogger("saathi.request")


class StreamingRefused(RuntimeError):
    """A streaming response would be produced after its transaction and thus be empty."""


class TransactionMiddleware:
    """Runs each request of a signed-in member of staff in one transaction with their context.

    Django's own ATOMIC_REQUESTS ends before a `TemplateResponse` renders; this middleware includes
    the rendering. A failed request is rolled back as a whole; the refusal is then recorded on a
    separate connection with its own commit.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response, rendered and committed."""
        request.failure = None  # type: ignore[attr-defined]
        staff = request.user if isinstance(request.user, Staff) else None
        if staff is not None and not staff.is_active:
            staff = None
        sender = str(staff.id) if staff is not None else ""
        with (
            transaction.atomic(),
            vault.open_keyring(),
            audit.gather_entries(),
            request_cache(),
            collection_methods.use_collection_method(collection_methods.method_of_request(request)),
            parser_sandbox.uploads_sent_by(sender),
            # Templates show each time by the clock of the reader's office.
            timezone.override(staff.office.time_zone if staff is not None else None),
            list_country_first(staff.office.country if staff is not None else ""),
        ):
            if staff is not None:
                staff.acts_as = context.enter_staff_context(staff=staff.id, agency=staff.agency_id)
            response = self.get_response(request)
            if isinstance(response, HttpResponseNotAllowed):
                response = error_pages.method_not_allowed(request, response)
            if response.streaming and staff is not None:
                raise StreamingRefused("Long answers are made by a job into a file.")
            if request.failure is not None or response.status_code >= 500:  # type: ignore[attr-defined]
                transaction.set_rollback(True)
            else:
                audit.write_gathered_entries()
                if staff is not None:
                    context.leave_context_at_end()
        if isinstance(request.failure, Http404 | PermissionDenied) and staff is not None:  # type: ignore[attr-defined]
            record_refusal(staff=staff, request=request)
        if staff is not None and isinstance(response, HttpResponse):
            # No data of a child may stay on a shared computer, and Back must ask the server again.
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Remembers that the view failed; Django then makes the response."""
        request.failure = exception  # type: ignore[attr-defined]
