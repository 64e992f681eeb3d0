"""URLs of notes, below the child's file. They contain opaque ids only."""

from django.urls import path

from saathi.protection.casework.notes import views

app_name = "notes"

urlpatterns = [
    path("", views.list_notes, name="list_notes"),
    path("new/", views.leave_note, name="leave_note"),
    path("<uuid:note_id>/", views.end_note, name="end_note"),
]
