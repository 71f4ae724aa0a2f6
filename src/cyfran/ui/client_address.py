"""From which address a request comes, behind the number of proxies that the settings state."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

IPV6_OF_A_HOUSEHOLD = 64  # bits: whoever has one address of a network has them all


def client_address(request: HttpRequest) -> str:
    """Return the address of whoever asked, an IPv6 address without what a device chooses itself.

    Each proxy of our own adds to ``X-Forwarded-For`` whom it heard from; what stands before those was sent by the client
    and may say anything. Where fewer stand there than there are proxies, the request came past them.
    """
    heard_from = request.META.get("REMOTE_ADDR", "")
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
    ]
    proxies = settings.CYFRAN_PROXIES
    return _network(forwarded[-proxies] if 0 < proxies <= len(forwarded) else heard_from)


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        hidden = 128 - IPV6_OF_A_HOUSEHOLD
        return str(IPv6Address(int(parsed) >> hidden << hidden))
    return str(parsed)
