"""URLs of relations and allegations, below the URL of the child's file."""

from django.urls import path

from saathi.people.around import views

app_name = "around"

urlpatterns = [
    path("<uuid:file_id>/around/", views.show_around, name="show_around"),
    path("<uuid:file_id>/around/new/", views.add_person, name="add_person"),
    path("<uuid:file_id>/around/<uuid:person_id>/", views.change_person, name="change_person"),
    path("<uuid:file_id>/around/alleged/new/", views.add_alleged, name="add_alleged"),
    path(
        "<uuid:file_id>/around/alleged/<uuid:alleged_id>/",
        views.change_alleged,
        name="change_alleged",
    ),
    path(
        "<uuid:file_id>/around/alleged/<uuid:alleged_id>/outcome/",
        views.add_outcome,
        name="add_outcome",
    ),
]
