"""URLs of episodes and legs, below the child's file. Only opaque ids."""

from django.urls import path

from saathi.protection.identification.trafficking import views

app_name = "trafficking"

urlpatterns = [
    path("", views.show_account_of_events, name="show_account_of_events"),
    path("new/", views.record_episode, name="record_episode"),
    path("<uuid:episode_id>/", views.change_episode, name="change_episode"),
    path("<uuid:episode_id>/leg/", views.add_leg, name="add_leg"),
    path("<uuid:episode_id>/leg/<uuid:leg_id>/", views.change_leg, name="change_leg"),
    path("<uuid:episode_id>/leg/<uuid:leg_id>/remove/", views.remove_leg, name="remove_leg"),
]
