"""Whether htmx asks for a part of a page."""

from django.http import HttpRequest


def wants_part(request: HttpRequest) -> bool:
    """True for a request by htmx, except when it restores a whole page from the browser's history."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"
