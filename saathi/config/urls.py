"""Every address there is."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("child/<uuid:file_id>/voice/", include("saathi.participation.urls")),
    path("law/", include("saathi.policy.urls")),
    path("numbers/", include("saathi.evidence.urls")),
]
