"""Every address there is, and the pages for what is not there."""

from allauth.account.views import logout
from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("sign-out", logout, name="sign_out"),
    path("language/", include("django.conf.urls.i18n")),
    path("child/<uuid:file_id>/voice/", include("saathi.participation.urls")),
    path("child/<uuid:file_id>/", include("saathi.protection.cases.urls")),
    path("law/", include("saathi.policy.urls")),
    path("", include("saathi.desk.urls")),
    path("child/<uuid:file_id>/plan/", include("saathi.protection.care_plans.urls")),
    path("child/", include("saathi.people.urls")),
    path("reports/", include("saathi.protection.intake.urls")),
    path("numbers/", include("saathi.evidence.urls")),
    path("", include("saathi.web.urls")),
]

handler403 = "saathi.web.troubles.form_too_old"
handler404 = "saathi.web.troubles.not_found"
handler500 = "saathi.web.troubles.broken"
