"""The URL of emergency access; the file code is sent in the form, never in the URL."""

from django.urls import path

from saathi.desk.emergency import views

urlpatterns = [path("emergency/", views.open_in_emergency, name="open_in_emergency")]
