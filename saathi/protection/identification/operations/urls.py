"""URLs of operations. They contain opaque ids only."""

from django.urls import path

from saathi.protection.identification.operations import views

app_name = "operations"

urlpatterns = [
    path("", views.list_operations, name="list_operations"),
    path("new/", views.add_operation, name="add_operation"),
    path("<uuid:operation_id>/", views.show_operation, name="show_operation"),
]
