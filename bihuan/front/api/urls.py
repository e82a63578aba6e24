from django.urls import URLPattern, include, path, re_path

from bihuan.front.api import views
from bihuan.front.api.api import api
from bihuan.front.api.doors import nothing, told_in_one_shape

_patterns, _app, _name = api.urls

urlpatterns = [
    path("account/tokens", views.own_tokens, name="own-tokens"),
    path("account/tokens/<int:pk>/revocation", views.revocation, name="token-revocation"),
    path("desk/settings/tokens", views.tokens, name="api-tokens"),
    path(
        "api/",
        include(
            ([told_in_one_shape(pattern) for pattern in _patterns if isinstance(pattern, URLPattern)], _app),
            namespace=_name,
        ),
    ),
    re_path("^api(?:/(?P<rest>.*))?$", nothing, name="api-nothing"),
]
