#!/usr/bin/env python3
"""What the program is made of, as a CycloneDX 1.6 document on standard output.

    sbom.py VERSION STATIC SHARED

STATIC and SHARED are the two programs that `packaging/build` makes. Swift's packages come from Package.resolved and
.build-dist/checkouts, libraries from what the programs are linked with and from dpkg. SOURCE_DATE_EPOCH dates it; the
same input gives the same document.
"""

import json
import os
import re
import subprocess
import sys
import uuid
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHECKOUTS = ROOT / ".build-dist" / "checkouts"

#: Swift's licence, as SPDX writes it.
SWIFT = "Apache-2.0 WITH Swift-exception"

#: The licences of the C libraries by their source package, as SPDX writes them.
LICENCES = {
    "glibc": "LGPL-2.1-or-later",
    "gcc-12": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "gcc-14": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "libevent": "BSD-3-Clause",
    "libsodium": "ISC",
    "sqlite3": "blessing",
    "zlib": "Zlib",
}

#: In the static program: the development package whose archive is linked in.
ARCHIVES = {
    "libevent": "libevent-dev",
    "libsodium": "libsodium-dev",
    "sqlite3": "libsqlite3-dev",
    "zlib": "zlib1g-dev",
}


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def licence_of(folder: Path) -> str:
    """The licence of a Swift package, by its own text."""
    [file] = [path for path in folder.iterdir() if path.stem.upper() in ("LICENSE", "LICENCE")]
    text = file.read_text()
    if "Apache License" in text and "Runtime Library Exception" in text:
        return SWIFT
    if "Apache License" in text:
        return "Apache-2.0"
    if "Permission is hereby granted, free of charge" in text:
        return "MIT"
    sys.exit(f"{file} is a licence that nobody has looked at: read it, and say here what SPDX calls it.")


def component(name: str, version: str, purl: str, licence: str, linking: str, **more: str) -> dict:
    properties = [
        {"name": f"forgechain:{key}", "value": value} for key, value in {"linking": linking, **more}.items()
    ]
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "licenses": [{"expression": licence}],
        "purl": purl,
        "properties": properties,
    }


def swift_packages() -> list[dict]:
    """The packages that SwiftPM resolved, whose code is in the program."""
    pins = json.loads((ROOT / "Package.resolved").read_text())["pins"]
    found = []
    for pin in pins:
        location, state = pin["location"].removesuffix(".git"), pin["state"]
        name = location.rsplit("/", 1)[1]
        purl = f"pkg:swift/{location.removeprefix('https://')}@{state['version']}"
        licence = licence_of(CHECKOUTS / name)
        found.append(component(name, state["version"], purl, licence, "static", revision=state["revision"]))
    return found


def swift_library() -> dict:
    """Swift's own library, with Foundation and its ICU."""
    line = output("swift", "--version").splitlines()[0]
    [version] = re.findall(r"\(swift-(.+?)-RELEASE\)", line) or [line]
    return component(
        "swift",
        version,
        f"pkg:github/swiftlang/swift@swift-{version}-RELEASE",
        f"({SWIFT}) AND Unicode-3.0",
        "static",
    )


def shared_packages(program: str) -> set[str]:
    """The Debian packages of the shared libraries that a program asks for."""
    files = re.findall(r"(?:=> )?(/\S+) \(0x", output("ldd", program))
    named = set(re.findall(r"NEEDED\s+(\S+)", output("objdump", "-p", program)))
    return {package_of(file) for file in files if Path(file).name in named}


def package_of(file: str) -> str:
    """Whose file it is. dpkg may know it below /usr, or by where it was before that."""
    for path in (file, os.path.realpath(file), f"/usr{file}", file.removeprefix("/usr")):
        found = subprocess.run(["dpkg-query", "--search", path], capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return found.stdout.split(":")[0]
    sys.exit(f"No package has {file}, so it can't be told what that is.")


def debian(package: str, linking: str) -> dict:
    form = "${Version}|${Architecture}|${source:Package}|${source:Version}"
    version, architecture, source, source_version = output(
        "dpkg-query", "--show", f"--showformat={form}", package
    ).split("|")
    if source not in LICENCES:
        sys.exit(f"{package} is new here: look at its licence, and say it in {Path(__file__).name}.")
    release = dict(re.findall(r'(?m)^(\w+)="?([^"\n]*)', Path("/etc/os-release").read_text()))
    where = f"arch={architecture}&distro=debian-{release['VERSION_ID']}"
    purl = f"pkg:deb/debian/{package}@{version.replace('+', '%2B')}?{where}"
    return component(package, version, purl, LICENCES[source], linking, source=f"{source} {source_version}")


def libraries(static: str, shared: str) -> list[dict]:
    in_static, in_shared = shared_packages(static), shared_packages(shared)
    found = [debian(package, "shared") for package in sorted(in_static)]
    found += [debian(package, "shared in the package and the image") for package in sorted(in_shared - in_static)]
    sources = {each["properties"][1]["value"].split()[0] for each in found if each["name"] not in in_static}
    found += [debian(ARCHIVES[source], "static in the tarball") for source in sorted(sources)]
    return found


def document(version: str, static: str, shared: str) -> dict:
    components = [*swift_packages(), swift_library(), *libraries(static, shared)]
    date = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), timezone.utc)
    purl = f"pkg:generic/forgechain@{version}"
    itself = {
        "type": "application",
        "bom-ref": purl,
        "name": "forgechain",
        "version": version,
        "purl": purl,
        "licenses": [{"license": {"id": "MIT"}}],
    }
    told = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"timestamp": date.strftime("%Y-%m-%dT%H:%M:%SZ"), "component": itself},
        "components": components,
        "dependencies": [{"ref": purl, "dependsOn": sorted({each["bom-ref"] for each in components})}],
    }
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(told, sort_keys=True))
    return told | {"serialNumber": f"urn:uuid:{number}"}


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    print(json.dumps(document(*sys.argv[1:]), indent=2, ensure_ascii=False))
