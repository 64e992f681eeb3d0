"""Address of the published procedure, part of those of the desk."""

from django.urls import path

from saathi.desk.procedure import views

urlpatterns = [path("procedure/", views.show_procedure, name="show_procedure")]
