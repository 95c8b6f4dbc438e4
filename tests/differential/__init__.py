"""Dockline against the docker CLI: the same line asks the engine for the same (docs/differential.md)."""
