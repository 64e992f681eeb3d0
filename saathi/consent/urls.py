"""URLs of consent, guardians and decisions, below the child's file. Only opaque ids."""

from django.urls import path

from saathi.consent import views

app_name = "consent"

urlpatterns = [
    path("", views.show_consent, name="show_consent"),
    path("new/", views.record_consent, name="record_consent"),
    path("<uuid:consent_id>/withdraw/", views.withdraw_consent, name="withdraw_consent"),
    path("guardian/new/", views.record_guardian, name="record_guardian"),
    path("guardian/<uuid:guardian_id>/", views.change_guardian, name="change_guardian"),
    path("with/", views.record_accompaniment, name="record_accompaniment"),
    path("told/", views.record_information, name="record_information"),
    path("decisions/", views.list_decisions, name="list_decisions"),
    path("decisions/new/", views.record_decision, name="record_decision"),
    path("decisions/<uuid:decision_id>/", views.change_decision, name="change_decision"),
    path("decisions/others/", views.record_others_view, name="record_others_view"),
]
