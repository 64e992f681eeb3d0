"""URLs of the search and of enquiries: with opaque ids only, never search terms."""

from django.urls import path

from saathi.desk.child_search import enquiries, missing_children, views

urlpatterns = [
    path("find/", views.find_child, name="find_child"),
    path("find/code/", views.find_by_code, name="find_by_code"),
    path("find/report/<uuid:report_id>/", views.find_from_report, name="find_from_report"),
    path("find/<uuid:enquiry_id>/", views.show_search_result, name="show_search_result"),
    path("enquiries/", enquiries.list_enquiries, name="list_enquiries"),
    path("enquiries/<uuid:match_id>/", enquiries.show_enquiry, name="show_enquiry"),
    path(
        "enquiries/<uuid:match_id>/view/",
        enquiries.record_child_view_on_enquiry,
        name="record_child_view_on_enquiry",
    ),
    path(
        "missing/<uuid:missing_id>/compare/",
        missing_children.compare_missing_child,
        name="compare_missing_child",
    ),
    path(
        "missing/<uuid:missing_id>/is/<uuid:file_id>/",
        missing_children.link_missing_report,
        name="link_missing_report",
    ),
]
