"""Tells `send.js` where to go after a form it sent, without loading that page twice."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase

REQUEST_HEADER = "X-Saathi-Send"
NEXT_PAGE_HEADER = "X-Saathi-To"
# An empty response loads nothing; a page's policy would add 190 bytes to each saved form.
EMPTY_POLICY = "default-src 'none'; frame-ancestors 'none'"


class SendMiddleware:
    """Turns the redirect after a saved form into an empty response that names the next page.

    Only for requests that ask for it; a form sent without a script is redirected as usual. Place it
    outside all middleware that may redirect after a POST.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response; a redirect becomes 204 with `X-Saathi-To`."""
        response = self.get_response(request)
        if request.method != "POST" or REQUEST_HEADER not in request.headers:
            return response
        if not isinstance(response, HttpResponseRedirectBase):
            return response

        response[NEXT_PAGE_HEADER] = response.url
        del response["Location"]
        response["Content-Security-Policy"] = EMPTY_POLICY
        response.status_code = 204
        return response
