"""All URLs, and the pages for errors."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("saathi.agencies.sign_in.urls")),
    path("", include("saathi.agencies.urls")),
    path("", include("saathi.desk.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("child/<uuid:file_id>/voice/", include("saathi.participation.urls")),
    path("child/<uuid:file_id>/plan/", include("saathi.protection.casework.care_plans.urls")),
    path(
        "child/<uuid:file_id>/happened/",
        include("saathi.protection.identification.trafficking.urls"),
    ),
    path("child/<uuid:file_id>/consent/", include("saathi.consent.urls")),
    path("", include("saathi.protection.casework.notes.urls")),
    path("", include("saathi.protection.casework.supplements.urls")),
    path("child/<uuid:file_id>/public/", include("saathi.protection.justice.public_texts.urls")),
    path("child/<uuid:file_id>/orders/", include("saathi.protection.decisions.orders.urls")),
    path("", include("saathi.protection.casework.handovers.urls")),
    path("", include("saathi.protection.oversight.complaints.urls")),
    path("", include("saathi.protection.casework.committees.urls")),
    path("", include("saathi.protection.returns.borders.urls")),
    path("", include("saathi.protection.identification.screening.urls")),
    path(
        "child/<uuid:file_id>/support/", include("saathi.protection.casework.services.support_urls")
    ),
    path("services/", include("saathi.protection.casework.services.urls")),
    path("child/<uuid:file_id>/", include("saathi.protection.casework.cases.urls")),
    path("child/", include("saathi.people.urls")),
    path("child/", include("saathi.people.identity.urls")),
    path("child/", include("saathi.people.around.urls")),
    path("operations/", include("saathi.protection.identification.operations.urls")),
    path("reports/", include("saathi.protection.identification.intake.urls")),
    path("missing/", include("saathi.protection.identification.missing.urls")),
    path("matches/", include("saathi.protection.identification.matches.urls")),
    path("", include("saathi.protection.oversight.incidents.urls")),
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
