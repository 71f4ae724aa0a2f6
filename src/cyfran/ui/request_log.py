"""Gives each request an identifier, which its lines of the log and its answer carry, and logs the slow ones."""

import logging
import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cyfran.core.request_log import begin_request, current_request

logger = logging.getLogger("cyfran.requests")


class RequestLogMiddleware:
    """The outermost but for what is answered early. One line for each slow request, and with ``INFO`` one for each."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        facts, begun = begin_request(), time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - begun
        level = logging.WARNING if seconds >= settings.CYFRAN_SLOW_SECONDS else logging.INFO
        logger.log(level, "%s %s in %.0f ms", request.method, response.status_code, 1000 * seconds)
        response["X-Request-ID"] = facts.identifier
        return response


class RequestFactsMiddleware:
    """Names the page and the account, once both are known."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args) -> None:
        facts = current_request()
        facts.page = request.resolver_match.view_name if request.resolver_match else facts.page
        if request.user.is_authenticated:
            facts.user = str(request.user.pk)
