"""The local AWS: MiniStack, with the AWS behaviour that this project relies on and that release lacks.

One module ("room") per gap. Each is named for the AWS behaviour, says what AWS does and what the engine does not,
and has an ``install()`` that closes the gap. ``python -m engine`` installs them all and serves.
"""
