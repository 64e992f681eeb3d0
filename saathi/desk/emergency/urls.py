"""The address of emergency access; the file code is sent in the form, never in the address."""

from django.urls import path

from saathi.desk.emergency import views

urlpatterns = [path("emergency/", views.break_glass, name="break_glass")]
