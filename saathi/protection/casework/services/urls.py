"""URLs of the directory, of courses and of referrals. They contain opaque ids only."""

from django.urls import path

from saathi.protection.casework.services.views import courses, directory, referral_lists

app_name = "services"

urlpatterns = [
    path("", directory.list_services, name="list_services"),
    path("new/", directory.add_service, name="add_service"),
    path("facility/", directory.offer_facility, name="offer_facility"),
    path("print/", directory.print_services, name="print_services"),
    path("table/", directory.download_services, name="download_services"),
    path("import/", directory.import_services, name="import_services"),
    path("publish/", directory.publish_services, name="publish_services"),
    path("<uuid:service_id>/", directory.show_service, name="show_service"),
    path("<uuid:service_id>/change/", directory.change_service, name="change_service"),
    path("<uuid:service_id>/verify/", directory.verify_service, name="verify_service"),
    path("<uuid:service_id>/withdraw/", directory.withdraw_service, name="withdraw_service"),
    path("<uuid:service_id>/translate/", directory.translate_service, name="translate_service"),
    path("<uuid:service_id>/<slug:action>/", directory.act_on_service, name="act_on_service"),
    path("courses/", courses.list_courses, name="list_courses"),
    path("courses/new/", courses.add_course, name="add_course"),
    path("courses/<uuid:course_id>/", courses.show_course, name="show_course"),
    path("courses/<uuid:course_id>/change/", courses.change_course, name="change_course"),
    path("courses/<uuid:course_id>/children/", courses.record_proposals, name="record_proposals"),
    path(
        "courses/<uuid:course_id>/children/<uuid:shaping_id>/",
        courses.answer_proposal,
        name="answer_proposal",
    ),
    path(
        "courses/<uuid:course_id>/meeting/",
        courses.record_course_session,
        name="record_course_session",
    ),
    path(
        "courses/<uuid:course_id>/meeting/<uuid:session_id>/",
        courses.change_attendance,
        name="change_attendance",
    ),
    path("referrals/", referral_lists.list_referrals, name="list_referrals"),
    path(
        "referrals/<uuid:referral_id>/",
        referral_lists.record_report_referral_progress,
        name="record_report_referral_progress",
    ),
    path(
        "from-report/<uuid:report_id>/", referral_lists.refer_from_report, name="refer_from_report"
    ),
]
