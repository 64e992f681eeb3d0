"""Addresses of the desk. None holds a personal value."""

from saathi.desk.approving.urls import urlpatterns as approving
from saathi.desk.closing.urls import urlpatterns as closing
from saathi.desk.finding.urls import urlpatterns as finding

app_name = "desk"

urlpatterns = [*finding, *approving, *closing]
