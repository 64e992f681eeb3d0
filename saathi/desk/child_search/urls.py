"""Addresses of the search and of enquiries: opaque ids only, never search terms."""

from django.urls import path

from saathi.desk.child_search import enquiries, missing, open_file, views

urlpatterns = [
    path("find/", views.find_child, name="find_child"),
    path("find/code/", views.find_by_code, name="find_by_code"),
    path("find/report/<uuid:report_id>/", views.find_from_report, name="find_from_report"),
    path("find/<uuid:enquiry_id>/", views.show_answer, name="show_answer"),
    path("find/<uuid:enquiry_id>/open/", open_file.open_file, name="open_file"),
    path("find/<uuid:enquiry_id>/is/<uuid:file_id>/", open_file.link_report, name="link_report"),
    path("enquiries/", enquiries.list_enquiries, name="list_enquiries"),
    path("enquiries/<uuid:match_id>/", enquiries.show_enquiry, name="show_enquiry"),
    path("enquiries/<uuid:match_id>/view/", enquiries.record_view, name="record_view"),
    path("missing/<uuid:missing_id>/compare/", missing.compare_missing, name="compare_missing"),
    path(
        "missing/<uuid:missing_id>/is/<uuid:file_id>/",
        missing.follow_missing,
        name="follow_missing",
    ),
]
