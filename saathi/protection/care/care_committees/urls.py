"""URLs of care committees. They contain opaque ids only."""

from django.urls import path

from saathi.protection.care.care_committees import meeting_views, views

app_name = "care_committees"

_COMMITTEE = "<uuid:committee_id>/"
_MEETING = f"{_COMMITTEE}meetings/<uuid:meeting_id>/"

urlpatterns = [
    path("", views.list_committees, name="list_committees"),
    path("new/", views.add_committee, name="add_committee"),
    path("table/", views.download_committees, name="download_committees"),
    path("import/", views.import_committees, name="import_committees"),
    path("publish/", views.publish_committees, name="publish_committees"),
    path(_COMMITTEE, views.show_committee, name="show_committee"),
    path(f"{_COMMITTEE}change/", views.change_committee, name="change_committee"),
    path(f"{_COMMITTEE}meetings/new/", meeting_views.record_meeting, name="record_meeting"),
    path(f"{_MEETING}confirm/", meeting_views.confirm_meeting, name="confirm_meeting"),
    path(f"{_MEETING}withdraw/", meeting_views.withdraw_meeting, name="withdraw_meeting"),
    path(f"{_COMMITTEE}<slug:action>/", views.act_on_committee, name="act_on_committee"),
]
