"""CloudFormation: resource types that have nothing to do on one machine are recorded.

AWS: creates them. Their ``Ref`` is the primary identifier and ``Fn::GetAtt`` the documented return values.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html
MiniStack 1.5.33: refuses a template with a type it does not know, and an alarm on a metric expression. Here such a
resource has a plausible id and return values, keeps its id over updates, and is gone when the stack is. Networks,
scaling, firewalls and alarms therefore deploy unchanged, and do nothing.

A type that the engine does know keeps the engine's behaviour.
"""
import hashlib

from ministack.core.responses import get_account_id, get_region
from ministack.services.cloudformation import provisioners

from .seams import wrap

# Resource type -> what Ref gives. `{id}` is 17 hex digits, `{name}` what CloudFormation calls a resource without a name,
# and any capitalised name a property of the resource.
REFS = {
    "AWS::ApiGateway::ClientCertificate": "{short}",
    "AWS::ApiGateway::VpcLink": "{short}",
    "AWS::ApiGatewayV2::VpcLink": "{short}",
    "AWS::ApplicationAutoScaling::ScalableTarget": "{ResourceId}|{ScalableDimension}|{ServiceNamespace}",
    "AWS::ApplicationAutoScaling::ScalingPolicy":
        "arn:aws:autoscaling:{region}:{account}:scalingPolicy:{uuid}:policyName/{PolicyName}",
    "AWS::Budgets::Budget": "{name}",
    "AWS::CE::AnomalyMonitor": "arn:aws:ce::{account}:anomalymonitor/{uuid}",
    "AWS::CE::AnomalySubscription": "arn:aws:ce::{account}:anomalysubscription/{uuid}",
    "AWS::CloudWatch::AnomalyDetector": "{name}",
    "AWS::CloudWatch::CompositeAlarm": "{AlarmName}",
    "AWS::CloudWatch::InsightRule": "arn:aws:cloudwatch:{region}:{account}:insight-rule/{RuleName}",
    "AWS::Cognito::LogDeliveryConfiguration": "{UserPoolId}",
    "AWS::Cognito::ManagedLoginBranding": "{uuid}",
    "AWS::Cognito::UserPoolRiskConfigurationAttachment": "UserPoolRiskConfigurationAttachment-{uuid}",
    "AWS::Cognito::UserPoolUICustomizationAttachment": "UserPoolUICustomizationAttachment-{uuid}",
    "AWS::EC2::EIP": "203.0.113.{octet}",
    "AWS::EC2::EIPAssociation": "eipassoc-{id}",
    "AWS::EC2::FlowLog": "fl-{id}",
    "AWS::EC2::NatGateway": "nat-{id}",
    "AWS::EC2::NetworkAcl": "acl-{id}",
    "AWS::EC2::NetworkAclEntry": "{name}",
    "AWS::EC2::SecurityGroupEgress": "sgr-{id}",
    "AWS::EC2::SecurityGroupIngress": "sgr-{id}",
    "AWS::EC2::SubnetNetworkAclAssociation": "aclassoc-{id}",
    "AWS::ECR::RegistryPolicy": "{account}",
    "AWS::ECR::RepositoryCreationTemplate": "{Prefix}",
    "AWS::ECS::CapacityProvider": "{Name}",
    "AWS::ECS::ClusterCapacityProviderAssociations": "{Cluster}",
    "AWS::ElasticLoadBalancingV2::ListenerCertificate": "{name}",
    "AWS::Events::Archive": "{ArchiveName}",
    "AWS::Events::Connection": "{Name}",
    "AWS::Events::ApiDestination": "{Name}",
    "AWS::Events::EventBusPolicy": "{name}",
    "AWS::IAM::RolePolicy": "{PolicyName}",
    "AWS::IAM::ServiceLinkedRole": "AWSServiceRoleFor{name}",
    "AWS::IAM::UserPolicy": "{PolicyName}",
    "AWS::Logs::AccountPolicy": "{account}:{PolicyType}:{PolicyName}",
    "AWS::Logs::Delivery": "{short}",
    "AWS::Logs::DeliveryDestination": "{Name}",
    "AWS::Logs::DeliverySource": "{Name}",
    "AWS::Logs::LogAnomalyDetector": "arn:aws:logs:{region}:{account}:anomaly-detector:{uuid}",
    "AWS::Logs::QueryDefinition": "{uuid}",
    "AWS::Logs::Transformer": "{LogGroupIdentifier}",
    "AWS::ResourceGroups::Group": "{Name}",
    "AWS::SNS::TopicInlinePolicy": "{TopicArn}",
    "AWS::SQS::QueueInlinePolicy": "{Queue}",
    "AWS::SecretsManager::ResourcePolicy": "{SecretId}",
    "AWS::SecretsManager::RotationSchedule": "{SecretId}",
    "AWS::ServiceCatalogAppRegistry::Application": "{id}",
    "AWS::ServiceCatalogAppRegistry::ResourceAssociation": "{name}",
    "AWS::StepFunctions::Activity": "arn:aws:states:{region}:{account}:activity:{Name}",
    "AWS::WAFv2::IPSet": "{Name}|{uuid}|{Scope}",
    "AWS::WAFv2::LoggingConfiguration": "{ResourceArn}",
    "AWS::WAFv2::RuleGroup": "{Name}|{uuid}|{Scope}",
    "AWS::WAFv2::WebACLAssociation": "{WebACLArn}|{ResourceArn}",
    "AWS::XRay::Group": "arn:aws:xray:{region}:{account}:group/{GroupName}/{id}",
    "AWS::XRay::ResourcePolicy": "{PolicyName}",
    "AWS::XRay::SamplingRule": "arn:aws:xray:{region}:{account}:sampling-rule/{name}",
    "AWS::XRay::TransactionSearchConfig": "{account}",
}

