"""URLs of letters. Only opaque ids."""

from saathi.protection.casework.letters.views import screens

app_name = screens.app_name
urlpatterns = screens.urls
