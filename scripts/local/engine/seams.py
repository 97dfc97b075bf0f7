"""The one way in which a room changes the engine: wrapping a function of it by name."""
import functools


class SeamMissing(RuntimeError):
    """The engine has no such function: it is another version than the rooms were written for."""


def wrap(module, name, wrapper):
    """Replace ``module.name`` by a function that calls ``wrapper(original, *args, **kwargs)``.

    The engine looks its functions up in their module at each call, so the wrapper is in force at once.
    """
    original = getattr(module, name, None)
    if not callable(original):
        raise SeamMissing(f"{module.__name__}.{name} is gone: the local AWS needs its rooms revised")

    @functools.wraps(original)
    def wrapped(*args, **kwargs):
        return wrapper(original, *args, **kwargs)

    setattr(module, name, wrapped)


def wrap_creation(resource_type, name, wrapper):
    """The same for ``provisioners.name``, by which CloudFormation creates (and re-creates) a resource type."""
    from ministack.services.cloudformation import provisioners

    handlers = provisioners._RESOURCE_HANDLERS.get(resource_type) or {}
    if handlers.get("create") is not getattr(provisioners, name, None):
        raise SeamMissing(f"{name} does not create {resource_type}: the local AWS needs its rooms revised")
    wrap(provisioners, name, wrapper)
    handlers["create"] = getattr(provisioners, name)


def action(module, name, wrapper):
    """The same for an action of a service's API: CloudFormation, which calls the functions by name, stays as it is."""
    original = getattr(module, "_ACTION_MAP", {}).get(name)
    if not callable(original):
        raise SeamMissing(f"{module.__name__} has no action {name}: the local AWS needs its rooms revised")

    @functools.wraps(original)
    def wrapped(*args, **kwargs):
        return wrapper(original, *args, **kwargs)

    module._ACTION_MAP[name] = wrapped
