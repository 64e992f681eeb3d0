"""URLs of supervision, included in those of the desk."""

from django.urls import path

from saathi.desk.supervision import views

urlpatterns = [
    path("day/cases/", views.list_supervised, name="list_supervised"),
    path("day/acts/", views.list_unassessed_acts, name="list_unassessed_acts"),
]
