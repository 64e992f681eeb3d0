"""URLs of facilities. They contain opaque ids only."""

from django.urls import path

from saathi.protection.care.facilities import detail_views, views

app_name = "facilities"

_FACILITY = "<uuid:facility_id>/"
_LICENCE = f"{_FACILITY}licences/<uuid:licence_id>/"

urlpatterns = [
    path("", views.list_facilities, name="list_facilities"),
    path("new/", views.add_facility, name="add_facility"),
    path("print/", views.print_facilities, name="print_facilities"),
    path("table/", views.download_facilities, name="download_facilities"),
    path("import/", views.import_facilities, name="import_facilities"),
    path("publish/", views.publish_facilities, name="publish_facilities"),
    path(_FACILITY, views.show_facility, name="show_facility"),
    path(f"{_FACILITY}change/", views.change_facility, name="change_facility"),
    path(f"{_FACILITY}licence/", detail_views.record_licence, name="record_licence"),
    path(f"{_LICENCE}confirm/", detail_views.confirm_licence, name="confirm_licence"),
    path(f"{_LICENCE}withdraw/", detail_views.withdraw_licence, name="withdraw_licence"),
    path(f"{_FACILITY}address/", detail_views.change_address, name="change_address"),
    path(f"{_FACILITY}address/publish/", detail_views.publish_address, name="publish_address"),
    path(f"{_FACILITY}<slug:action>/", views.act_on_facility, name="act_on_facility"),
]
