"""ECS: a service's Service Connect configuration can be read back.

AWS: CreateService and UpdateService take ``serviceConnectConfiguration``, DescribeServices shows it on the deployment
that it came with; a changed one starts a new deployment, an update without one keeps it. A cluster keeps its default
namespace.
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html
MiniStack 1.5.33: drops both, by the API and by CloudFormation.
"""
import contextvars

from ministack.services import ecs
from ministack.services.cloudformation import provisioners

from .seams import wrap

# What a template asks for, since the engine's own translation of CloudFormation leaves it out of the request.
of_template = contextvars.ContextVar("of_template", default=None)
defaults_of_template = contextvars.ContextVar("defaults_of_template", default=None)
of_deployment = contextvars.ContextVar("of_deployment", default=None)


def with_value(variable, value, call, *args):
    token = variable.set(value)
    try:
        return call(*args)
    finally:
        variable.reset(token)


def make_deployment(make, *args, **kwargs):
    deployment = make(*args, **kwargs)
    if of_deployment.get():
        deployment["serviceConnectConfiguration"] = of_deployment.get()
    return deployment


def create_service(create, data):
    return with_value(of_deployment, data.get("serviceConnectConfiguration") or of_template.get(), create, data)


def update_service(update, data):
    current = current_configuration(data)
    wanted = data.get("serviceConnectConfiguration") or of_template.get() or current
    if wanted != current:
        data = {**data, "forceNewDeployment": True}
    return with_value(of_deployment, wanted, update, data)


def current_configuration(data):
    cluster = ecs._resolve_cluster_name(data.get("cluster", "default"))
    reference = ecs._resolve_service_ref(data.get("service", ""))
    service = ecs._services.get(f"{cluster}/{reference[0]}") if reference else None
    primary = ecs._primary_deployment(service) if service else None
    return primary.get("serviceConnectConfiguration") if primary else None


def put_cluster(put, data):
    cluster = put(data)
    defaults = data.get("serviceConnectDefaults") or defaults_of_template.get()
    if defaults:
        cluster["serviceConnectDefaults"] = defaults
    return cluster


def camel(props, name):
    return provisioners._pascal_to_camel(props.get(name) or {}) or None


def template_creates_service(create, logical_id, props, stack_name):
    wanted = camel(props, "ServiceConnectConfiguration")
    return with_value(of_template, wanted, create, logical_id, props, stack_name)


def template_updates_service(update, physical_id, old_props, new_props, stack_name):
    wanted = camel(new_props, "ServiceConnectConfiguration")
    return with_value(of_template, wanted, update, physical_id, old_props, new_props, stack_name)


def template_creates_cluster(create, logical_id, props, stack_name):
    wanted = camel(props, "ServiceConnectDefaults")
    return with_value(defaults_of_template, wanted, create, logical_id, props, stack_name)


def install():
    wrap(ecs, "_make_deployment", make_deployment)
    wrap(ecs, "_create_service", create_service)
    wrap(ecs, "_update_service", update_service)
    wrap(ecs, "_put_cluster", put_cluster)
    ecs._ACTION_MAP["CreateService"] = ecs._create_service
    ecs._ACTION_MAP["UpdateService"] = ecs._update_service
    wrap(provisioners, "_ecs_service_create", template_creates_service)
    wrap(provisioners, "_ecs_service_update", template_updates_service)
    wrap(provisioners, "_ecs_cluster_create", template_creates_cluster)
    handlers = provisioners._RESOURCE_HANDLERS
    handlers["AWS::ECS::Service"].update(
        create=provisioners._ecs_service_create, update=provisioners._ecs_service_update)
    handlers["AWS::ECS::Cluster"]["create"] = provisioners._ecs_cluster_create
