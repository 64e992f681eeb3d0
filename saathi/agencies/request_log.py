"""One log line per request: screen, person, status, duration. Never what was typed or seen."""

import logging
import time
from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from saathi.agencies.models import Staff
from saathi.infra import request_metrics
from saathi.infra.redaction import request_id

log = logging.getLogger(__name__)


class RequestLogMiddleware:
    """Writes the line when the response is ready. Outermost, so that it includes other middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response, unchanged."""
        token = request_id.set(str(uuid4()))
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            self._write(request, response.status_code, started)
        finally:
            request_id.reset(token)
        return response

    def _write(self, request: HttpRequest, status: int, started: float) -> None:
        match = request.resolver_match
        view = match.view_name if match else "none"
        seconds = time.perf_counter() - started
        request_metrics.count_request(
            screen=view, method=request.method, status=status, seconds=seconds
        )
        fields: dict[str, object] = {
            "view": view,
            "method": request.method,
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
        }
        # Set only if the session was read anyway: a log line must not cost a query.
        user = getattr(request, "_cached_user", None)
        if isinstance(user, Staff):
            fields["staff"] = str(user.id)
        log.log(logging.ERROR if status >= 500 else logging.INFO, "request", extra=fields)
