"""URLs of a child's file: with an opaque id, never a name."""

from django.urls import path

from saathi.desk.child_file import full_timeline, record_sources, views

urlpatterns = [
    path("child/<uuid:file_id>/", views.child_file, name="child_file"),
    path("child/<uuid:file_id>/purpose/", views.set_access_purpose, name="set_access_purpose"),
    path("child/<uuid:file_id>/timeline/", full_timeline.show_timeline, name="show_timeline"),
    path("child/<uuid:file_id>/access-log/", views.show_access_log, name="show_access_log"),
    path("child/<uuid:file_id>/sources/", record_sources.show_sources, name="show_sources"),
    path(
        "files/<uuid:record_file>/sources/",
        record_sources.show_record_sources,
        name="show_record_sources",
    ),
]
