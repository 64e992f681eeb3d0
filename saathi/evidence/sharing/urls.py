"""URLs of agreements between authorities, for staff."""

from django.urls import path

from saathi.evidence.sharing import views

app_name = "sharing"

urlpatterns = [
    path("", views.list_agreements, name="list_agreements"),
    path("new/", views.add_agreement, name="add_agreement"),
    path("<uuid:agreement_id>/", views.show_agreement, name="show_agreement"),
    path("<uuid:agreement_id>/share/", views.share_tables, name="share_tables"),
    path(
        "<uuid:agreement_id>/<slug:action>/",
        views.confirm_agreement_step,
        name="confirm_agreement_step",
    ),
]
