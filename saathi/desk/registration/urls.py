"""URLs from a report to a case. They contain only opaque ids."""

from django.urls import path

from saathi.desk.registration import assignment_page, views

urlpatterns = [
    path(
        "find/report/<uuid:report_id>/open/",
        views.open_case_from_report,
        name="open_case_from_report",
    ),
    path(
        "find/report/<uuid:report_id>/is/",
        views.link_report_by_code,
        name="link_report_by_code",
    ),
    path(
        "find/report/<uuid:report_id>/is/<uuid:file_id>/",
        views.link_report,
        name="link_report",
    ),
    path("child/<uuid:file_id>/assign/", assignment_page.assign_case, name="assign_case"),
    path("find/<uuid:enquiry_id>/open/", views.open_file_from_search, name="open_file_from_search"),
]
