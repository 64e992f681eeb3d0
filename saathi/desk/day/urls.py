"""URLs of My day."""

from django.urls import path

from saathi.desk.day import cared_for, views

urlpatterns = [
    path("", views.my_day, name="my_day"),
    path("children/", cared_for.list_cared_for, name="list_cared_for"),
    path("view", views.set_discreet_view, name="set_discreet_view"),
    path("notices/<uuid:notice_id>/", views.open_notice, name="open_notice"),
]
