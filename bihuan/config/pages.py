"""The pages and the API, as WSGI."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.config.settings.base")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
