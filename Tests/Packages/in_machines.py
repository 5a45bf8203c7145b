"""What `make dist` has put into dist, tried in machines that have nothing else. Run by `make test-dist`, as root.

FORGECHAIN_PREVIOUS may name the package of the version before, from which the upgrade starts; else it is the same
program under an older number. The image is tried if there is one.
"""

import json
import os
import re
import subprocess
import tarfile
import time
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from Packages.machines import Machine, machine
from support.nodes import ROOT
from support.waiting import eventually

DIST = ROOT / "dist"

#: The package of the version before, if one was given.
PREVIOUS = os.environ.get("FORGECHAIN_PREVIOUS")

#: A Debian with systemd and nothing else.
BOOTABLE = ("systemd", "systemd-sysv", "dbus")

#: What the tarball's program may ask for: glibc, and the C++ library that apt itself needs.
OF_EVERY_DEBIAN = {
    "libc.so.6",
    "libm.so.6",
    "libgcc_s.so.1",
    "libstdc++.so.6",
    "ld-linux-x86-64.so.2",
    "ld-linux-aarch64.so.1",
}

#: The exposure that `systemd-analyze security` finds, of 10. What is left is mostly the network, which a node is for.
MOST_EXPOSED = 2.0

DATA = "/var/lib/forgechain"
UNIT = "/lib/systemd/system/forgechain.service"


def the(pattern: str) -> Path:
    found = list(DIST.glob(pattern))
    assert len(found) == 1, f"{DIST} has {len(found)} of {pattern}: run `make dist` first"
    return found[0]


@pytest.fixture(scope="module")
def package() -> Path:
    return the("*.deb")


@pytest.fixture(scope="module")
def previous(package: Path, tmp_path_factory) -> Path:
    """The package of the version before."""
    if PREVIOUS:
        return Path(PREVIOUS)
    place = tmp_path_factory.mktemp("previous")
    subprocess.run(["dpkg-deb", "--raw-extract", package, place / "root"], check=True)
    control = place / "root/DEBIAN/control"
    control.write_text(re.sub(r"(?m)^Version: .*", "Version: 0.0.9-1", control.read_text()))
    # As an older version would have had it, so that there is a question of whose file is kept.
    with open(place / "root/etc/default/forgechain", "a") as options:
        options.write("# An older remark.\n")
    # -z0: it is unpacked once.
    build = ["dpkg-deb", "--root-owner-group", "-z0", "--build", place / "root", place / "forgechain-previous.deb"]
    subprocess.run(build, check=True, capture_output=True)
    return place / "forgechain-previous.deb"


def apt(within: Machine, *arguments: str) -> None:
    """apt as its owner would use it, who keeps what he has changed."""
    options = ["--yes", "--no-install-recommends", "--option=Dpkg::Options::=--force-confold"]
    within.run("apt-get", *options, *arguments, with_network=True)


def install(within: Machine, package: Path) -> None:
    apt(within, "install", within.put(package))


def status(within: Machine) -> dict | None:
    """What the node says of itself, or None while it doesn't answer."""
    done = within.attempt("forgechain", "status", "--json")
    return json.loads(done.stdout) if done.returncode == 0 else None


def serving(within: Machine) -> dict:
    return eventually(lambda: status(within), "the node answers")


def mine(within: Machine) -> None:
    eventually(lambda: within.attempt("forgechain", "mine").returncode == 0, "a block is mined")


def property_of(within: Machine, name: str) -> str:
    return within.run("systemctl", "show", "forgechain", f"--property={name}", "--value").strip()


# MARK: - The package


