# Forgechain's commands; `make help` lists them.

# Packages that a fresh Debian machine with only the Swift toolchain lacks: for building, and for
# testing.
BUILD_PACKAGES := libevent-dev libsodium-dev libsqlite3-dev pkg-config zlib1g-dev
TEST_PACKAGES := python3 python3-cryptography python3-venv nodejs bash zsh fish man-db iproute2
# For putting load on the cluster.
CLUSTER_PACKAGES := apache2-utils
# The browser that tests the page, and a font for its Chinese.
BROWSER_PACKAGES := chromium chromium-driver fonts-noto-cjk
# For building the benchmarks' yardsticks, and for sending their requests.
BENCH_PACKAGES := gcc libc6-dev libssl-dev wrk apache2-utils
# For building the bare server that HTTP's rules are played against beside the node, and what nginx is linked with.
CONFORMANCE_PACKAGES := gcc libc6-dev libpcre2-8-0 libssl3 zlib1g
# For making packages, and for trying them in machines of their own.
DIST_PACKAGES := dpkg-dev lintian python3 xz-utils
TEST_DIST_PACKAGES := debootstrap systemd-container util-linux lintian xz-utils
# For hosts in network namespaces.
MACHINES_PACKAGES := iproute2 util-linux
# Debian's revision with the security fixes that a plain 2.1.12 lacks.
LIBEVENT := 2.1.12-stable-8+deb12u1
PORT ?= 5000
SEEDS ?= 100
JOBS ?= 1
# Of which kind the simulated networks are: ledger, tutorial, or all.
NETWORKS ?= all
SOAK_SECONDS ?= 3600
PYTHON := .venv/bin/python
CLIENTS_PYTHON := .venv-clients/bin/python
# Seconds for each target of `make fuzz`, and the targets. With TARGETS=NAME INPUT=FILE one input is tried again.
FUZZ_SECONDS ?= 60
TARGETS ?= json writer chain answers requests rows
# The compiler takes the last -sanitize alone, so it gets both at once; SwiftPM has to know that the main function is
# libFuzzer's. Optimized, but testable.
FUZZER := --sanitize=fuzzer -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=address -Xswiftc -O
# Debug information takes a fifth of the time to build. `RELEASE="-c release"` builds with it, say for a profiler.
# Colours are a flag of each compile, on a terminal alone: whoever builds there and then into a pipe would build all anew.
RELEASE := -c release -debug-info-format none --no-color-diagnostics
# What `forgechain --version` names. Not for debug builds, which would be linked anew for each commit.
run build cluster cluster-ledger: export FORGECHAIN_COMMIT = $(shell git describe --always --dirty --abbrev=12 --exclude '*' 2>/dev/null)
# Black-box tests at once: two per core, because each waits for nodes half of the time.
WORKERS ?= $(shell expr 2 \* $$(getconf _NPROCESSORS_ONLN))
# All at once, Swift's tests would mostly wait for each other and look whether they still have to.
SWIFT_TEST := SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(WORKERS) Tests/support/swift-test
SIDE_BY_SIDE := --numprocesses $(WORKERS) --maxprocesses 16 --dist loadgroup --no-loadscope-reorder
PROMETHEUS := .build/prometheus/usr/bin/prometheus
NGINX := .build/nginx/usr/sbin/nginx
BENCH := FORGECHAIN_BINARY=.build/release/forgechain PYTHONPATH=Tests $(PYTHON) -m Comparison
PREFIX ?= /usr/local
# Where each shell looks for completions, below PREFIX.
BASH_SCRIPT := share/bash-completion/completions/forgechain
ZSH_SCRIPT := share/zsh/site-functions/_forgechain
FISH_SCRIPT := share/fish/vendor_completions.d/forgechain.fish
INSTALLED := bin/forgechain share/man/man1/forgechain.1 $(BASH_SCRIPT) $(ZSH_SCRIPT) $(FISH_SCRIPT)
BINARY := .build/release/forgechain
MANUAL := .build/release/generate-manual
# The day of the manual: today, or the one of a build that is to be repeated.
dated = $(if $(SOURCE_DATE_EPOCH),--date $(shell date --utc --date=@$(SOURCE_DATE_EPOCH) +%F))
# Where the files of an installation are collected first, so that only copying them may need root.
STAGE := .build/stage
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.DEFAULT_GOAL := help
.PHONY: help run demo demo-tamper demo-ledger build install install-built uninstall check test test-swift test-blackbox test-asan test-tsan \
    test-faults test-cluster test-docs test-browser screenshots simulate scale bench bench-quick figures lint format limits docs \
    docs-preview cluster cluster-down cluster-ledger cluster-ledger-down clean deps test-deps browser-deps bench-deps bench-build

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-19s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: deps ## build in release and start a node on port 5000 (PORT=... for another)
	swift build $(RELEASE) --product forgechain
	.build/release/forgechain --port $(PORT)

