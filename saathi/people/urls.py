"""URLs that change a child's identity, below the URL of the file."""

from django.urls import path

from saathi.people import views

app_name = "people"

urlpatterns = [
    path("<uuid:file_id>/who/change/", views.edit_child_details, name="edit_child_details"),
    path("<uuid:file_id>/who/names/new/", views.add_name, name="add_name"),
    path("<uuid:file_id>/who/names/<int:place>/", views.change_name, name="change_name"),
    path(
        "<uuid:file_id>/who/origin/",
        views.edit_nationality_and_status,
        name="edit_nationality_and_status",
    ),
    path("<uuid:file_id>/who/languages/", views.edit_communication, name="edit_communication"),
    path("<uuid:file_id>/age/", views.add_age_evidence, name="add_age_evidence"),
]
