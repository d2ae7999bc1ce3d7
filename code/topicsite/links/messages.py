"""What the rules of a check and the network say to each other; no I/O here.

A check is a generator: it yields a `Request` and is sent the `Reply`, or yields a `Pause` and is
resumed later. So the rules can be read, and tested, without any network.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from topicsite.links.states import Sighting

Method = Literal["HEAD", "GET"]
Fault = Literal["", "name", "connect", "private", "tls", "time", "broken", "malformed"]
"""What went wrong below HTTP: no such host, nobody there, a private address, a certificate, a time
limit, a connection or a body that broke, an answer that is not HTTP."""

CHALLENGES: Final = ("cf-mitigated", "x-amzn-waf-action")
"""Headers of an answer that is a test for robots instead of the page: Cloudflare's and Amazon's
(https://developers.cloudflare.com/cloudflare-challenges/,
https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge.html)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one check may cost: seconds, bytes and requests.

    Attributes:
        connect: seconds until a connection stands.
        read: seconds in which nothing arrives; whole seconds count.
        total: seconds for one request.
        address: seconds for all requests of one address, without waiting.
        size: bytes of a page that are read, after decompression.
        redirects: how many are followed.
        retries: how often a request is made again that may have had bad luck.
        backoff: seconds before the first of them; each later one waits twice as long.
        longest_wait: seconds; a host that asks for more is left alone.
        per_host: requests at once to one host.
        pace: seconds between two requests to one host.
        at_once: requests at once to all hosts, if the machine lets a process have that many.
    """

    connect: float = 10
    read: float = 15
    total: float = 30
    address: float = 90
    size: int = 512 * 1024
    redirects: int = 10
    retries: int = 2
    backoff: float = 2
    longest_wait: float = 60
    per_host: int = 4
    pace: float = 0.1
    at_once: int = 400


def host_of(url: str) -> str:
    """The host of an http address, with its port, in lower case."""
    return url.split("/", 3)[2].partition("?")[0].partition("#")[0].lower()


class Request(NamedTuple):
    """One request; `accept` is set where a service is asked for JSON."""

    method: Method
    url: str
    accept: str = "text/html,application/xhtml+xml,*/*;q=0.8"

    @property
    def host(self) -> str:
        """Whose turn it is: host and port."""
        return host_of(self.url)


class Pause(NamedTuple):
    """Wait; a host that asked for it is left in peace by all checks meanwhile."""

    seconds: float
    host: str = ""


@dataclass(slots=True)
class Reply:
    """What came back.

    Attributes:
        status: the status code; 0 if no answer came.
        headers: the few headers that matter, names in lower case.
        body: at most `Limits.size` bytes, decompressed.
        is_cut: whether there was more.
        fault: what went wrong below HTTP, also in the middle of a body.
        words: the same in words.
    """

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    is_cut: bool = False
    fault: Fault = ""
    words: str = ""

    @property
    def redirects(self) -> bool:
        """Whether it sends us somewhere else."""
        return self.status in (301, 302, 303, 307, 308)


Step = Request | Pause
Check = Generator[Step, Reply, Sighting]
Asking = Generator[Step, Reply, Reply]