demo: build ## three nodes fork on purpose and agree again, step by step in the terminal
	.build/release/forgechain demo

demo-tamper: build ## a chain forged in all ways: what catches it, and what nobody can
	.build/release/forgechain demo tamper

demo-ledger: build ## a ledger: a payment that is taken back, what confirmations change, and a node that follows along
	.build/release/forgechain demo ledger

build: deps ## build in release
	swift build $(RELEASE) --product forgechain

install: deps ## install it, in need of no Swift, with its man page and completions (PREFIX=/usr/local; DESTDIR=...)
	packaging/build static .build-dist/static/forgechain
	@$(MAKE) --no-print-directory install-built BINARY=.build-dist/static/forgechain MANUAL=.build-dist/release/generate-manual

.PHONY: dist
dist: deps ## a tarball, a Debian package, an image, what they are made of and their sums, into dist (Debian)
	$(call install,$(DIST_PACKAGES))
	packaging/dist

.PHONY: test-dist
test-dist: $(PYTHON) ## what is in dist, in bare Debians: installed, started by systemd, mined, upgraded, removed (2 minutes; root)
	$(call install,$(TEST_DIST_PACKAGES))
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --requirement Tests/Packages/requirements.txt
	$(SUDO) $(PYTHON) -m pytest -rs -p no:cacheprovider Tests/Packages/in_machines.py

# Everything except building, for a program that was built elsewhere.
install-built:
	rm -rf $(STAGE)
	mkdir -p $(dir $(addprefix $(STAGE)/,$(INSTALLED)))
	cp $(BINARY) $(STAGE)/bin/forgechain
	$(MANUAL) $(BINARY) $(dated) --output-directory $(STAGE)/share/man/man1
	sed -i 's/^$$/.Pp/' $(STAGE)/share/man/man1/forgechain.1
	$(BINARY) --generate-completion-script bash > $(STAGE)/$(BASH_SCRIPT)
	$(BINARY) --generate-completion-script zsh > $(STAGE)/$(ZSH_SCRIPT)
	$(BINARY) --generate-completion-script fish > $(STAGE)/$(FISH_SCRIPT)
	$(elevated) mkdir -p "$(DESTDIR)$(PREFIX)"
	$(elevated) cp -R --remove-destination $(STAGE)/. "$(DESTDIR)$(PREFIX)"

uninstall: ## remove what install has put there
	cd "$(DESTDIR)$(PREFIX)" && $(elevated) rm -f $(INSTALLED)

check: lint $(PYTHON) ## before each commit: the format, the targets' own tests in short, a few on the real binary
	swift build --build-tests
	FORGECHAIN_QUICK=1 $(SWIFT_TEST)
	$(PYTHON) -m pytest $(SIDE_BY_SIDE) -m check Tests --ignore Tests/Browser

test: test-swift test-blackbox ## the targets' own tests, and the black-box suites

test-swift: test-deps ## the targets' own tests
	swift build --build-tests
	$(SWIFT_TEST)

test-blackbox: $(PYTHON) ## the real binary over real HTTP, also against a Python tutorial node (WORKERS=... at once)
	swift build --product forgechain
	$(PYTHON) -m pytest $(SIDE_BY_SIDE) -m "not alone" Tests --ignore Tests/Browser
	$(PYTHON) -m pytest -m alone Tests --ignore Tests/Browser

