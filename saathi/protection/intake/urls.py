"""Addresses of the intake. An address holds opaque ids only."""

from django.urls import path

from saathi.protection.intake import views

app_name = "intake"

urlpatterns = [
    path("", views.list_reports, name="list_reports"),
    path("new/", views.record_report, name="record_report"),
    path("<uuid:report_id>/", views.show_report, name="show_report"),
    path("<uuid:report_id>/hand-over/", views.hand_over, name="hand_over"),
    path("<uuid:report_id>/outcome/", views.record_outcome, name="record_outcome"),
]
