"""All URLs, and the pages for errors."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("saathi.agencies.sign_in.urls")),
    path("", include("saathi.agencies.urls")),
    path("", include("saathi.desk.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("child/<uuid:file_id>/voice/", include("saathi.participation.urls")),
    path("child/<uuid:file_id>/plan/", include("saathi.protection.care_plans.urls")),
    path("child/<uuid:file_id>/happened/", include("saathi.protection.trafficking.urls")),
    path("child/<uuid:file_id>/consent/", include("saathi.consent.urls")),
    path("child/<uuid:file_id>/notes/", include("saathi.protection.notes.urls")),
    path("", include("saathi.protection.supplements.urls")),
    path("child/<uuid:file_id>/public/", include("saathi.protection.public_texts.urls")),
    path("child/<uuid:file_id>/orders/", include("saathi.protection.orders.urls")),
    path("", include("saathi.protection.handovers.urls")),
    path("", include("saathi.protection.complaints.urls")),
    path("", include("saathi.protection.committees.urls")),
    path("", include("saathi.protection.borders.urls")),
    path("", include("saathi.protection.screening.urls")),
    path("child/<uuid:file_id>/support/", include("saathi.protection.services.support_urls")),
    path("services/", include("saathi.protection.services.urls")),
    path("child/<uuid:file_id>/", include("saathi.protection.cases.urls")),
    path("child/", include("saathi.people.urls")),
    path("child/", include("saathi.people.identity.urls")),
    path("child/", include("saathi.people.around.urls")),
    path("operations/", include("saathi.protection.operations.urls")),
    path("reports/", include("saathi.protection.intake.urls")),
    path("missing/", include("saathi.protection.missing.urls")),
    path("matches/", include("saathi.protection.matches.urls")),
    path("", include("saathi.protection.incidents.urls")),
    path("law/", include("saathi.policy.urls")),
    path("numbers/estimates/", include("saathi.evidence.prevalence.urls")),
    path("numbers/external/", include("saathi.evidence.external.urls")),
    path("numbers/", include("saathi.evidence.urls")),
    path("releases/sharing/", include("saathi.evidence.sharing.urls")),
    path("releases/research/", include("saathi.evidence.research.urls")),
    path("releases/", include("saathi.evidence.releases.urls")),
    path("published/", include("saathi.evidence.releases.public_urls")),
]

if settings.IS_DEMO:
    urlpatterns += [path("demo/", include("saathi.agencies.sign_in.demo_urls"))]

handler400 = "saathi.web.error_pages.too_large"
handler403 = handler404 = "saathi.web.error_pages.not_found"
handler429 = "saathi.agencies.sign_in.session_limits.too_many"  # allauth looks for it here
handler500 = "saathi.web.error_pages.server_error"
