"""URLs of notes, below the child's file. They contain opaque ids only."""

from saathi.protection.casework.notes.views import screens

app_name = screens.app_name
urlpatterns = screens.urls
