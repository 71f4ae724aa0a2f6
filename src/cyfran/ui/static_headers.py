"""Headers of static files. A picture in SVG that is opened by itself is a document: it may run and load nothing."""

from wsgiref.headers import Headers

ALONE = "default-src 'none'; style-src 'self'; sandbox"


def add_headers_of_static_file(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if path.endswith(".svg"):
        headers["Content-Security-Policy"] = ALONE
