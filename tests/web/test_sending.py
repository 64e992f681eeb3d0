from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from saathi.web.script_redirects import SendMiddleware


def answered(response: HttpResponse, **headers: str) -> HttpResponse:
    return SendMiddleware(lambda _request: response)(RequestFactory().post("/", headers=headers))


def test_a_form_sent_by_script_learns_the_next_page_without_loading_it() -> None:
    response = answered(HttpResponseRedirect("/cases/1"), x_saathi_send="1")

    assert response.status_code == 204
    assert response["X-Saathi-To"] == "/cases/1"
    assert "Location" not in response
    assert response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_form_without_script_is_redirected() -> None:
    response = answered(HttpResponseRedirect("/cases/1"))

    assert (response.status_code, response["Location"]) == (302, "/cases/1")


def test_form_sent_by_script_with_errors_returns_full_page() -> None:
    response = answered(HttpResponse("mistakes"), x_saathi_send="1")

    assert (response.status_code, response.content) == (200, b"mistakes")
