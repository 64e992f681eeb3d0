"""URLs of relations and allegations, below the URL of the child's file."""

from django.urls import path

from saathi.people.around import views

app_name = "around"

urlpatterns = [
    path("<uuid:file_id>/around/", views.show_relations, name="show_relations"),
    path("<uuid:file_id>/around/new/", views.add_relation, name="add_relation"),
    path("<uuid:file_id>/around/<uuid:person_id>/", views.change_relation, name="change_relation"),
    path(
        "<uuid:file_id>/around/alleged/new/",
        views.add_alleged_perpetrator,
        name="add_alleged_perpetrator",
    ),
    path(
        "<uuid:file_id>/around/alleged/<uuid:alleged_id>/",
        views.change_alleged_perpetrator,
        name="change_alleged_perpetrator",
    ),
    path(
        "<uuid:file_id>/around/alleged/<uuid:alleged_id>/outcome/",
        views.add_authority_outcome,
        name="add_authority_outcome",
    ),
]
