"""Every address there is."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
]