test-browser: $(PYTHON) browser-deps ## the page in a real browser, Chromium
	swift build --product forgechain
	$(PYTHON) -m pytest Tests/Browser

screenshots: $(PYTHON) browser-deps ## pictures of the page's views into docs/views (VIEWS="chain work" for some)
	swift build --product forgechain
	PYTHONPATH=Tests $(PYTHON) -m Browser.screenshots docs/views $(VIEWS)

# Builds apart from the usual one, of everything: Swift's tests run on them, then the black-box suites, with more time and
# without what bounds a node's time or memory.
ASAN := --sanitize=address --scratch-path .build-asan
TSAN := --sanitize=thread --scratch-path .build-tsan
WATCHED := $(PYTHON) -m pytest $(SIDE_BY_SIDE) -m "not measured" Tests --ignore Tests/Faults --ignore Tests/Browser --ignore Tests/Abuse \
    --ignore Tests/Documentation
# What Swift's toolchain has beside `swift`: another compiler doesn't know how Swift calls functions.
CLANG := $(dir $(shell command -v swift))clang

test-asan: $(PYTHON) ## all suites on a build that watches its memory (an hour)
	swift build --build-tests $(ASAN)
	@# Without a look for leaks: the runner of tests ends with thousands of objects of Foundation's and its own.
	ASAN_OPTIONS=quarantine_size_mb=4:detect_leaks=0 $(SWIFT_TEST) $(ASAN)
	ASAN_OPTIONS=quarantine_size_mb=4 LSAN_OPTIONS=suppressions=$(CURDIR)/Tests/Sanitizers/leaks:print_suppressions=0 \
	    FORGECHAIN_SLOWNESS=4 FORGECHAIN_BINARY=.build-asan/debug/forgechain $(WATCHED)

test-tsan: $(PYTHON) ## all suites on a build that watches its threads (an hour)
	swift build --build-tests $(TSAN)
	$(CLANG) -O1 -shared -fPIC Tests/Sanitizers/mutex.c -o .build-tsan/mutex.so
	LD_PRELOAD=$(CURDIR)/.build-tsan/mutex.so $(SWIFT_TEST) $(TSAN)
	@# At its start the sanitizer maps a file that it makes in TMPDIR, if there is such a directory. Where a test limits
	@# the size of files, as a full disk would, that ends the process.
	TMPDIR=$(CURDIR)/.build-tsan/none LD_PRELOAD=$(CURDIR)/.build-tsan/mutex.so TSAN_OPTIONS=halt_on_error=1 FORGECHAIN_SLOWNESS=8 \
	    FORGECHAIN_BINARY=.build-tsan/debug/forgechain $(WATCHED)

.PHONY: fuzz
fuzz: test-deps ## libFuzzer with AddressSanitizer on all that reads others' bytes (FUZZ_SECONDS=60 each; TARGETS=... INPUT=...)
	FORGECHAIN_FUZZ=1 swift build --scratch-path .build-fuzz $(FUZZER) --product forgechain-fuzz
	Tests/Fuzz/run $(if $(INPUT),again $(fuzzed) $(INPUT),$(FUZZ_SECONDS) $(TARGETS))

# The one target of an input.
fuzzed = $(if $(filter 1,$(words $(TARGETS))),$(TARGETS),$(error INPUT needs TARGETS=NAME, the target that it is for))

test-faults: $(PYTHON) ## kills, power cuts and failing writes at every system call (about 10 minutes; needs cc)
	swift build --product forgechain
	FAULT_ROUNDS=60 FAULT_STRIDE=1 $(PYTHON) -m pytest $(SIDE_BY_SIDE) Tests/Faults

test-cluster: test-deps ## build the images, run three containers, cut one off, kill one; run a ledger's (needs a Docker engine)
	$(call install,$(CLUSTER_PACKAGES))
	Tests/Cluster/run

.PHONY: test-machines
test-machines: $(PYTHON) ## three nodes on hosts in network namespaces: delay, loss, a cut; a swarm, Kubernetes' schema (root)
	$(call install,$(MACHINES_PACKAGES))
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --requirement Tests/Machines/requirements.txt
	swift build --product forgechain
	$(SUDO) unshare --net --mount $(PYTHON) -m pytest -p no:cacheprovider Tests/Machines/on_hosts.py
	$(PYTHON) -m pytest -rs Tests/Machines/on_orchestrators.py

