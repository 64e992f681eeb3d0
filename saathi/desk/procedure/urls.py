"""URL of the published procedure, included in those of the desk."""

from django.urls import path

from saathi.desk.procedure import views

urlpatterns = [path("procedure/", views.show_procedure, name="show_procedure")]
