from django.urls import path

from containers.streaming.log_consumer import LogConsumer

websocket_urlpatterns = [
    path("ws/<str:host>/container/<str:name>/logs/", LogConsumer.as_asgi()),
]
