# Foretell: one command a job. `make help` lists them.
PREFIX ?= /usr/local
SWIFT ?= swift
CONFIGURATION ?= release
STATIC = --static-swift-stdlib -Xlinker -s
BUILD = $(SWIFT) build -c $(CONFIGURATION)
TESTING = -c $(CONFIGURATION) -Xswiftc -enable-testing --scratch-path .build-test

.PHONY: help packages build demo test pretrained fuzz lint format bench bench-accuracy docs reference install uninstall completions clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

packages: ## install the system packages that are absent
	@.ci/install-packages

build: packages ## build the command (release)
	$(BUILD) --product foretell

demo: build ## forecast AirPassengers in front of you and draw the forecast
	@mkdir -p .build/demo
	@echo
	$$($(BUILD) --show-bin-path)/foretell forecast datasets/air-passengers/air-passengers.csv --horizon 12 \
	  --plot .build/demo/air-passengers.svg --picture
	@echo "The picture as SVG: .build/demo/air-passengers.svg"

test: packages ## run every test (in release mode: the tests train networks)
	$(SWIFT) build --build-tests $(TESTING)
	$(SWIFT) test --skip-build $(TESTING)
	Tests/Embedding/run
	notebooks-md/run --check $$($(SWIFT) build $(TESTING) --show-bin-path)

pretrained: build ## train the networks in the box anew, with the same bits everywhere (some minutes)
	$$($(BUILD) --show-bin-path)/foretell pretrain --save Sources/CForetellPretrained/networks.safetensors

fuzz: packages ## feed generated files to the reader for an hour (FORETELL_FUZZ_SECONDS, FORETELL_FUZZ_SEED change that)
	$(SWIFT) build --build-tests $(TESTING)
	FORETELL_FUZZ_SECONDS=$${FORETELL_FUZZ_SECONDS:-3600} $(SWIFT) test --skip-build $(TESTING) --filter "ReadBackTests|MutatedFileTests"

lint: ## check formatting and style
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks notebooks-md

format: ## format all sources in place
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks notebooks-md

bench: build ## measure this machine against the peers (builds a Python environment outside the tree)
	Benchmarks/run

bench-accuracy: ## score models on published benchmarks in the folder DATA, and write Benchmarks/ACCURACY.md
	@if [ -d "$(DATA)" ]; then $(MAKE) build && Benchmarks/accuracy/run --data "$(DATA)"; else \
	  echo "bench-accuracy: skipped, DATA=$(DATA) is no folder (Benchmarks/accuracy/README.md describes it)"; fi

docs: build reference ## execute the notebooks, put their outputs in place, and build the reference
	@Tests/Embedding/run --build
	@notebooks-md/run $$($(BUILD) --show-bin-path)

reference: packages ## build the reference of the libraries (.build-docs/plugins/Swift-DocC/outputs)
	@for target in Foretell ForetellNetworks; do \
	  BUILD_DOCUMENTATION=1 $(SWIFT) package --scratch-path .build-docs --disable-sandbox \
	    generate-documentation --target $$target --warnings-as-errors || exit 1; \
	done

install: packages ## put a release build of foretell under PREFIX (static Swift standard library)
	$(BUILD) --product foretell $(STATIC) --scratch-path .build-install
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 "$$($(BUILD) $(STATIC) --scratch-path .build-install --show-bin-path)/foretell" \
	  "$(DESTDIR)$(PREFIX)/bin/foretell"

uninstall: ## remove what install put there
	rm -f "$(DESTDIR)$(PREFIX)/bin/foretell"

completions: build ## write shell completions to .build/completions
	@mkdir -p .build/completions
	@for shell in bash zsh fish; do \
	  $$($(BUILD) --show-bin-path)/foretell --generate-completion-script $$shell > .build/completions/foretell.$$shell; \
	done
	@echo "in .build/completions: foretell.bash, foretell.zsh, foretell.fish"

clean: ## remove build folders
	rm -rf .build .build-docs .build-install .build-test
