"""URLs of exports, included in those of the desk."""

from django.urls import path

from saathi.desk.exporting import views

_ONE = "exchange/exports/<uuid:export_id>/"

urlpatterns = [
    path("exchange/exports/", views.list_exports, name="list_exports"),
    path("exchange/exports/new/", views.request_export, name="request_export"),
    path("child/<uuid:file_id>/export/", views.request_file_export, name="request_file_export"),
    path(_ONE, views.show_export, name="show_export"),
    path(f"{_ONE}passphrase/", views.reveal_passphrase, name="reveal_passphrase"),
    path(f"{_ONE}fetch/", views.download_export, name="download_export"),
    path(f"{_ONE}end/", views.end_export, name="end_export"),
]
