"""URLs of a child's support, below the child's file. They contain opaque ids only."""

from django.urls import path

from saathi.protection.casework.services.views import opinions, referrals, supporting

app_name = "support"

urlpatterns = [
    path("", referrals.show_support, name="show_support"),
    path("choose/", referrals.choose_service, name="choose_service"),
    path("offer/", referrals.offer_service, name="offer_other"),
    path("offer/<uuid:service_id>/", referrals.offer_service, name="offer_service"),
    path("referrals/<uuid:referral_id>/", referrals.show_referral, name="show_referral"),
    path("referrals/<uuid:referral_id>/follow/", referrals.follow_referral, name="follow_referral"),
    path("referrals/<uuid:referral_id>/found/", opinions.say_how, name="say_how"),
    path("referrals/<uuid:referral_id>/access/", referrals.give_access, name="give_access"),
    path("opinions/<uuid:opinion_id>/uncounted/", opinions.stop_counting, name="stop_counting"),
    path("referrals/<uuid:referral_id>/close/", referrals.end_access, name="end_access"),
    path("referrals/<uuid:referral_id>/letter/", referrals.print_referral, name="print_referral"),
    path("sessions/new/", supporting.record_session, name="record_session"),
    path("sessions/<uuid:session_id>/", supporting.change_session, name="change_session"),
    path("courses/new/", supporting.enrol, name="enrol"),
    path("courses/<uuid:place_id>/end/", supporting.end_place, name="end_place"),
    path("livelihood/new/", supporting.record_livelihood, name="record_livelihood"),
    path(
        "livelihood/<uuid:livelihood_id>/",
        supporting.follow_livelihood,
        name="follow_livelihood",
    ),
]
