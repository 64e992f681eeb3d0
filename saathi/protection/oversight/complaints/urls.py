"""URLs of complaints: below a child's file, and all that wait. Only opaque ids."""

from saathi.protection.oversight.complaints.views import screens

app_name = screens.app_name
urlpatterns = screens.urls
