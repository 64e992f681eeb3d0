"""All URLs, at the prefixes that the domains declare, and the pages for errors."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from saathi.agencies.domains import domains_by_app


def urls_of_module(module: str) -> Any:
    """The URLs of a module: its `screens`, which include addresses, else the module itself."""
    result = import_module(module)
    return getattr(result, "screens", result)


urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", include("django.conf.urls.i18n")),
    *(
        path(prefix, include(urls_of_module(f"{app}.{module}")))
        for app, domain in domains_by_app().items()
        for module, prefix in domain.urls.items()
    ),
]

if settings.IS_DEMO:
    urlpatterns += [
        path("demo/", include("saathi.agencies.sign_in.demo_urls")),
        path("demo/tour/", include("saathi.simulation.tour.urls")),
    ]

handler400 = "saathi.web.error_pages.too_large"
handler403 = handler404 = "saathi.web.error_pages.not_found"
handler429 = "saathi.agencies.sign_in.session_limits.too_many"  # allauth looks for it here
handler500 = "saathi.web.error_pages.server_error"
