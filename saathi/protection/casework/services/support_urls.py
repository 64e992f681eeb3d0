"""URLs of a child's support, below the child's file. They contain opaque ids only."""

from django.urls import path

from saathi.protection.casework.services.views import opinions, referrals, supporting

app_name = "support"

urlpatterns = [
    path("", referrals.show_support, name="show_support"),
    path("choose/", referrals.choose_service, name="choose_service"),
    path("offer/", referrals.offer_service, name="offer_unlisted_service"),
    path("offer/<uuid:service_id>/", referrals.offer_service, name="offer_service"),
    path("referrals/<uuid:referral_id>/", referrals.show_referral, name="show_referral"),
    path(
        "referrals/<uuid:referral_id>/follow/",
        referrals.record_referral_progress,
        name="record_referral_progress",
    ),
    path(
        "referrals/<uuid:referral_id>/sent/",
        referrals.record_referral_sent,
        name="record_referral_sent",
    ),
    path(
        "referrals/<uuid:referral_id>/found/",
        opinions.record_service_opinion,
        name="record_service_opinion",
    ),
    path(
        "referrals/<uuid:referral_id>/access/",
        referrals.give_service_access,
        name="give_service_access",
    ),
    path(
        "opinions/<uuid:opinion_id>/uncounted/",
        opinions.exclude_opinion_from_statistics,
        name="exclude_opinion_from_statistics",
    ),
    path(
        "referrals/<uuid:referral_id>/close/",
        referrals.end_service_access,
        name="end_service_access",
    ),
    path("referrals/<uuid:referral_id>/letter/", referrals.print_referral, name="print_referral"),
    path("sessions/new/", supporting.record_support_session, name="record_support_session"),
    path(
        "sessions/<uuid:session_id>/",
        supporting.change_support_session,
        name="change_support_session",
    ),
    path("courses/new/", supporting.enrol_child, name="enrol_child"),
    path("courses/<uuid:place_id>/end/", supporting.end_enrolment, name="end_enrolment"),
    path("livelihood/new/", supporting.record_livelihood, name="record_livelihood"),
    path(
        "livelihood/<uuid:livelihood_id>/",
        supporting.record_livelihood_progress,
        name="record_livelihood_progress",
    ),
]
