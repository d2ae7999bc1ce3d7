"""A host as browsers see it, and whether the public can reach it.

`①②⑦.⓪.⓪.①`, `127.0.0.%31`, `0x7f.1` and `[::ffff:7f00:1]` are all 127.0.0.1. So a host is first
brought into its final form, as the URL Standard parses it, and what comes out is judged: a number
by the registries of special addresses, a name by the registries of special names.

Sources: https://url.spec.whatwg.org/#host-parsing, https://www.unicode.org/reports/tr46/,
https://www.iana.org/assignments/special-use-domain-names/,
https://www.iana.org/assignments/iana-ipv6-special-registry/,
https://datatracker.ietf.org/doc/html/rfc6762#appendix-G,
https://www.icann.org/resources/board-material/resolutions-2018-02-04-en (`corp`, `home`, `mail`)
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote_to_bytes

PRIVATE_NAMES: Final = (
    "alt", "arpa", "corp", "domain", "home", "internal", "intranet", "invalid", "lan", "local",
    "localdomain", "localhost", "mail", "onion", "private", "test", "workgroup",
)  # fmt: skip
"""Last labels under which no public name is or ever will be."""

_FORBIDDEN: Final = re.compile(r"[\x00-\x20\x7f#/:<>?@\[\\\]^|%]")
_NUMBER: Final = re.compile(r"0x[0-9a-f]*\Z|[0-9]+\Z")
_IPV4_IN_IPV6: Final = (
    # A prefix, and how many bits stand behind the address of version 4 in it.
    (ipaddress.IPv6Network("::/96"), 0),
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),
    (ipaddress.IPv6Network("::ffff:0:0:0/96"), 0),
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),
    (ipaddress.IPv6Network("2002::/16"), 80),
)
_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
_DOCUMENTATION: Final = ipaddress.IPv6Network("3fff::/20")


class HostError(ValueError):
    """What stands for a host is none; says why."""


@lru_cache(maxsize=2**14)
def final_host(host: str) -> str:
    """The host that a browser asks for: a name in ASCII, or an address in its usual spelling.

    Args:
        host: what stands between `//` or `@` and the port, with the brackets of an IPv6 address.

    Raises:
        HostError: if the URL Standard or the domain name system knows no such host.
    """
    if host.startswith("["):
        return f"[{_written(_ipv6(host))}]"
    name = _ascii(host)
    name = name.removesuffix(".")
    labels = name.split(".")
    if _NUMBER.match(labels[-1]):
        return str(_ipv4(labels, host))
    if not all(labels) or len(name) > 253 or any(len(label) > 63 for label in labels):
        raise HostError(f"`{host}` is no name of a host: a part of it is empty or too long")
    return name


@lru_cache(maxsize=2**14)
def is_public(final: str) -> bool:
    """Whether everybody can reach a host.

    Args:
        final: the host as `final_host` gives it.
    """
    if final.startswith("["):
        return _is_public_ipv6(ipaddress.IPv6Address(final[1:-1]))
    last = final.rpartition(".")[2]
    if last.isdigit():
        return _is_public_ipv4(ipaddress.IPv4Address(final))
    return "." in final and last not in PRIVATE_NAMES


def _ascii(host: str) -> str:
    try:
        name = unquote_to_bytes(host).decode("utf-8") if "%" in host else host
        if not name.isascii():
            import idna  # its tables are large, and few hosts need them

            labels = idna.uts46_remap(name, std3_rules=False).split(".")
            name = ".".join(label if label.isascii() else _punycode(label) for label in labels)
        name = name.lower()
        for label in name.split("."):
            if label.startswith("xn--") and not _is_punycode(label):
                raise HostError(f"`{label}` in the host is no encoded name")
    except HostError:
        raise
    except ValueError:
        raise HostError(f"`{host}` has a character that no host has") from None
    if found := _FORBIDDEN.search(name):
        raise HostError(f"`{host}` is no host: no host has `{found[0]}`")
    return name


def _punycode(label: str) -> str:
    return "xn--" + label.encode("punycode").decode("ascii")


def _is_punycode(label: str) -> bool:
    """Whether an encoded label is what some name becomes."""
    import idna

    decoded = label[4:].encode("ascii").decode("punycode")
    return (
        not decoded.isascii()
        and idna.uts46_remap(decoded, std3_rules=False) == decoded
        and _punycode(decoded) == label
    )


def _ipv4(labels: list[str], host: str) -> ipaddress.IPv4Address:
    """One to four numbers, decimal, octal or hexadecimal; the last one fills what is left."""
    try:
        numbers = [_number(label) for label in labels]
        *first, last = numbers
        if len(numbers) > 4 or any(number > 255 for number in first):
            raise ValueError
        if last >= 256 ** (4 - len(first)):
            raise ValueError
    except ValueError:
        raise HostError(f"`{host}` ends in a number but is no IPv4 address") from None
    high = sum(number << (24 - 8 * index) for index, number in enumerate(first))
    return ipaddress.IPv4Address(high + last)


def _number(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    if not (label.isascii() and label.isdigit()):
        raise ValueError
    return int(label, 8 if label.startswith("0") else 10)


def _ipv6(host: str) -> ipaddress.IPv6Address:
    try:
        if "%" in host or not host.endswith("]"):
            raise ValueError
        return ipaddress.IPv6Address(host[1:-1])
    except ValueError:
        raise HostError(f"`{host}` is no IPv6 address") from None


def _written(address: ipaddress.IPv6Address) -> str:
    """The address as browsers write it; from 3.13 on Python writes a mapped one with dots."""
    if (mapped := address.ipv4_mapped) is None:
        return str(address)
    return f"::ffff:{int(mapped) >> 16:x}:{int(mapped) & 0xFFFF:x}"


def _is_public_ipv4(address: ipaddress.IPv4Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def _is_public_ipv6(address: ipaddress.IPv6Address) -> bool:
    for network, behind in _IPV4_IN_IPV6:
        if address in network:
            return _is_public_ipv4(ipaddress.IPv4Address(int(address) >> behind & 0xFFFFFFFF))
    return address.is_global and address in _UNICAST and address not in _DOCUMENTATION
