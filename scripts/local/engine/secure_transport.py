"""IAM: every request has come over TLS (``aws:SecureTransport`` is true).

AWS: endpoints are reached over TLS, and policies of queues, topics and buckets may refuse what is not.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport
MiniStack 1.5.33: says what is true of its own port, which speaks plain HTTP on the loopback interface. That port
plays endpoints that speak TLS.
"""
from ministack import app

from .seams import wrap


def pin(original, source_ip, secure_transport):
    return original(source_ip, True)


def install():
    wrap(app, "pin_request_origin", pin)  # by name, where each request is received
