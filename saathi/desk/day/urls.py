"""Addresses of my day."""

from django.urls import path

from saathi.desk.day import views

urlpatterns = [
    path("", views.my_day, name="my_day"),
    path("view", views.choose_view, name="choose_view"),
    path("notices/<uuid:notice_id>/", views.read_notice, name="read_notice"),
]