test-docs: build $(PYTHON) ## every command in README and the articles, typed in a sandbox, answers what is shown (2 minutes)
	$(PYTHON) -m pytest Tests/Documentation/test_documents.py Tests/Documentation/every_command.py

.PHONY: original
original: $(BINARY) $(PYTHON) ## what goes wrong at the tutorial's Python node, and what this one does then (15 seconds)
	FORGECHAIN_BINARY=$(BINARY) $(PYTHON) Tests/Interop/original.py

# Built only if it isn't there: for what would be the same with yesterday's.
$(BINARY):
	$(MAKE) --no-print-directory build

.PHONY: test-monitoring
test-monitoring: $(PYTHON) $(PROMETHEUS) ## a real Prometheus asks real nodes for every picture of the dashboard (Debian)
	swift build --product forgechain
	PROMETHEUS=$(CURDIR)/$(PROMETHEUS) $(PYTHON) -m pytest Tests/Monitoring/with_prometheus.py

.PHONY: test-clients
test-clients: $(PYTHON) $(CLIENTS_PYTHON) ## what makes clients of openapi.json makes some that work
	swift build --product forgechain
	CLIENTS_PYTHON=$(CURDIR)/$(CLIENTS_PYTHON) $(PYTHON) -m pytest Tests/Clients/with_generators.py

# Apart from what the suites need, whose versions would bound these.
$(CLIENTS_PYTHON): Tests/Clients/requirements.txt
	python3 -m venv .venv-clients
	$@ -m pip install --quiet --requirement $<
	touch $@

.PHONY: conformance
conformance: build $(PYTHON) $(NGINX) ## HTTP's rules, played against a node, bare evhttp and nginx, into docs/HTTP.md (Debian)
	$(call install,$(CONFORMANCE_PACKAGES))
	FORGECHAIN_BINARY=.build/release/forgechain NGINX=$(CURDIR)/$(NGINX) PYTHONPATH=Tests $(PYTHON) -m Conformance docs

.PHONY: test-abuse
test-abuse: build $(PYTHON) ## what clients and peers can do that mean a node ill, into docs/RELIABILITY.md (10 minutes)
	FORGECHAIN_BINARY=.build/release/forgechain PYTHONPATH=Tests $(PYTHON) -m Abuse docs

.PHONY: test-abuse-peers
test-abuse-peers: build $(PYTHON) ## of that, only what peers can do (3 minutes)
	FORGECHAIN_BINARY=.build/release/forgechain PYTHONPATH=Tests $(PYTHON) -m Abuse docs --peers

.PHONY: soak
soak: build $(PYTHON) ## three nodes under load and restarts, watched, into docs/RELIABILITY.md (SOAK_SECONDS=3600)
	FORGECHAIN_BINARY=$(BINARY) PYTHONPATH=Tests $(PYTHON) -m Soak docs .build/soak $(SOAK_SECONDS)

# Unpacked, not installed: that would start them and keep them running.
$(NGINX):
	mkdir -p .build/nginx
	cd .build/nginx && apt-get download nginx && dpkg -x nginx_*.deb .

$(PROMETHEUS):
	mkdir -p .build/prometheus
	cd .build/prometheus && apt-get download prometheus && dpkg -x prometheus_*.deb .

simulate: deps ## networks of nodes through faults, one a seed (SEEDS=100, JOBS=1; SEED=... repeats one; NETWORKS=ledger)
	swift build $(RELEASE) --product forgechain-simulate
	.build/release/forgechain-simulate --networks $(NETWORKS) $(if $(SEED),--seed $(SEED),--seeds $(SEEDS) --jobs $(JOBS))
	@# What finds nothing in nodes that have a fault would find nothing anywhere.
	$(if $(SEED),,.build/release/forgechain-simulate planted)

