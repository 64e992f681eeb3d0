"""Addresses of the desk. None holds a personal value."""

from django.urls import path

from saathi.desk.child_file import views as child_file
from saathi.desk.day import views as day
from saathi.desk.emergency import views as emergency
from saathi.desk.team import views as team

app_name = "desk"

urlpatterns = [
    path("", day.my_day, name="my_day"),
    path("view", day.choose_view, name="choose_view"),
    path("notices/<uuid:notice_id>/", day.read_notice, name="read_notice"),
    path("emergency/", emergency.break_glass, name="break_glass"),
    path("child/<uuid:file_id>/", child_file.child_file, name="child_file"),
    path("child/<uuid:file_id>/purpose/", child_file.say_purpose, name="say_purpose"),
    path("child/<uuid:file_id>/looks/", child_file.who_looked, name="who_looked"),
    path("child/<uuid:file_id>/team/", team.change_team, name="change_team"),
    path("child/<uuid:file_id>/hidden/", team.hidden_from, name="hidden_from"),
]
