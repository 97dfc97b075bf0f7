"""API Gateway REST: HTTP_PROXY integrations, their request mappings, and private integrations through a VPC link.

AWS: ``integration.request.{header,path,querystring}.X`` take their value from the method request, the authorizer's
context, the request context, a stage variable or a literal, and replace what the client sent under that name. Path,
query string, body and all other headers pass through, and so do the backend's status, headers and body. A private
integration reaches the load balancer that ``IntegrationTarget`` names (VPC link V2) or the uri's host.
https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
MiniStack 1.5.33: maps path parameters only; forgets ``IntegrationTarget``; resolves a load balancer's name in the real
DNS; follows redirects, decodes the path, and drops the backend's headers.
"""
import asyncio
import contextvars
import http.client
import re
from urllib.parse import quote, unquote, urlencode, urlsplit

from ministack import app
from ministack.core.responses import get_request_client_ip
from ministack.services import alb, apigateway_v1

from .seams import wrap, wrap_creation

# What a proxy must not pass on, what it sets itself, and the API key, which is the gateway's business.
NOT_FORWARDED = {"x-api-key", "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
                 "transfer-encoding", "upgrade", "expect", "host", "content-length"}
# The gateway answers under these names itself, so the backend's values move aside.
REMAPPED = {"connection", "content-length", "date", "server", "www-authenticate"}
URI_UNRESERVED = "-._~!$&'()*+,;=:@"

wire = contextvars.ContextVar("wire", default=(None, None))  # path and query string exactly as received
authorizer_context = contextvars.ContextVar("authorizer_context", default=None)
encoded_path_params = contextvars.ContextVar("encoded_path_params", default=None)
gateway_request = contextvars.ContextVar("gateway_request", default=None)


async def handle_keeping_the_wire(handle, host, path, method, headers, body, query, raw_path=None,
                                  raw_query_string=None):
    wire.set((raw_path, raw_query_string))
    return await handle(host, path, method, headers, body, query, raw_path=raw_path,
                        raw_query_string=raw_query_string)


async def execute_keeping_request(execute, request, *args, **kwargs):
    gateway_request.set(request)
    authorizer_context.set(None)
    return await execute(request, *args, **kwargs)


async def authorize_keeping_context(authorize, *args, **kwargs):
    error, context = await authorize(*args, **kwargs)
    authorizer_context.set(context)
    return error, context


def encoded(segments):
    """The last of the received path's segments, percent-encoded, so that ``%2F`` stays within its segment."""
    raw_path = wire.get()[0]
    raw = [segment for segment in (raw_path or "").split("/") if segment]
    decoded = "/".join(segments)
    for start in range(len(raw) + 1):  # the received path begins with the stage, or with a local prefix before it
        if "/".join(s for s in unquote("/".join(raw[start:])).split("/") if s) == decoded:
            return [quote(unquote(segment), safe=URI_UNRESERVED) for segment in raw[start:]]
    return [quote(segment, safe=URI_UNRESERVED) for segment in segments]


def match_encoded(match, api_id, segments, *method):
    """Matches by encoded segments; the mappings take the encoded values, everybody else the decoded ones."""
    resource, params = match(api_id, encoded(segments), *method)
    encoded_path_params.set(params)
    return resource, params and {name: unquote(value) for name, value in params.items()}


class Mapping:
    """Where the values of an integration's request parameters come from."""

    def __init__(self, method, headers, query, path_params):
        request = gateway_request.get() or {}
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.query, self.path_params = query or {}, path_params
        self.stage_variables = (request.get("stage") or {}).get("variables") or {}
        self.authorizer = authorizer_context.get() or {}
        self.context = {
            "apiId": request.get("api_id"), "stage": request.get("stage_name"), "httpMethod": method,
            "requestId": request.get("request_id"), "resourcePath": request.get("resource_path"),
            "identity.sourceIp": get_request_client_ip(), "identity.userAgent": self.headers.get("user-agent"),
        }

    def value(self, source):
        """The (unencoded) value of a mapping expression; None when the request has none."""
        if not isinstance(source, str):
            return None
        if len(source) > 1 and source[0] == source[-1] == "'":
            return source[1:-1]
        for prefix, values in (("method.request.header.", self.headers), ("stageVariables.", self.stage_variables),
                               ("method.request.path.", self.path_params), ("method.request.querystring.", self.query),
                               ("context.authorizer.claims.", self.authorizer.get("claims") or {}),
                               ("context.authorizer.", self.authorizer), ("context.", self.context)):
            if source.startswith(prefix):
                name = source[len(prefix):]
                found = values.get(name.lower() if values is self.headers else name)
                return found[-1] if isinstance(found, list) and found else found
        return None


