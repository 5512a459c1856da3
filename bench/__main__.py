"""Runs every benchmark of this package that takes minutes, or those that are named: ``python -m bench [NAME ...]``."""

import pkgutil
import sys
from importlib import import_module

import bench

NOT_UNASKED = ("__main__", "scale")

modules = [module.name for module in pkgutil.iter_modules(bench.__path__)]
for name in sys.argv[1:] or [name for name in modules if name not in NOT_UNASKED]:
    if hasattr(module := import_module(f"bench.{name}"), "main"):
        module.main()
