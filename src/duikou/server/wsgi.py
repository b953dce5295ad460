"""The WSGI application, for waitress or any other server; the book is loaded while it starts to answer."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duikou.server.settings")

application = get_wsgi_application()

from duikou.answers.warming import warm_up_beside  # noqa: E402 Django is set up first

warm_up_beside()
