"""URLs of operations. Only opaque ids."""

from saathi.protection.identification.operations.views import screens

app_name = screens.app_name
urlpatterns = screens.urls
