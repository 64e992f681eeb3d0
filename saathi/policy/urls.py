"""URLs of law and policy."""

from django.urls import path

from saathi.policy.law import views

app_name = "policy"

urlpatterns = [
    path("", views.show_law, name="show_law"),
    path("countries/<str:iso3>/", views.show_country, name="show_country"),
    path("instruments/<str:code>/", views.show_instrument, name="show_instrument"),
]
