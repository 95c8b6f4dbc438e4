"""Every path of Dockline."""

from django.urls import include, path

urlpatterns = [
    path("", include("containers.api.urls")),
    path("", include("containers.pages.urls")),
]

handler403 = "containers.pages.errors.forbidden"
handler404 = "containers.pages.errors.not_found"
handler500 = "containers.pages.errors.server_error"
