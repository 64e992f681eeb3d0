"""URLs of prevalence estimates, for staff."""

from django.urls import path

from saathi.evidence.prevalence import views

app_name = "prevalence"

urlpatterns = [
    path("", views.list_estimates, name="list_estimates"),
    path("new/", views.add_estimate, name="add_estimate"),
    path("<uuid:estimate_id>/", views.show_estimate, name="show_estimate"),
    path(
        "<uuid:estimate_id>/<slug:action>/",
        views.confirm_estimate_step,
        name="confirm_estimate_step",
    ),
]
