"""Addresses of the desk that other screens lead to; where one is not there yet, it answers 404."""

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import path

from saathi.desk import urls

ADDRESSES = {
    "my_day": "",
    "list_approvals": "approvals/",
    "child_file": "child/<uuid:file_id>/",
}


def _absent(request: HttpRequest, **_: object) -> NoReturn:
    raise Http404


for name, address in ADDRESSES.items():
    if name not in {pattern.name for pattern in urls.urlpatterns}:
        urls.urlpatterns.append(path(address, _absent, name=name))
