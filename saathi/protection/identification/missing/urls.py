"""URLs of missing children. They contain opaque ids only."""

from django.urls import path

from saathi.protection.identification.missing.views import photos, publishing, reports, searching

app_name = "missing"

urlpatterns = [
    path("", reports.list_missing, name="list_missing"),
    path("new/", reports.report_missing, name="report_missing"),
    path(
        "new/<uuid:report_id>/",
        reports.report_missing_from_report,
        name="report_missing_from_report",
    ),
    path("<uuid:missing_id>/", reports.show_missing, name="show_missing"),
    path("<uuid:missing_id>/photo/", reports.show_photo, name="show_photo"),
    path("<uuid:missing_id>/photos/", photos.list_search_photos, name="list_search_photos"),
    path("<uuid:missing_id>/photos/new/", photos.add_search_photo, name="add_search_photo"),
    path(
        "<uuid:missing_id>/photos/<uuid:photo_id>/",
        photos.open_search_photo,
        name="open_search_photo",
    ),
    path(
        "<uuid:missing_id>/photos/<uuid:photo_id>/erase/",
        photos.erase_search_photo,
        name="erase_search_photo",
    ),
    path("<uuid:missing_id>/child/", reports.change_missing_child, name="change_missing_child"),
    path(
        "<uuid:missing_id>/told/",
        reports.change_disappearance,
        name="change_disappearance",
    ),
    path("<uuid:missing_id>/search/", searching.add_search, name="add_search"),
    path("<uuid:missing_id>/heard/", searching.add_sighting, name="add_sighting"),
    path(
        "<uuid:missing_id>/heard/<uuid:sighting_id>/",
        searching.verify_sighting,
        name="verify_sighting",
    ),
    path("<uuid:missing_id>/found/", searching.record_child_found, name="record_child_found"),
    path("<uuid:missing_id>/stands/", searching.change_report_state, name="change_report_state"),
    path("<uuid:missing_id>/close/", searching.close_missing_report, name="close_missing_report"),
    path(
        "<uuid:missing_id>/notice/", publishing.request_public_notice, name="request_public_notice"
    ),
    path(
        "<uuid:missing_id>/notice/<uuid:notice_id>/",
        publishing.show_public_notice,
        name="show_public_notice",
    ),
    path(
        "<uuid:missing_id>/notice/<uuid:notice_id>/withdraw/",
        publishing.withdraw_public_notice,
        name="withdraw_public_notice",
    ),
    path(
        "<uuid:missing_id>/notice/<uuid:notice_id>/print/",
        publishing.print_public_notice,
        name="print_public_notice",
    ),
]
