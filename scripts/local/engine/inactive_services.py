"""ECS: a service that was deleted cannot be changed any more.

AWS: ``UpdateService`` of a service that is draining or inactive is refused with ``ServiceNotActiveException``.
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
MiniStack 1.5.33: changes it, and starts tasks for it.
"""
from ministack.core.responses import error_response_json
from ministack.services import ecs

from .seams import action


def update_service(update, data):
    cluster = ecs._resolve_cluster_name(data.get("cluster", "default"))
    name, _cluster = ecs._resolve_service_ref(data.get("service", "")) or (None, None)
    service = ecs._services.get(f"{cluster}/{name}")
    if service and service["status"] != "ACTIVE":
        return error_response_json("ServiceNotActiveException", "Service was not ACTIVE.", 400)
    return update(data)


def install():
    action(ecs, "UpdateService", update_service)
