"""The bench: `make bench` measures the press beside its peers; see docs/benchmarks.md."""
