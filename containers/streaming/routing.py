from django.urls import path

from containers.streaming.event_consumer import EventConsumer
from containers.streaming.log_consumer import LogConsumer
from containers.streaming.merged_consumer import MergedConsumer
from containers.streaming.search_consumer import SearchConsumer
from containers.streaming.stat_consumer import StatConsumer
from containers.streaming.terminal_consumer import AttachConsumer, ExecConsumer

websocket_urlpatterns = [
    path("ws/<str:host>/events/", EventConsumer.as_asgi()),
    path("ws/<str:host>/stats/", StatConsumer.as_asgi()),
    path("ws/<str:host>/logs/", MergedConsumer.as_asgi()),
    path("ws/<str:host>/container/<str:name>/logs/", LogConsumer.as_asgi()),
    path("ws/<str:host>/container/<str:name>/search/", SearchConsumer.as_asgi()),
    path("ws/<str:host>/container/<str:name>/stats/", StatConsumer.as_asgi()),
    path("ws/<str:host>/container/<str:name>/attach/", AttachConsumer.as_asgi()),
    path("ws/<str:host>/container/<str:name>/exec/", ExecConsumer.as_asgi()),
]
