"""Wiring only: settings, root URLs, WSGI and ASGI entry points."""
