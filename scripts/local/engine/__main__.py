"""``python -m engine [--without ROOM]…``: serves the local AWS, as the environment says (GATEWAY_PORT, …)."""
import argparse
import importlib
import os
import sys

from .pinned_version import OtherVersion, refuse_other_version

# Later rooms wrap what earlier ones left.
ROOMS = ("lambda_error_type", "lambda_process_lifetime", "lambda_log_end", "event_invocation_retries",
         "authorizer_in_flight", "api_key_source_authorizer", "http_integration_mappings", "iam_request_checks",
         "policy_variables", "key_permissions", "dynamodb_leading_keys", "cognito_user_resources",
         "cognito_client_permissions", "service_source",
         "secure_transport", "record_only_resources", "execution_start", "redrive_execution", "execution_history",
         "execution_data", "execution_stop", "execution_breakpoints", "workflow_role", "service_connect_configuration",
         "target_ports", "load_balancer_targets", "listener_rule_priorities", "task_lifecycle", "api_key_lifecycle", "usage_plan_limits",
         "usage_plan_usage", "rest_access_logs", "log_filter_patterns", "http_api_cors", "jwt_header", "cognito_user_pages",
         "transitive_session_tags", "target_group_in_use", "cluster_in_use", "inactive_services",
         "task_definition_deletion", "event_time")


def main():
    parser = argparse.ArgumentParser(prog="engine", description="The local AWS.")
    parser.add_argument("--without", action="append", default=[], choices=ROOMS, metavar="ROOM",
                        help=f"leave a room out, to see what fails without it: {', '.join(ROOMS)}")
    options = parser.parse_args()
    try:
        refuse_other_version()
    except OtherVersion as error:
        sys.exit(str(error))
    sys.argv = sys.argv[:1]  # the engine parses arguments of its own

    os.umask(0o077)  # it writes a signing key and logs of its own
    os.environ.setdefault("AUTH", "true")  # read when the engine is imported, so before the rooms are
    os.environ.setdefault("LAMBDA_EXECUTOR", "local")
    for room in ROOMS:
        if room not in options.without:
            importlib.import_module(f".{room}", __package__).install()

    from ministack import app

    app.main()


main()
