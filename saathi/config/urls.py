"""Every address there is."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("law/", include("saathi.policy.urls")),
    path("numbers/", include("saathi.evidence.urls")),
]