# Return values of Fn::GetAtt beside the usual `Id` and `Arn`.
ATTRIBUTES = {
    "AWS::ApiGatewayV2::VpcLink": {"VpcLinkId": "{ref}"},
    "AWS::ApiGateway::VpcLink": {"VpcLinkId": "{ref}"},
    "AWS::ApplicationAutoScaling::ScalingPolicy": {"PolicyName": "{PolicyName}"},
    "AWS::CloudWatch::CompositeAlarm": {"Arn": "arn:aws:cloudwatch:{region}:{account}:alarm:{ref}"},
    "AWS::EC2::EIP": {"AllocationId": "eipalloc-{id}", "PublicIp": "{ref}"},
    "AWS::EC2::NatGateway": {"NatGatewayId": "{ref}"},
    "AWS::EC2::NetworkAcl": {"NetworkAclId": "{ref}"},
    "AWS::ECS::CapacityProvider": {"Arn": "arn:aws:ecs:{region}:{account}:capacity-provider/{ref}"},
    "AWS::Events::Archive": {"Arn": "arn:aws:events:{region}:{account}:archive/{ref}"},
    "AWS::Events::ApiDestination": {"Arn": "arn:aws:events:{region}:{account}:api-destination/{ref}/{uuid}"},
    "AWS::Events::Connection": {
        "Arn": "arn:aws:events:{region}:{account}:connection/{ref}/{uuid}",
        "SecretArn": "arn:aws:secretsmanager:{region}:{account}:secret:events!connection/{ref}/{uuid}"},
    "AWS::Logs::DeliveryDestination": {"Arn": "arn:aws:logs:{region}:{account}:delivery-destination:{ref}"},
    "AWS::Logs::DeliverySource": {"Arn": "arn:aws:logs:{region}:{account}:delivery-source:{ref}"},
    "AWS::ResourceGroups::Group": {"Arn": "arn:aws:resource-groups:{region}:{account}:group/{ref}"},
    "AWS::ServiceCatalogAppRegistry::Application": {
        "Arn": "arn:aws:servicecatalog:{region}:{account}:/applications/{ref}",
        "ApplicationTagValue": "arn:aws:resource-groups:{region}:{account}:group/{ref}"},
    "AWS::WAFv2::IPSet": {"Arn": "arn:aws:wafv2:{region}:{account}:regional/ipset/{Name}/{uuid}"},
    "AWS::WAFv2::RuleGroup": {"Arn": "arn:aws:wafv2:{region}:{account}:regional/rulegroup/{Name}/{uuid}"},
}


class Values(dict):
    """The names that a pattern may use; a property that the template leaves out is named by CloudFormation."""

    def __init__(self, logical_id, stack_name, props):
        # the same for the same resource, so that an update keeps its id
        digits = hashlib.sha256(f"{get_account_id()}/{get_region()}/{stack_name}/{logical_id}".encode()).hexdigest()[:32]
        name = f"{stack_name}-{logical_id}-{digits[:12]}"
        super().__init__(
            {key: value for key, value in props.items() if isinstance(value, (str, int))}, region=get_region(),
            account=get_account_id(), id=digits[:17], short=digits[:6], name=name, octet=1 + int(digits[:2], 16) % 254,
            uuid=f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}")

    def __missing__(self, _property):
        return self["name"]


def recorded(resource_type, logical_id, props, stack_name):
    """(Ref, return values) of a new resource."""
    values = Values(logical_id, stack_name, props)
    ref = REFS[resource_type].format_map(values)
    values["ref"] = ref
    attributes = {"Id": ref}
    if ref.startswith("arn:"):
        attributes["Arn"] = ref
    for name, pattern in ATTRIBUTES.get(resource_type, {}).items():
        attributes[name] = pattern.format_map(values)
    return ref, attributes


def handlers_of(resource_type):
    """What the engine calls to create, update and delete a resource of this type."""
    return {
        "create": lambda logical_id, props, stack_name: recorded(resource_type, logical_id, props, stack_name),
        "delete": lambda physical_id, props: None,
    }


def put_alarm(put, name, props):
    if not props.get("Metrics"):
        return put(name, props)
    return name, {"Arn": f"arn:aws:cloudwatch:{get_region()}:{get_account_id()}:alarm:{name}"}


def install():
    wrap(provisioners, "_cw_metric_alarm_put", put_alarm)
    for resource_type in REFS:
        provisioners._RESOURCE_HANDLERS.setdefault(resource_type, handlers_of(resource_type))
