"""Addresses of the agency's screens."""

from django.urls import path

from saathi.agencies.views import changes, configuration, joining, offices, people

app_name = "agencies"

urlpatterns = [
    path("agency/", offices.show_agency, name="agency"),
    path("agency/offices/add/", offices.add_office, name="add_office"),
    path("agency/offices/<uuid:office_id>/", offices.change_office, name="change_office"),
    path(
        "agency/offices/<uuid:office_id>/holidays/",
        offices.change_holidays,
        name="change_holidays",
    ),
    path("agency/staff/", people.list_staff, name="list_staff"),
    path("agency/staff/invite/", people.invite, name="invite"),
    path("agency/staff/<uuid:staff_id>/", people.show_staff, name="show_staff"),
    path("agency/staff/<uuid:staff_id>/link/", people.show_link, name="show_link"),
    path("agency/staff/<uuid:staff_id>/change/", people.change_staff, name="change_staff"),
    path("agency/staff/<uuid:staff_id>/reset/", people.ask_reset, name="ask_reset"),
    path("agency/staff/<uuid:staff_id>/end/", people.end_account, name="end_account"),
    path("agency/changes/", changes.list_changes, name="list_changes"),
    path("agency/changes/<uuid:change_id>/", changes.decide_change, name="decide_change"),
    path("agency/rules/", configuration.list_versions, name="list_versions"),
    path("agency/rules/add/", configuration.add_version, name="add_version"),
    path("agency/rules/<uuid:version_id>/", configuration.show_version, name="show_version"),
    path("join/<str:token>/", joining.join, name="join"),
]
