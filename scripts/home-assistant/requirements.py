"""Prints what the integrations named as arguments ask for, with those they depend on, from their own manifests.
`*` stands for every kind of entity that it has.

Home Assistant would fetch these packages at its first start; installed beforehand, its starts reach no registry.
"""

import json
import pathlib
import sys

import homeassistant

COMPONENTS = pathlib.Path(homeassistant.__file__).parent / "components"

wanted = sys.argv[1:]
if "*" in wanted:
    from homeassistant.const import Platform

    wanted.remove("*")
    wanted.extend(Platform)
seen = set()
requirements = set()
while wanted:
    domain = wanted.pop()
    if domain in seen:
        continue
    seen.add(domain)
    manifest = json.loads((COMPONENTS / domain / "manifest.json").read_text())
    requirements.update(manifest.get("requirements", []))
    wanted.extend(manifest.get("dependencies", []))
print("\n".join(sorted(requirements)))
