"""The rooms are written against one release of the engine: any other is refused before it can half work."""
import importlib.metadata
import pathlib
import re

REQUIREMENTS = pathlib.Path(__file__).parents[1] / "requirements.txt"


class OtherVersion(RuntimeError):
    """The installed engine is not the pinned one."""


def pinned_version():
    """The release of MiniStack in requirements.txt, the one place that names it."""
    return re.search(r"^ministack==(\S+)$", REQUIREMENTS.read_text(), re.MULTILINE).group(1)


def refuse_other_version():
    """Raises OtherVersion unless the pinned release is the one installed."""
    try:
        installed = importlib.metadata.version("ministack")
    except importlib.metadata.PackageNotFoundError:
        installed = "not installed"
    if installed != pinned_version():
        raise OtherVersion(f"the local AWS needs ministack {pinned_version()}, found {installed}: "
                           "remove .local/venv and start again")
