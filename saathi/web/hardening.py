"""What every answer has in common for the sake of safety, beside what Django's middleware sets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

METHODS = ("GET", "HEAD", "POST", "OPTIONS")  # no page uses another
SIGN_OUT = "account_logout"


class HardenAnswers:
    """Refuses methods that no page uses, keeps answers to our own pages, empties caches at sign-out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer with its headers."""
        if request.method not in METHODS:
            answer: HttpResponseBase = HttpResponseNotAllowed(METHODS)
        else:
            answer = self.get_response(request)
        # Another site can neither show nor measure what this one sends.
        answer.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        match = request.resolver_match
        if request.method == "POST" and match is not None and match.view_name == SIGN_OUT:
            # Not "storage": forms that wait for the line stay, sealed to their writer.
            answer.headers["Clear-Site-Data"] = '"cache"'
        return answer
