"""Addresses of the numbers."""

from django.urls import path

from saathi.evidence import views

app_name = "evidence"

urlpatterns = [
    path("", views.show_detected, name="numbers"),
    path("detected.csv", views.download_detected, name="download_detected"),
]