def mapped(integration, method, headers, query, path_params):
    """The (uri, headers, query string) with which the backend is called."""
    uri, sources = integration.get("uri") or "", integration.get("requestParameters") or {}
    values = Mapping(method, headers, query, path_params)
    raw_params = encoded_path_params.get() or {}
    out = {name.lower(): value for name, value in headers.items() if name.lower() not in NOT_FORWARDED}
    added_query = {}
    for target, source in sources.items():
        place, _, name = target.removeprefix("integration.request.").partition(".")
        value = values.value(source)
        if place == "header":
            out.pop(name.lower(), None)  # never the client's own
            if value is not None:
                out[name.lower()] = str(value)
        elif place == "querystring":
            added_query[name] = value
        elif place == "path":
            raw = raw_params.get(source.removeprefix("method.request.path.")) \
                if str(source).startswith("method.request.path.") else None
            uri = uri.replace("{" + name + "}", raw if raw is not None
                              else quote(str(value or ""), safe=URI_UNRESERVED))
    uri = re.sub(r"\$\{stageVariables\.(\w+)\}", lambda m: values.stage_variables.get(m.group(1), ""), uri)
    query_string = wire.get()[1] or ""
    if added_query:
        kept = [pair for pair in query_string.split("&") if pair and unquote(pair.split("=")[0]) not in added_query]
        query_string = "&".join(kept + [urlencode({k: v}) for k, v in added_query.items() if v is not None])
    forwarded = [out["x-forwarded-for"]] if out.get("x-forwarded-for") else []
    out["x-forwarded-for"] = ", ".join(forwarded + [get_request_client_ip()])
    out["x-amzn-apigateway-api-id"] = str(values.context["apiId"])
    return uri, out, query_string


def load_balancer(integration, host):
    """The emulated load balancer that this integration calls; None for any other host."""
    target = integration.get("integrationTarget")
    return alb._lbs.get(target) if target else alb.find_lb_for_host(host)


def answered(status, headers, body):
    """The backend's answer as the gateway passes it on."""
    out = {}
    for name, value in headers.items():
        lower = name.lower()
        if lower in REMAPPED:
            out[f"x-amzn-remapped-{lower}"] = value
        elif lower not in NOT_FORWARDED:
            out[lower] = value
    return status, out, body


def call_host(parts, method, target, headers, body, timeout):
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=timeout)
    try:
        connection.request(method, target, body=body or None, headers=headers)
        response = connection.getresponse()
        headers = {}
        for name, value in response.getheaders():
            headers.setdefault(name.lower(), []).append(value)
        return response.status, {k: v[0] if len(v) == 1 else v for k, v in headers.items()}, response.read()
    finally:
        connection.close()


async def http_proxy(_original, integration, _path, method, headers, body, query, path_params=None):
    uri, out, query_string = mapped(integration, method, headers, query, path_params or {})
    parts = urlsplit(uri)
    query_string = "&".join(part for part in (parts.query, query_string) if part)
    target = (parts.path or "/") + (f"?{query_string}" if query_string else "")
    verb = method if (integration.get("httpMethod") or "ANY").upper() == "ANY" else integration["httpMethod"]
    timeout = (integration.get("timeoutInMillis") or 29_000) / 1000
    balancer = load_balancer(integration, parts.hostname or "")
    if not parts.hostname or (balancer is None and (integration.get("integrationTarget")
                                                    or parts.hostname.endswith(".elb.amazonaws.com"))):
        return apigateway_v1._gw_error("API_CONFIGURATION_ERROR", "Internal server error")
    out["host"] = parts.netloc
    try:
        if balancer is not None:
            port = parts.port or (443 if parts.scheme == "https" else 80)
            call = alb.dispatch_request(balancer, verb, unquote(parts.path or "/"), out, body, query, port,
                                        raw_query_string=query_string, raw_path=parts.path or "/")
        else:
            call = asyncio.to_thread(call_host, parts, verb, target, out, body, timeout)
        return answered(*await asyncio.wait_for(call, timeout))
    except (asyncio.TimeoutError, TimeoutError):
        return apigateway_v1._gw_error("INTEGRATION_TIMEOUT", "Endpoint request timed out")
    except (OSError, http.client.HTTPException):
        return apigateway_v1._gw_error("INTEGRATION_FAILURE", "Network error communicating with endpoint")


def keep_link(props):
    """Adds to a stored integration what CloudFormation's Method says of its VPC link."""
    resource = apigateway_v1._resources.get(props.get("RestApiId"), {}).get(props.get("ResourceId")) or {}
    method = resource.get("resourceMethods", {}).get(props.get("HttpMethod", "ANY")) or {}
    declared, stored = props.get("Integration") or {}, method.get("methodIntegration")
    for source, target in (("ConnectionId", "connectionId"), ("IntegrationTarget", "integrationTarget")):
        if stored is not None and declared.get(source):
            stored[target] = declared[source]


def create_method(create, logical_id, props, stack_name):
    made = create(logical_id, props, stack_name)
    keep_link(props)
    return made


def put_integration(put, api_id, resource_id, http_method, data):
    answer = put(api_id, resource_id, http_method, data)
    resource = apigateway_v1._resources.get(api_id, {}).get(resource_id) or {}
    stored = (resource.get("resourceMethods", {}).get(http_method) or {}).get("methodIntegration")
    for name in ("connectionId", "integrationTarget"):
        if stored is not None and data.get(name):
            stored[name] = data[name]
    return answer


def install():
    wrap(app, "_handle_execute_api_request", handle_keeping_the_wire)
    wrap(apigateway_v1, "_execute_in_scope", execute_keeping_request)
    wrap(apigateway_v1, "_authorize_request_v1", authorize_keeping_context)
    wrap(apigateway_v1, "_match_resource_tree", match_encoded)
    wrap(apigateway_v1, "_match_greedy_fallback", match_encoded)
    wrap(apigateway_v1, "_invoke_http_proxy_v1", http_proxy)
    wrap(apigateway_v1, "_put_integration", put_integration)
    wrap_creation("AWS::ApiGateway::Method", "_apigw_method_create", create_method)
