"""Addresses of imports, part of those of the desk."""

from django.urls import path

from saathi.desk.importing import views

urlpatterns = [
    path("exchange/", views.exchange, name="exchange"),
    path("exchange/imports/new/", views.new_import, name="new_import"),
    path("exchange/imports/<uuid:import_id>/", views.show_import, name="show_import"),
    path("exchange/imports/<uuid:import_id>/columns/", views.import_columns, name="import_columns"),
    path("exchange/imports/<uuid:import_id>/words/", views.import_words, name="import_words"),
    path("exchange/imports/<uuid:import_id>/rows/", views.import_rows, name="import_rows"),
    path("exchange/imports/<uuid:import_id>/mistakes/", views.import_errors, name="import_errors"),
    path("exchange/imports/<uuid:import_id>/decide/", views.decide_import, name="decide_import"),
    path("exchange/imports/<uuid:import_id>/drop/", views.drop_import, name="drop_import"),
    path(
        "exchange/imports/<uuid:import_id>/back/", views.take_back_import, name="take_back_import"
    ),
    path("exchange/samples/<str:name>", views.sample_file, name="sample_file"),
    path("child/<uuid:file_id>/origin/", views.show_origin, name="show_origin"),
]
