"""URLs of committee follow-ups. Only opaque ids."""

from saathi.protection.casework.committees.views import screens

app_name = screens.app_name
urlpatterns = screens.urls
