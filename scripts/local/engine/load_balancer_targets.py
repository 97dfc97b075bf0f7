"""Load balancing: connections to targets, and what an Application Load Balancer says when there is no answer.

AWS: a load balancer keeps its connections to targets open and uses them again; what it answers itself is a small page of
HTML with its name in ``Server``: 502 when a target refuses or drops the connection, 503 when a group has no target, 504
when a target does not accept within 10 s or is silent for the idle timeout. None has a Retry-After, nor can a listener
add one. A target that is deregistered gets no new request and is ``draining`` until its last one has ended, for the
deregistration delay at most.
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#deregistration-delay
MiniStack 1.5.33: opens a connection for each request and holds a thread for as long as it lasts; answers every failure
with a 502 in JSON that names the target; forgets a target at once when it is deregistered.
"""
import asyncio
import collections
import contextlib
import json
import time
from email.utils import formatdate
from urllib.parse import urlencode

import h11
from ministack.core.responses import StreamingResponse
from ministack.services import alb

from .seams import wrap
from .target_ports import target_keys

HOP_BY_HOP = {"content-length", "connection", "transfer-encoding", "keep-alive"}
REASONS = {502: "Bad Gateway", 503: "Service Temporarily Unavailable", 504: "Gateway Time-out"}
NO_TARGETS = b"No registered targets in target group"
CHUNK = 65_536

idle = {}  # (host, port) -> connections without a request
in_flight = collections.Counter()  # (target group, host, port) -> requests
draining = {}  # (target group, host, port) -> until when at most


def own_answer(status):
    title = f"{status} {REASONS[status]}"
    page = (f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
            "</body>\r\n</html>\r\n")
    return status, {"Content-Type": "text/html", "Server": "awselb/2.0"}, page.encode()


class TargetConnection:
    """One connection to a target: a request at a time."""

    def __init__(self, key, reader, writer):
        self.key, self.reader, self.writer = key, reader, writer
        self.http = h11.Connection(h11.CLIENT)

    @classmethod
    async def take(cls, key):
        """One that waits, or else a new one."""
        waiting = idle.get(key) or []
        while waiting:
            connection = waiting.pop()
            if not connection.reader.at_eof() and not connection.writer.is_closing():
                return connection
            connection.close()
        opened = await asyncio.wait_for(asyncio.open_connection(*key, limit=CHUNK), alb.TARGET_CONNECT_TIMEOUT)
        return cls(key, *opened)

    async def send(self, method, path, headers, body):
        """Sends a request; gives the response's head."""
        fields = [(name, str(value)) for name, value in headers.items()]
        if body or method in ("POST", "PUT", "PATCH"):
            fields.append(("content-length", str(len(body))))
        out = self.http.send(h11.Request(method=method, target=path, headers=fields))
        if body:
            out += self.http.send(h11.Data(data=body))
        self.writer.write(out + self.http.send(h11.EndOfMessage()))
        await self.writer.drain()
        event = await self.next_event()
        while isinstance(event, h11.InformationalResponse):
            event = await self.next_event()
        if not isinstance(event, h11.Response):
            raise ConnectionResetError("closed before an answer")
        return event

    async def body(self):
        """The response's body as it comes; the connection is kept for the next request once it is whole."""
        while isinstance(event := await self.next_event(), h11.Data):
            yield bytes(event.data)
        if not isinstance(event, h11.EndOfMessage):
            raise ConnectionResetError("closed within an answer")
        if self.http.our_state is h11.DONE and self.http.their_state is h11.DONE:
            self.http.start_next_cycle()
            idle.setdefault(self.key, []).append(self)
        else:
            self.close()

    async def next_event(self):
        while (event := self.http.next_event()) is h11.NEED_DATA:
            self.http.receive_data(await asyncio.wait_for(self.reader.read(CHUNK), alb.TARGET_IDLE_TIMEOUT))
        return event

    def close(self):
        with contextlib.suppress(Exception):
            self.writer.close()


