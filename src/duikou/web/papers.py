"""Papers on their way out: always to be saved, never shown inside a page of this site."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

from duikou.book import Document


def attachment(row: Document, content: bytes) -> HttpResponse:
    """A paper as it was received, with its digest."""
    answer = HttpResponse(content, content_type="application/octet-stream")
    name = quote(row.file_name or row.key, safe="")
    answer.headers["Content-Disposition"] = f"attachment; filename=\"paper\"; filename*=UTF-8''{name}"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Digest"] = f"sha-256={row.digest}"
    return answer
