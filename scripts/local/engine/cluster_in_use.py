"""ECS: a cluster with services or tasks cannot be deleted.

AWS: ``DeleteCluster`` refuses it with ``ClusterContainsServicesException`` while services are active or draining, and
with ``ClusterContainsTasksException`` while tasks are not stopped.
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html
MiniStack 1.5.33: deletes it, and its services and tasks are out of every list's sight. CloudFormation, which deletes in
the order of its references, goes on as before.
"""
from ministack.core.responses import error_response_json
from ministack.services import ecs

from .seams import action


def delete_cluster(delete, data):
    name = ecs._resolve_cluster_name(data.get("cluster", "default"))
    cluster = ecs._clusters.get(name)
    if cluster:
        arn = cluster["clusterArn"]
        if any(service.get("clusterArn") == arn and service["status"] != "INACTIVE"
               for service in ecs._services.values()):
            return error_response_json("ClusterContainsServicesException",
                                       "The Cluster cannot be deleted while Services are active.", 400)
        if any(task.get("clusterArn") == arn and task["lastStatus"] != "STOPPED" for task in ecs._tasks.values()):
            return error_response_json("ClusterContainsTasksException",
                                       "The Cluster cannot be deleted while Tasks are active.", 400)
    return delete(data)


def install():
    action(ecs, "DeleteCluster", delete_cluster)
