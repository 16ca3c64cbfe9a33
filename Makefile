# Two commands on a fresh machine: `make run` and `make test`. All the work is in ./tanhui.
# Recipes are single commands, so that make runs them without a shell between: a signal reaches the one it is meant for.

.DEFAULT_GOAL := help
.PHONY: help run test soak check fmt tour bench screens reset migration openapi lock

help run check fmt reset openapi:
	@./tanhui $@

test soak tour bench screens lock:
	@./tanhui $@ $(ARGS)

migration:
	@./tanhui $@ '$(m)'
