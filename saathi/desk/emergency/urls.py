"""The address of an emergency; the code of the file stands in the form, never here."""

from django.urls import path

from saathi.desk.emergency import views

urlpatterns = [path("emergency/", views.break_glass, name="break_glass")]
