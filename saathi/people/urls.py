"""URLs that change a child's identity, below the URL of the file."""

from django.urls import path

from saathi.people import views

app_name = "people"

urlpatterns = [
    path("<uuid:file_id>/who/change/", views.edit_child, name="edit_child"),
    path("<uuid:file_id>/who/names/new/", views.add_name, name="add_name"),
    path("<uuid:file_id>/who/names/<int:place>/", views.change_name, name="change_name"),
    path("<uuid:file_id>/who/origin/", views.edit_origin, name="edit_origin"),
    path("<uuid:file_id>/who/languages/", views.edit_speech, name="edit_speech"),
    path("<uuid:file_id>/age/", views.add_age, name="add_age"),
]