@pytest.mark.limit(900)
def test_the_package_is_installed_upgraded_removed_and_purged(package, previous):
    with machine("bookworm", *BOOTABLE, boots=True) as debian:
        # The version before, with a chain, a payment, a peer, and an owner who has changed the options.
        install(debian, previous)
        mine(debian)
        named = 's/^FORGECHAIN_OPTIONS=.*/FORGECHAIN_OPTIONS="--host 127.0.0.1 --node-id kept"/'
        debian.run("sed", "-i", named, "/etc/default/forgechain")
        debian.run("systemctl", "restart", "forgechain")
        mine(debian)
        debian.run("forgechain", "send", "alice", "bob", "5")
        debian.run("forgechain", "peers", "--add", "192.0.2.1:5000")
        before = serving(debian)
        assert [before[key] for key in ("length", "identifier", "pending", "peers")] == [3, "kept", 1, 1]

        # The upgrade restarts it on the same chain.
        install(debian, package)
        after = eventually(
            lambda: (told := status(debian)) and told["instance"] != before["instance"] and told, "the new one answers"
        )
        for key in ("tip", "length", "identifier", "pending", "peers"):
            assert after[key] == before[key], key
        if PREVIOUS:
            assert after["version"] != before["version"]

        # What its scripts did once, they may do again.
        apt(debian, "install", "--reinstall", f"/root/{package.name}")
        debian.run("dpkg-reconfigure", "forgechain")
        assert serving(debian)["tip"] == before["tip"]

        # A service that its owner has disabled stays so.
        debian.run("systemctl", "disable", "--now", "forgechain")
        debian.run("dpkg-reconfigure", "forgechain")
        assert debian.attempt("systemctl", "is-enabled", "forgechain").stdout.strip() == "disabled"
        debian.run("systemctl", "enable", "--now", "forgechain")

        apt(debian, "remove", "forgechain")
        assert debian.attempt("systemctl", "is-active", "forgechain").stdout.strip() in ("inactive", "failed")
        assert not (debian.folder / "usr/bin/forgechain").exists()
        assert (debian.folder / "var/lib/forgechain/forgechain.sqlite").exists()

        # Installed again, it goes on where it was.
        install(debian, package)
        assert serving(debian)["tip"] == before["tip"]

        apt(debian, "purge", "forgechain")
        left = debian.run("find", "/", "-xdev", "-name", "*forgechain*", "!", "-path", "/root/*")
        assert left == ""
        assert debian.attempt("getent", "passwd", "forgechain").returncode != 0
        assert debian.attempt("getent", "group", "forgechain").returncode != 0


@pytest.mark.limit(900)
def test_the_service_has_a_user_of_its_own_and_little_else(package, capsys):
    with machine("bookworm", *BOOTABLE, boots=True) as debian:
        place = debian.put(package)
        start = time.monotonic()
        apt(debian, "install", place)
        installed = time.monotonic() - start
        mine(debian)
        mined = time.monotonic() - start
        assert debian.run("systemd-analyze", "verify", "--man=no", UNIT) == ""
        exposure = debian.run("systemd-analyze", "security", "--no-pager", "forgechain")
        [score] = re.findall(r"exposure level for forgechain.service: ([\d.]+)", exposure)
        with capsys.disabled():
            print(f"\n  apt install took {installed:.1f} s, the first block was there after {mined:.1f} s")
            print(f"  systemd finds an exposure of {score} of 10")
        assert float(score) <= MOST_EXPOSED, exposure

        process = property_of(debian, "MainPID")
        assert property_of(debian, "User") == "forgechain"
        assert debian.run("stat", "--format=%U:%G %a", DATA).strip() == "forgechain:forgechain 700"
        held = debian.run("cat", f"/proc/{process}/status")
        assert re.search(r"(?m)^CapEff:\s+0+$", held) and re.search(r"(?m)^NoNewPrivs:\s+1$", held)
        assert re.search(r"(?m)^Seccomp:\s+2$", held), held
        # It is reached from this machine only, until its owner says otherwise.
        listening = debian.run("cat", f"/proc/{process}/net/tcp", f"/proc/{process}/net/tcp6")
        assert re.findall(r"(\w+):1388 0+:0000 0A", listening) == ["0100007F"], listening
        # It may read /proc/stat, of which its metrics have figures.
        ask = "exec 3<>/dev/tcp/127.0.0.1/5000; printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3"
        assert "process_cpu_seconds_total" in debian.run("bash", "-c", ask)

        # Nothing that it needs is refused to it.
        assert "Failed" not in debian.log()

        # A node that is killed comes back with what it had.
        tip = serving(debian)["tip"]
        debian.run("systemctl", "kill", "--signal=KILL", "forgechain")
        eventually(lambda: property_of(debian, "MainPID") not in (process, "0"), "systemd has started it again")
        assert serving(debian)["tip"] == tip
        debian.run("systemctl", "stop", "forgechain")
        assert property_of(debian, "Result") == "success" and property_of(debian, "ExecMainStatus") == "0"


@pytest.mark.limit(900)
def test_the_next_debian_takes_the_package_too(package):
    """Debian 13 doesn't boot everywhere that Debian 12 does: what the unit starts is started by hand, as its user."""
    with machine("trixie") as debian:
        install(debian, package)
        user = [
            "setpriv",
            "--reuid=forgechain",
            "--regid=forgechain",
            "--clear-groups",
            "--no-new-privs",
            "--bounding-set=-all",
        ]
        started = debian.start(*user, "forgechain", "serve", "--data-dir", DATA, "--host", "127.0.0.1")
        mine(debian)
        assert serving(debian)["length"] == 2
        debian.run("bash", "-c", "kill $(cat /proc/[0-9]*/stat | awk '$2 == \"(forgechain)\" {print $1}')")
        assert started.wait(20) == 0
        apt(debian, "purge", "forgechain")
        assert debian.attempt("stat", DATA).returncode != 0


