"""Addresses of a child's file: an opaque id, never a name."""

from django.urls import path

from saathi.desk.child_file import full_timeline, views

urlpatterns = [
    path("child/<uuid:file_id>/", views.child_file, name="child_file"),
    path("child/<uuid:file_id>/purpose/", views.say_purpose, name="say_purpose"),
    path("child/<uuid:file_id>/timeline/", full_timeline.timeline, name="timeline"),
    path("child/<uuid:file_id>/looks/", views.who_looked, name="who_looked"),
]
