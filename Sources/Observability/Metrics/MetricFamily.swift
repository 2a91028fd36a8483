/// One metric with all its label sets, as OpenMetrics calls it.
package struct MetricFamily: Sendable {
    package enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    package struct Sample: Sendable {
        package let labels: [MetricLabel]
        package let value: MetricValue

        package init(labels: [MetricLabel] = [], value: MetricValue) {
            self.labels = labels
            self.value = value
        }
    }

    package let name: String
    package let kind: Kind
    package let help: String?
    package var samples: [Sample]

    package init(name: String, kind: Kind, help: String?, samples: [Sample]) {
        self.name = name
        self.kind = kind
        self.help = help
        self.samples = samples
    }

    /// With a further label on every sample, in the order of names.
    package func labelled(_ name: String, _ value: String) -> MetricFamily {
        var family = self
        family.samples = samples.map { sample in
            Sample(
                labels: (sample.labels + [MetricLabel(name, value)]).sorted { $0.name < $1.name }, value: sample.value)
        }
        return family
    }
}

package struct MetricLabel: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

package enum MetricValue: Hashable, Sendable {
    case number(Double)
    /// Counts per bucket, not cumulative; one more than there are bounds.
    case histogram(bounds: [Double], counts: [UInt64], sum: Double)
}
