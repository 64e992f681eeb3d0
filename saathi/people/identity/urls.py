"""URLs of identity pages, below the URL of the child's file."""

from django.urls import path

from saathi.people.identity import views

app_name = "identity"

urlpatterns = [
    path("<uuid:file_id>/who/", views.show_child, name="show_child"),
    path("<uuid:file_id>/who/print/", views.print_child, name="print_child"),
    path("<uuid:file_id>/who/earlier/", views.show_earlier, name="show_earlier"),
    path("<uuid:file_id>/who/papers/new/", views.add_paper, name="add_paper"),
    path("<uuid:file_id>/who/papers/<uuid:paper_id>/", views.change_paper, name="change_paper"),
    path("<uuid:file_id>/who/functions/new/", views.record_functioning, name="record_functioning"),
    path("<uuid:file_id>/who/grounds/new/", views.record_grounds, name="record_grounds"),
    path(
        "<uuid:file_id>/who/grounds/<uuid:grounds_id>/", views.change_grounds, name="change_grounds"
    ),
    path("<uuid:file_id>/who/culture/", views.edit_culture, name="edit_culture"),
    path("<uuid:file_id>/who/background/", views.edit_background, name="edit_background"),
    path("<uuid:file_id>/who/movements/new/", views.add_movement, name="add_movement"),
    path(
        "<uuid:file_id>/who/movements/<uuid:movement_id>/",
        views.change_movement,
        name="change_movement",
    ),
]
