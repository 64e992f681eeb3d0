"""URLs of incidents. Only opaque ids."""

from saathi.protection.oversight.incidents.views import screens

app_name = screens.app_name
urlpatterns = screens.urls
