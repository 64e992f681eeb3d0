"""URLs of committee follow-ups. Only opaque ids."""

from django.urls import path

from saathi.protection.casework.committees import views

app_name = "committees"

urlpatterns = [
    path("child/<uuid:file_id>/committee/", views.list_follow_ups, name="list_follow_ups"),
    path("child/<uuid:file_id>/committee/ask/", views.ask_committee, name="ask_committee"),
    path(
        "child/<uuid:file_id>/committee/<uuid:follow_up_id>/end/",
        views.end_follow_up,
        name="end_follow_up",
    ),
    path("committee/", views.list_asked, name="list_asked"),
    path("committee/<uuid:follow_up_id>/", views.show_follow_up, name="show_follow_up"),
]
