"""URLs of the agency's screens."""

from django.urls import path

from saathi.agencies.offline import views as weak_lines
from saathi.agencies.views import (
    bundles,
    changes,
    configuration,
    invitations,
    joining,
    offices,
    people,
    staff_suggestions,
)

app_name = "agencies"

urlpatterns = [
    path("agency/", offices.show_agency, name="show_agency"),
    path("agency/offices/add/", offices.add_office, name="add_office"),
    path("agency/offices/<uuid:office_id>/", offices.change_office, name="change_office"),
    path(
        "agency/offices/<uuid:office_id>/holidays/",
        offices.change_holidays,
        name="change_holidays",
    ),
    path("agency/staff/", people.list_staff, name="list_staff"),
    path("agency/staff/suggest/", staff_suggestions.suggest_staff, name="suggest_staff"),
    path("agency/staff/invite/", invitations.invite_staff, name="invite_staff"),
    path("agency/staff/<uuid:staff_id>/", people.show_staff, name="show_staff"),
    path(
        "agency/staff/<uuid:staff_id>/link/",
        invitations.show_invitation_paper,
        name="show_invitation_paper",
    ),
    path("agency/staff/<uuid:staff_id>/again/", invitations.invite_again, name="invite_again"),
    path(
        "agency/staff/<uuid:staff_id>/withdraw/",
        invitations.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("agency/staff/<uuid:staff_id>/reopen/", people.reopen_account, name="reopen_account"),
    path("agency/staff/<uuid:staff_id>/change/", people.change_staff, name="change_staff"),
    path(
        "agency/staff/<uuid:staff_id>/reset/",
        people.request_sign_in_reset,
        name="request_sign_in_reset",
    ),
    path("agency/staff/<uuid:staff_id>/sign-out/", people.end_sessions, name="end_sessions"),
    path("agency/staff/<uuid:staff_id>/end/", people.end_account, name="end_account"),
    path("agency/changes/", changes.list_staff_changes, name="list_staff_changes"),
    path(
        "agency/changes/<uuid:change_id>/", changes.decide_staff_change, name="decide_staff_change"
    ),
    path(
        "agency/rules/",
        configuration.list_configuration_versions,
        name="list_configuration_versions",
    ),
    path(
        "agency/rules/add/",
        configuration.add_configuration_version,
        name="add_configuration_version",
    ),
    path(
        "agency/rules/<uuid:version_id>/",
        configuration.show_configuration_version,
        name="show_configuration_version",
    ),
    path("agency/bundles/", bundles.list_bundles, name="list_bundles"),
    path("agency/bundles/new/<slug:kind>/", bundles.add_bundle, name="add_bundle"),
    path("agency/bundles/<slug:code>/", bundles.show_bundle, name="show_bundle"),
    path("agency/bundles/<slug:code>/change/", bundles.change_bundle, name="change_bundle"),
    path("agency/bundles/<slug:code>/end/", bundles.end_bundle, name="end_bundle"),
    path(
        "agency/bundles/<slug:code>/<int:number>/",
        bundles.show_bundle_version,
        name="show_bundle_version",
    ),
    path("unsent/", weak_lines.list_unsent_forms, name="list_unsent_forms"),
    path("unsent/open/", weak_lines.open_unsent_forms, name="open_unsent_forms"),
    path("unsent/lost/", weak_lines.report_lost_device, name="report_lost_device"),
    path("join/", joining.enter_invitation_code, name="enter_invitation_code"),
    path("join/<str:token>/", joining.accept_invitation, name="accept_invitation"),
]
