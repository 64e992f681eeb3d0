"""Addresses of who a child is, below the address of her file."""

from django.urls import path

from saathi.people import views

app_name = "people"

urlpatterns = [
    path("<uuid:file_id>/who/", views.edit_child, name="edit_child"),
    path("<uuid:file_id>/age/", views.add_age, name="add_age"),
]
