"""Addresses of the look: `path("", include("saathi.web.urls"))`."""

from django.urls import path

from saathi.web import views

app_name = "web"
urlpatterns = [path("away", views.away, name="away")]