scale: deps ## what networks of 10, 100 and 1,000 simulated nodes cost, into docs/SCALE.md (some minutes)
	swift build $(RELEASE) --product forgechain-simulate
	.build/release/forgechain-simulate scale | PYTHONPATH=Tests python3 -m Simulation docs

.PHONY: ledger-figures
ledger-figures: deps ## a ledger's block times when power jumps, and odds of private forks, into docs/LEDGER.md (some minutes)
	swift build $(RELEASE) --product forgechain-simulate
	.build/release/forgechain-simulate ledger | PYTHONPATH=Tests python3 -m Simulation.ledger docs

bench: bench-deps bench-build ## measure it beside its peers and limits, into docs/BENCHMARKS.md (about 10 minutes)
	$(BENCH)

bench-quick: bench-build ## a small run of the same, not judged, into .build/bench (what is not installed is left out)
	$(BENCH) --quick

figures: build $(PYTHON) ## how a node behaves under load, as a table (ab from apache2-utils, if it is there)
	FORGECHAIN_BINARY=.build/release/forgechain $(PYTHON) Tests/Load/figures.py

limits: $(PYTHON) ## the tables in docs/LIMITS.md, from the program
	swift build --product forgechain
	PYTHONPATH=Tests $(PYTHON) -m Documentation.limits docs

.PHONY: reasons
reasons: $(PYTHON) ## the table in docs/REASONS.md, from the program
	swift build --product forgechain
	PYTHONPATH=Tests $(PYTHON) -m Documentation.reasons docs

lint: ## check the format, strictly
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

format: ## format in place
	swift format --in-place --recursive --parallel Package.swift Sources Tests

docs: deps ## the documentation as a static site in .build/docs; a link that leads nowhere is an error
	swift build --product forgechain
	docs/site

.PHONY: site
site: ## sandbox, network, slow motion and lessons as a static site in .build/site, which needs no node
	Sources/Explorer/Site/make

docs-preview: docs ## the same, to look at on port 8000
	python3 -m http.server --bind 127.0.0.1 --directory .build/docs 8000

cluster: ## three nodes in Docker, on ports 5001 to 5003
	docker compose -f docker/compose.yaml up --build --detach

cluster-down: ## stop them; what they keep stays
	docker compose -f docker/compose.yaml down

cluster-ledger: ## three nodes of a ledger in Docker, on ports 5011 to 5013, and a tutorial node on 5014
	docker compose -f docker/compose.ledger.yaml up --build --detach

cluster-ledger-down: ## stop them; their chains and keys stay
	docker compose -f docker/compose.ledger.yaml down

clean: ## remove everything built
	rm -rf .build .build-asan .build-tsan .build-fuzz .build-dist dist .venv .pytest_cache

# Asks to be root unless the user may write to the place, or create it.
elevated = $$(place="$(DESTDIR)$(PREFIX)"; while [ ! -e "$$place" ]; do place=$$(dirname "$$place"); done; \
    [ -w "$$place" ] || echo $(SUDO))

# Installs the packages of $(1) that are missing or, for libevent, too old. On systems other than
# Debian they must already be there.
define install
@command -v dpkg-query >/dev/null || exit 0; \
missing=$$(for package in $(1); do \
    version=$$(dpkg-query -W -f '$${db:Status-Status}$${Version}' $$package 2>/dev/null | sed -n 's/^installed//p'); \
    [ -n "$$version" ] && { [ $$package != libevent-dev ] || dpkg --compare-versions $$version ge $(LIBEVENT); } \
        || echo $$package; done); \
[ -z "$$missing" ] || { echo "installing" $$missing; $(SUDO) apt-get update -q && \
    DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -q -y --no-install-recommends $$missing; }
endef

deps:
	$(call install,$(BUILD_PACKAGES))

browser-deps: test-deps
	$(call install,$(BROWSER_PACKAGES))

bench-deps: test-deps
	$(call install,$(BENCH_PACKAGES))

bench-build: build $(PYTHON)
	swift build $(RELEASE) --product forgechain-bench

test-deps: deps
	$(call install,$(TEST_PACKAGES))

$(PYTHON): Tests/requirements.txt | test-deps
	python3 -m venv .venv
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --requirement Tests/requirements.txt
	@touch $@
