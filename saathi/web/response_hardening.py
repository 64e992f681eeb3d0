"""Security headers and rules for every response, in addition to Django's middleware."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

ALLOWED_METHODS = ("GET", "HEAD", "POST", "OPTIONS")  # no page uses another


class ResponseHardeningMiddleware:
    """Refuses methods that no page uses, and restricts responses to our own pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response with its headers."""
        if request.method not in ALLOWED_METHODS:
            answer: HttpResponseBase = HttpResponseNotAllowed(ALLOWED_METHODS)
        else:
            answer = self.get_response(request)
        # Another site can neither embed nor measure our responses.
        answer.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return answer
