"""URLs of the child's voice, below the file. Only opaque ids."""

from django.urls import path

from saathi.participation import views

app_name = "participation"

urlpatterns = [
    path("", views.list_statements, name="list_statements"),
    path("new/", views.record_statement, name="record_statement"),
    path("limits/", views.explain_limits, name="explain_limits"),
    path("<uuid:statement_id>/", views.show_statement, name="show_statement"),
    path("<uuid:statement_id>/themes/", views.code_statement, name="code_statement"),
    path("<uuid:statement_id>/drawing/", views.open_drawing, name="open_drawing"),
]
