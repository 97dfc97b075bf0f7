"""ECS: a task is PENDING until the agent that runs it says otherwise.

AWS: an agent connects (DiscoverPollEndpoint) and reports what becomes of its tasks (SubmitTaskStateChange). Counts,
deployments, the circuit breaker and the replacement of a stopped task of a service all follow from those reports.
The agent itself is told of changes over a connection that it holds open (agent_channel).
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_SubmitTaskStateChange.html
MiniStack 1.5.33 without Docker: tasks are RUNNING at once, deployments COMPLETED at once, reports are thrown away and
a task that was stopped is not replaced. The engine's own scheduler does all of it as soon as it gets the reports.

As long as no agent has connected, the engine's way stays: a test without the task runner is not kept waiting.
"""
import json
import threading

from ministack.core.responses import error_response_json, json_response
from ministack.services import ecs

from .agent_channel import changes, endpoint
from .seams import wrap

agent_connected = threading.Event()


def discover_poll_endpoint(_discover, data):
    agent_connected.set()
    return json_response({"endpoint": endpoint()})


def bump_task_version(bump, task):
    """Called by the engine at every change of a task."""
    bump(task)
    changes.happened()


def make_deployment(make, task_definition, desired_count, *args, **kwargs):
    deployment = make(task_definition, desired_count, *args, **kwargs)
    if agent_connected.is_set() and desired_count:
        deployment.update(rolloutState="IN_PROGRESS", rolloutStateReason="ECS deployment in progress.")
    return deployment


def run_task(run, data):
    status, headers, body = run(data)
    if status != 200 or not agent_connected.is_set():
        return status, headers, body
    answer = json.loads(body)
    tasks = [ecs._tasks[shown["taskArn"]] for shown in answer["tasks"]]
    for task in tasks:
        task.update(lastStatus="PENDING", startedAt=None, pullStartedAt=None, pullStoppedAt=None,
                    _startup_stable=False)
        for container in task["containers"]:
            container["lastStatus"] = "PENDING"
    changes.happened()
    return json_response({**answer, "tasks": [ecs._sanitize(task) for task in tasks]})


def service_key(task):
    """``cluster/service`` of a task that a service started, else None."""
    kind, _, name = (task.get("group") or "").partition(":")
    return f"{ecs._cluster_name_from_arn(task['clusterArn'])}/{name}" if kind == "service" else None


def submit_task_state_change(_submit, data):
    """Takes ``{cluster, task, status: RUNNING | STOPPED, reason?, containers?: [{exitCode}]}``."""
    task = ecs._resolve_task(data.get("task", ""), ecs._resolve_cluster_name(data.get("cluster", "default")))
    if task is None:
        return error_response_json("InvalidParameterException", "The referenced task was not found.", 400)
    if data.get("status") == "RUNNING":
        report_running(task)
    elif data.get("status") == "STOPPED":
        report_stopped(task, data)
    return json_response({"acknowledgment": "ACCEPT"})


def report_running(task):
    if not ecs._mark_task_running(task["taskArn"], task):
        return
    for container in task["containers"]:
        container.update(lastStatus="RUNNING", healthStatus="HEALTHY")
    task["healthStatus"] = "HEALTHY"
    key = service_key(task)
    if key:
        ecs._record_service_task_healthy(key, task)
        ecs._reconcile_service_tasks(key.split("/")[0], key)


def report_stopped(task, data):
    started = bool(task.get("startedAt"))
    exit_code = next((c["exitCode"] for c in data.get("containers") or [] if "exitCode" in c), None)
    ecs._mark_task_stopped(task["taskArn"], task, data.get("reason") or "Essential container in task exited",
                           "EssentialContainerExited" if started else "TaskFailedToStart", exit_code=exit_code)


def stop_task(stop, data):
    """StopTask of a service's task: the scheduler starts another."""
    answer = stop(data)
    task = ecs._resolve_task(data.get("task", ""), ecs._resolve_cluster_name(data.get("cluster", "default")))
    key = service_key(task) if task and agent_connected.is_set() else None
    if key:
        ecs._reconcile_service_tasks(key.split("/")[0], key)
    return answer


def install():
    wrap(ecs, "_make_deployment", make_deployment)
    wrap(ecs, "_run_task", run_task)
    wrap(ecs, "_bump_task_version", bump_task_version)
    wrap(ecs, "_discover_poll_endpoint", discover_poll_endpoint)
    wrap(ecs, "_submit_task_state_change", submit_task_state_change)
    ecs._ACTION_MAP.update(
        RunTask=ecs._run_task,
        DiscoverPollEndpoint=ecs._discover_poll_endpoint,
        SubmitTaskStateChange=ecs._submit_task_state_change,
        # Only what comes from outside: the scheduler's own stops already know what follows.
        StopTask=lambda data: stop_task(ecs._stop_task, data))