@pytest.mark.limit(300)
def test_lintian_has_no_complaint(package):
    done = subprocess.run(
        ["lintian", "--fail-on=error,warning", package], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert re.findall(r"(?m)^[EW]: .*", done.stdout) == []


# MARK: - The tarball


@pytest.mark.limit(900)
@pytest.mark.parametrize("suite", ["bookworm", "trixie"])
def test_the_tarball_needs_nothing_but_to_be_unpacked(suite):
    tarball = the("*-linux-*.tar.xz")
    with machine(suite) as debian:
        # A bare Debian has no xz, so it is unpacked from outside.
        unpack = ["tar", "--strip-components=1", "--extract", "--file", tarball]
        subprocess.run(unpack, check=True, cwd=debian.folder / "usr/local")
        shown = subprocess.run(
            ["objdump", "-p", debian.folder / "usr/local/bin/forgechain"], check=True, capture_output=True, text=True
        )
        assert set(re.findall(r"NEEDED\s+(\S+)", shown.stdout)) <= OF_EVERY_DEBIAN
        started = debian.start("forgechain", "serve", "--host", "127.0.0.1", "--data-dir", "/root/data")
        mine(debian)
        debian.run("bash", "-c", "kill $(cat /proc/[0-9]*/stat | awk '$2 == \"(forgechain)\" {print $1}')")
        assert started.wait(20) == 0
        debian.run("forgechain", "verify", "--data-dir", "/root/data")


@pytest.mark.limit(900)
def test_made_again_it_is_the_same(package, tmp_path):
    """From the same programs, dated as the same commit. No engine answers there, so the image is left out."""
    again = tmp_path / "dist"
    with tarfile.open(the("*-linux-*.tar.xz")) as tarball:
        date = tarball.next().mtime
    maintainer = subprocess.run(
        ["dpkg-deb", "--field", package, "Maintainer"], check=True, capture_output=True, text=True
    )
    environment = {
        "FORGECHAIN_BUILT": "1",
        "DOCKER_HOST": f"unix://{tmp_path}/none",
        "SOURCE_DATE_EPOCH": str(date),
        "FORGECHAIN_MAINTAINER": maintainer.stdout.strip(),
    }
    subprocess.run([ROOT / "packaging/dist", again], check=True, capture_output=True, env=os.environ | environment)
    kept = {line for line in (DIST / "SHA256SUMS").read_text().splitlines() if "image" not in line}
    assert set((again / "SHA256SUMS").read_text().splitlines()) == kept


# MARK: - What comes with them


def test_the_sums_are_right():
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=DIST, check=True, capture_output=True)
    named = {line.split()[-1] for line in (DIST / "SHA256SUMS").read_text().splitlines()}
    assert named == {file.name for file in DIST.iterdir()} - {"SHA256SUMS"}


def test_the_list_of_components_is_valid_and_each_licence_is_in_the_package():
    text = the("*.cdx.json").read_text()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    components = json.loads(text)["components"]
    pins = json.loads((ROOT / "Package.resolved").read_text())["pins"]
    assert {each["name"] for each in components} >= {pin["location"].rsplit("/", 1)[1] for pin in pins}
    told = (ROOT / "packaging/debian/copyright").read_text()
    for each in components:
        # What is only linked with has its own package, with its own licence.
        name = next(
            (part["value"].split()[0] for part in each["properties"] if part["name"].endswith("source")), each["name"]
        )
        linking = next(part["value"] for part in each["properties"] if part["name"].endswith("linking"))
        if linking.startswith("static"):
            assert name.removesuffix("3").lower() in told.lower(), name


# MARK: - The image


@pytest.mark.limit(300)
def test_the_image_mines_and_keeps_its_chain_in_its_volume():
    found = list(DIST.glob("*-image.tar.gz"))
    if not found:
        pytest.skip("`make dist` has made no image, as no Docker engine answered it")
    name = f"forgechain-test-{os.getpid()}"

    def docker(*command: str) -> str:
        return subprocess.run(["docker", *command], check=True, capture_output=True, text=True).stdout

    tag = re.findall(r"Loaded image: (\S+)", docker("load", "--input", str(found[0])))[0]
    run = ["run", "--detach", "--name", name, "--volume", f"{name}:{DATA}", "--read-only", "--cap-drop=ALL", tag]
    tips = []
    try:
        for _ in range(2):
            docker(*run)
            eventually(
                lambda: (
                    subprocess.run(["docker", "exec", name, "forgechain", "mine"], capture_output=True).returncode
                    == 0
                ),
                "it mines",
            )
            tips.append(json.loads(docker("exec", name, "forgechain", "status", "--json")))
            assert docker("exec", name, "id", "-u").strip() == "10001"
            docker("rm", "--force", name)
        # The second container found what the first one had left.
        assert [each["length"] for each in tips] == [2, 3]
    finally:
        subprocess.run(["docker", "rm", "--force", name], capture_output=True, check=False)
        subprocess.run(["docker", "volume", "rm", name], capture_output=True, check=False)
