"""Addresses of law and policy."""

from django.urls import path

from saathi.policy.law import views

app_name = "policy"

urlpatterns = [
    path("", views.show_law, name="law"),
    path("countries/<str:iso3>/", views.show_country, name="country"),
    path("instruments/<str:code>/", views.show_instrument, name="instrument"),
]
