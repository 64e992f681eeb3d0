"""URLs of the child's voice, below the file. Only opaque ids."""

from django.urls import path

from saathi.participation import views

app_name = "participation"

urlpatterns = [
    path("", views.list_statements, name="list_statements"),
    path("new/", views.record_statement, name="record_statement"),
    path("limits/", views.explain_confidentiality, name="explain_confidentiality"),
    path("<uuid:statement_id>/", views.show_statement, name="show_statement"),
    path(
        "<uuid:statement_id>/themes/", views.record_statement_themes, name="record_statement_themes"
    ),
    path("<uuid:statement_id>/drawing/", views.show_drawing, name="show_drawing"),
]