def answer_headers(response):
    out = {}
    for name, value in response.headers:
        out.setdefault(name.decode().lower(), []).append(value.decode("latin-1"))
    out["date"] = [formatdate(usegmt=True)]  # the load balancer's own
    return {name: values[0] if len(values) == 1 else values for name, values in out.items()}


def streamed(connection):
    async def stream(send, _receive):
        try:
            async for chunk in connection.body():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        except BaseException:
            connection.close()  # without the end that the client waits for, it knows that something is missing
            raise
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    return StreamingResponse(stream)


async def proxy(_original, target, group, method, path, headers, body, query_params, raw_query_string=None):
    if raw_query_string is None:
        raw_query_string = urlencode(query_params or {}, doseq=True)
    key = str(target.get("Id", "")), int(target.get("Port") or group.get("Port") or 80)
    out = {name.lower(): value for name, value in (headers or {}).items() if name.lower() not in HOP_BY_HOP}
    body = body.encode() if isinstance(body, str) else bytes(body or b"")
    connection, use = None, (group["TargetGroupArn"], *key)
    in_flight[use] += 1
    try:
        connection = await TargetConnection.take(key)
        response = await connection.send(method.upper(), path + (f"?{raw_query_string}" if raw_query_string else ""),
                                         out, body)
        answered = answer_headers(response)
        if "content-length" not in answered and response.status_code not in (204, 304):
            return response.status_code, answered, streamed(connection)
        whole = b"".join([chunk async for chunk in connection.body()])
        return response.status_code, answered, whole
    except (asyncio.TimeoutError, TimeoutError):
        failure = 504
    except (OSError, h11.ProtocolError):
        failure = 502
    except asyncio.CancelledError:
        if connection:
            connection.close()
        raise
    finally:
        in_flight[use] -= 1
    if connection:
        connection.close()
    return own_answer(failure)


async def forward(original, *args, **kwargs):
    status, headers, body = await original(*args, **kwargs)
    if status == 503 and isinstance(body, bytes) and NO_TARGETS in body and json.loads(body).keys() == {"message"}:
        return own_answer(503)
    return status, headers, body


def deregister_targets(deregister, params):
    group_arn = alb._p(params, "TargetGroupArn")
    known = {key for key in target_keys(group_arn, alb._targets.get(group_arn, []))} if group_arn in alb._tgs else set()
    answer = deregister(params)
    if group_arn in alb._tgs:
        delay = next((float(each["Value"]) for each in alb._tg_attrs.get(group_arn, [])
                      if each["Key"] == "deregistration_delay.timeout_seconds"), 300)
        for key in known - set(target_keys(group_arn, alb._targets.get(group_arn, []))):
            draining[(group_arn, *key)] = time.monotonic() + delay
            for connection in idle.pop(key, []):
                connection.close()
    return answer


def describe_target_health(describe, params):
    status, headers, body = describe(params)
    group_arn = alb._p(params, "TargetGroupArn")
    for use, until in list(draining.items()):
        if not in_flight[use] or time.monotonic() > until:
            del draining[use]
    members = "".join(
        f"<member><Target><Id>{host}</Id><Port>{port}</Port></Target><TargetHealth><State>draining</State>"
        "<Reason>Target.DeregistrationInProgress</Reason></TargetHealth></member>"
        for arn, host, port in draining if arn == group_arn)
    end = b"</TargetHealthDescriptions>"
    return status, headers, body.replace(end, members.encode() + end)


def install():
    wrap(alb, "_proxy_http_target", proxy)
    wrap(alb, "_forward_to_tg", forward)
    wrap(alb, "_deregister_targets", deregister_targets)
    wrap(alb, "_describe_target_health", describe_target_health)
    alb._ACTION_MAP["DeregisterTargets"] = alb._deregister_targets
    alb._ACTION_MAP["DescribeTargetHealth"] = alb._describe_target_health
