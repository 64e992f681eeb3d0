"""Addresses of the desk. None holds a personal value."""

from saathi.desk.finding.urls import urlpatterns as finding

app_name = "desk"

urlpatterns = [*finding]
