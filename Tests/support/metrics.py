"""A node's metrics, as Prometheus reads them: GET /metrics."""

from collections.abc import Mapping
from dataclasses import dataclass

from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from support.nodes import Node

#: A sample's name and labels.
Key = tuple[str, frozenset[tuple[str, str]]]


@dataclass(frozen=True)
class Figures:
    """All metrics of a node at one moment."""

    families: list[Metric]
    samples: Mapping[Key, float]

    def __call__(self, sample: str, **labels: str) -> float:
        """A sample's value; a missing one hasn't been counted yet."""
        return self.samples.get((sample, frozenset(labels.items())), 0)

    def total(self, sample: str, **labels: str) -> float:
        """All samples of a name with at least these labels, added up."""
        wanted = frozenset(labels.items())
        return sum(value for (name, own), value in self.samples.items() if name == sample and wanted <= own)

    def labels(self, sample: str, label: str) -> set[str]:
        """The values that a label of a name has."""
        return {dict(own)[label] for name, own in self.samples if name == sample}

    @property
    def names(self) -> set[str]:
        """The names of all samples."""
        return {name for name, _ in self.samples}


def figures(node: Node) -> Figures:
    """What a node has counted so far, without this request."""
    answer = node.get("/metrics")
    assert answer.status == 200, f"{answer} {answer.body!r}"
    return parsed(answer.body.decode())


def parsed(text: str) -> Figures:
    families = list(text_string_to_metric_families(text))
    samples: dict[Key, float] = {}
    for family in families:
        for sample in family.samples:
            key = (sample.name, frozenset(sample.labels.items()))
            assert key not in samples, f"{key} comes twice"
            samples[key] = sample.value
    return Figures(families, samples)
