package import CoreMetrics
import Synchronization

/// Keeps every metric of the process and writes them as OpenMetrics text.
///
/// Timers become histograms in seconds (`_seconds`), aggregating recorders histograms, others
/// gauges. A metric takes `seriesPerFamily` label sets; further ones are counted together under
/// the one label `overflow="true"`, so that no client can fill the memory by inventing labels.
package final class MetricsRegistry: MetricsFactory {
    private enum Cell: Sendable {
        case counter(CounterCell)
        case gauge(GaugeCell)
        case histogram(HistogramCell)

        func read() -> MetricValue {
            switch self {
            case .counter(let cell): cell.read()
            case .gauge(let cell): cell.read()
            case .histogram(let cell): cell.read()
            }
        }
    }

    private struct Family {
        let kind: MetricFamily.Kind
        var cells: [[MetricLabel]: Cell] = [:]
    }

    private struct State {
        var families: [String: Family] = [:]
        var helps: [String: String] = [:]
        var bounds: [String: [Double]] = [:]
        var collectors: [@Sendable () -> [MetricFamily]] = []
    }

    /// Seconds: from half a millisecond to half a minute.
    package static let defaultBounds = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
    ]

    private let seriesPerFamily: Int
    private let state = Mutex(State())

    package init(seriesPerFamily: Int = 200) {
        self.seriesPerFamily = seriesPerFamily
    }

    /// Says what a metric means and, for a histogram, its bounds. Call before its first use.
    /// - Parameter name: as it stands in the text, without `_total`, `_bucket` and the like.
    package func describe(_ name: String, help: String, bounds: [Double]? = nil) {
        state.withLock {
            $0.helps[name] = help
            if let bounds { $0.bounds[name] = bounds.sorted() }
        }
    }

    /// Adds metrics that are read when they are asked for.
    package func collect(_ collector: @escaping @Sendable () -> [MetricFamily]) {
        state.withLock { $0.collectors.append(collector) }
    }

    /// Every metric now, by name.
    package func families() -> [MetricFamily] {
        let (own, helps, collectors) = state.withLock { ($0.families, $0.helps, $0.collectors) }
        var result = own.map { name, family in
            let samples = family.cells.map { MetricFamily.Sample(labels: $0.key, value: $0.value.read()) }
            return MetricFamily(
                name: name, kind: family.kind, help: helps[name],
                samples: samples.sorted { LabelOrder.key($0.labels) < LabelOrder.key($1.labels) })
        }
        for collector in collectors { result += collector() }
        return Self.merged(result).sorted { $0.name < $1.name }
    }

    /// One family a name, with the samples of all: several tenants have the same metrics.
    private static func merged(_ families: [MetricFamily]) -> [MetricFamily] {
        var places: [String: Int] = [:]
        var merged: [MetricFamily] = []
        for family in families {
            if let place = places[family.name] {
                merged[place].samples += family.samples
            } else {
                places[family.name] = merged.count
                merged.append(family)
            }
        }
        return merged
    }

    /// OpenMetrics 1.0 text.
    package func text() -> String {
        OpenMetricsText(families: families()).text
    }

    // MARK: MetricsFactory

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counter(label, dimensions)
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        counter(label, dimensions)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions)
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        aggregate ? histogram(MetricName.sanitized(label), dimensions) : gauge(label, dimensions)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let name = MetricName.sanitized(label)
        return histogram(name.hasSuffix("_seconds") ? name : name + "_seconds", dimensions)
    }

    // Handlers live as long as the registry: a counter that is made again goes on where it was.
    package func destroyCounter(_: any CounterHandler) {}
    package func destroyFloatingPointCounter(_: any FloatingPointCounterHandler) {}
    package func destroyMeter(_: any MeterHandler) {}
    package func destroyRecorder(_: any RecorderHandler) {}
    package func destroyTimer(_: any TimerHandler) {}

    // MARK: Cells

    private func counter(_ label: String, _ dimensions: [(String, String)]) -> CounterCell {
        let cell = cell(MetricName.counterFamily(label), .counter, dimensions) { _ in .counter(CounterCell()) }
        guard case .counter(let counter) = cell else { return CounterCell() }
        return counter
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeCell {
        let cell = cell(MetricName.sanitized(label), .gauge, dimensions) { _ in .gauge(GaugeCell()) }
        guard case .gauge(let gauge) = cell else { return GaugeCell() }
        return gauge
    }

    private func histogram(_ name: String, _ dimensions: [(String, String)]) -> HistogramCell {
        let cell = cell(name, .histogram, dimensions) {
            .histogram(HistogramCell(bounds: $0.bounds[name] ?? Self.defaultBounds))
        }
        guard case .histogram(let histogram) = cell else { return HistogramCell(bounds: Self.defaultBounds) }
        return histogram
    }

    /// The cell of a label set; nil when the name already belongs to a metric of another kind,
    /// whose values are then not shown rather than mixed.
    private func cell(
        _ name: String, _ kind: MetricFamily.Kind, _ dimensions: [(String, String)], make: (State) -> Cell
    ) -> Cell? {
        var labels = dimensions.map { MetricLabel(MetricName.sanitized($0.0), $0.1) }.sorted { $0.name < $1.name }
        return state.withLock { state in
            var family = state.families[name] ?? Family(kind: kind)
            guard family.kind == kind else { return nil }
            if family.cells[labels] == nil, family.cells.count >= seriesPerFamily {
                labels = [MetricLabel("overflow", "true")]
            }
            if let cell = family.cells[labels] { return cell }
            let cell = make(state)
            family.cells[labels] = cell
            state.families[name] = family
            return cell
        }
    }
}

/// A stable order of label sets.
enum LabelOrder {
    static func key(_ labels: [MetricLabel]) -> String {
        labels.map { "\($0.name)\u{1}\($0.value)" }.joined(separator: "\u{2}")
    }
}
