"""URLs of imports, included in those of the desk."""

from django.urls import path

from saathi.desk.importing import duplicate_views, origin_views, primero_views, views

urlpatterns = [
    path("exchange/", views.list_imports, name="list_imports"),
    path("exchange/imports/new/", views.upload_import, name="upload_import"),
    path("exchange/imports/<uuid:import_id>/", views.show_import, name="show_import"),
    path(
        "exchange/imports/<uuid:import_id>/columns/",
        views.map_import_columns,
        name="map_import_columns",
    ),
    path(
        "exchange/imports/<uuid:import_id>/words/",
        views.map_import_values,
        name="map_import_values",
    ),
    path(
        "exchange/imports/<uuid:import_id>/rows/", views.list_import_rows, name="list_import_rows"
    ),
    path(
        "exchange/imports/<uuid:import_id>/rows/<int:number>/",
        primero_views.preview_import_row,
        name="preview_import_row",
    ),
    path(
        "exchange/imports/<uuid:import_id>/check/",
        primero_views.check_import_again,
        name="check_import_again",
    ),
    path(
        "exchange/imports/<uuid:import_id>/mistakes/",
        views.download_import_errors,
        name="download_import_errors",
    ),
    path(
        "exchange/imports/<uuid:import_id>/duplicates/",
        duplicate_views.list_import_duplicates,
        name="list_import_duplicates",
    ),
    path("exchange/imports/<uuid:import_id>/decide/", views.decide_import, name="decide_import"),
    path("exchange/imports/<uuid:import_id>/drop/", views.discard_import, name="discard_import"),
    path(
        "exchange/imports/<uuid:import_id>/back/",
        views.undo_completed_import,
        name="undo_completed_import",
    ),
    path("exchange/samples/<str:name>", views.download_sample_file, name="download_sample_file"),
    path(
        "child/<uuid:file_id>/origin/", origin_views.show_import_origin, name="show_import_origin"
    ),
]
