# SPDX-License-Identifier: MIT
# Each target installs what it needs and is missing; `make help` lists them.

FUZZ_SECONDS ?= 60
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test interop sanitize demo bench lint fuzz clean

help: ## List the targets
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' Makefile | awk -F'|' '{ printf "make %-8s %s\n", $$1, $$2 }'

run: ## Build and start the relay; ARGS="--config FILE" or "--listen HOST:PORT"
	@scripts/install-build.sh
	swift build -c release --product sdprelay
	@exec .build/release/sdprelay serve $(ARGS)

test: ## Run the Swift tests and the interop test
	@scripts/install-build.sh
	@scripts/install-test.sh
	@.venv/bin/python scripts/run-tests.py

interop: ## Call the loopback from GStreamer's webrtcbin
	@scripts/install-build.sh
	@scripts/install-test.sh
	@scripts/install-interop.sh
	swift build --product sdprelay
	@.venv/bin/python Tests/Interop/run_gstreamer.py --relay .build/debug/sdprelay $(ARGS)

sanitize: ## Run the tests of the WebRTC endpoint with the address sanitizer
	@scripts/install-build.sh
	@scripts/install-test.sh
	@scripts/sanitize.sh

demo: ## Try a call in the browser, with a stand-in as the provider
	@scripts/install-build.sh
	@scripts/install-test.sh
	swift build -c release --product sdprelay
	@exec .venv/bin/python Demo/serve.py --relay .build/release/sdprelay $(ARGS)

bench: ## Compare the relay with nginx under load
	@scripts/install-build.sh
	@scripts/install-bench.sh
	@Benchmarks/run.sh

lint: ## Check format, layering and documents
	@scripts/install-build.sh
	@scripts/install-packages.sh "check the sources" python3:python3
	@scripts/lint.sh

fuzz: ## Fuzz each parser for FUZZ_SECONDS
	@scripts/install-build.sh
	@scripts/install-fuzz.sh
	@Fuzz/run.sh $(FUZZ_SECONDS)

clean: ## Remove what was built and the Python environment
	rm -rf .build .venv Benchmarks/*/.build Fuzz/.build
