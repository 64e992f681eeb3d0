"""URLs of due dates: those of a child, and the children of an office who were not met."""

from django.urls import path

from saathi.protection.casework.cases import due_views

app_name = "dues"

urlpatterns = [
    path("child/<uuid:file_id>/due/", due_views.list_dues, name="list_dues"),
    path("child/<uuid:file_id>/due/<uuid:due_id>/", due_views.move_due, name="move_due"),
    path("not-met/", due_views.list_not_met, name="list_not_met"),
]
