"""URLs of a child's team and of hiding the file."""

from django.urls import path

from saathi.desk.team import views

urlpatterns = [
    path("hidden-files/", views.list_hidden_files, name="list_hidden_files"),
    path("child/<uuid:file_id>/team/", views.change_team, name="change_team"),
    path("child/<uuid:file_id>/hidden/", views.manage_hidden_from, name="manage_hidden_from"),
]
