"""The pages of `web.page_names` at their URLs in the desk.

Requests resolve to the desk's own names, which are logged; these names are only for links.
"""

from django.urls import path

from saathi.desk.approvals import views as approvals
from saathi.desk.child_file import record_sources
from saathi.desk.child_file import views as child_file
from saathi.desk.child_search import views as child_search
from saathi.desk.day import views as day
from saathi.desk.erasing import views as erasing
from saathi.desk.registration import views as registration
from saathi.web import page_names

urlpatterns = [
    path("", day.my_day, name=page_names.MY_DAY),
    path("child/<uuid:file_id>/", child_file.child_file, name=page_names.CHILD_FILE),
    path("approvals/<uuid:approval_id>/", approvals.show_approval, name=page_names.APPROVAL),
    path("child/<uuid:file_id>/erasure/", erasing.show_erasure, name=page_names.ERASURE),
    path(
        "files/<uuid:record_file>/sources/",
        record_sources.show_record_sources,
        name=page_names.RECORD_SOURCES,
    ),
    path(
        "find/report/<uuid:report_id>/",
        child_search.find_from_report,
        name=page_names.SEARCH_FROM_REPORT,
    ),
    path(
        "find/report/<uuid:report_id>/open/",
        registration.open_case_from_report,
        name=page_names.OPEN_CASE_FROM_REPORT,
    ),
]
