"""Every address there is."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("saathi.agencies.sign_in.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("law/", include("saathi.policy.urls")),
    path("numbers/", include("saathi.evidence.urls")),
]

if settings.IS_DEMO:
    urlpatterns += [path("demo/", include("saathi.agencies.sign_in.demo_urls"))]
