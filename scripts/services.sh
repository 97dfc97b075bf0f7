# Sourced by the scripts beside it, from the root of the checkout: the services that have an image.
# shellcheck shell=bash
services=()
for dockerfile in app-services/*/Dockerfile; do services+=("$(basename "$(dirname "$dockerfile")")"); done
