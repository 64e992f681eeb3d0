"""URLs of the intake. They contain opaque ids only."""

from django.urls import path

from saathi.protection.identification.intake import views
from saathi.protection.identification.intake.contacts import views as contacts
from saathi.protection.identification.intake.queue import views as queue

app_name = "intake"

urlpatterns = [
    path("", queue.list_reports, name="list_reports"),
    path("new/", views.record_report, name="record_report"),
    path("contacts/", contacts.list_contacts, name="list_contacts"),
    path("contacts/new/", contacts.record_contact, name="record_contact"),
    path("contacts/<uuid:contact_id>/", contacts.show_contact, name="show_contact"),
    path(
        "contacts/<uuid:contact_id>/report/",
        contacts.create_report_from_contact,
        name="create_report_from_contact",
    ),
    path(
        "contacts/<uuid:contact_id>/refer/", contacts.refer_from_contact, name="refer_from_contact"
    ),
    path(
        "contacts/<uuid:contact_id>/refer/<uuid:referral_id>/",
        contacts.record_contact_referral_progress,
        name="record_contact_referral_progress",
    ),
    path("paper/", contacts.enter_paper_forms, name="enter_paper_forms"),
    path("<uuid:report_id>/", views.show_report, name="show_report"),
    path("<uuid:report_id>/request/", views.request_case, name="request_case"),
    path("<uuid:report_id>/add/", views.add_information, name="add_information"),
    path("<uuid:report_id>/visit/", views.record_visit, name="record_visit"),
    path("<uuid:report_id>/accept/", queue.accept_report, name="accept_report"),
    path("<uuid:report_id>/reassign/", queue.reassign_report, name="reassign_report"),
    path("<uuid:report_id>/named/", queue.record_named_colleagues, name="record_named_colleagues"),
    path("duty/<uuid:office_id>/", queue.show_roster, name="show_roster"),
    path("duty/<uuid:office_id>/<uuid:shift_id>/end/", queue.end_shift, name="end_shift"),
    path("<uuid:report_id>/outcome/", views.record_report_outcome, name="record_report_outcome"),
]
