import CoreMetrics
import Observability
import Testing

@Suite struct MetricsRegistryTests {
    private let registry = MetricsRegistry(seriesPerFamily: 3)

    private var lines: [String] { registry.text().split(separator: "\n").map(String.init) }

    @Test func writesCountersWithTypeHelpLabelsAndEnd() {
        registry.describe("http_requests", help: "Requests \"answered\".")
        registry.makeCounter(label: "http.requests", dimensions: [("route", "/zones/{id}"), ("method", "GET")])
            .increment(by: 3)
        #expect(
            lines == [
                "# TYPE http_requests counter", "# HELP http_requests Requests \\\"answered\\\".",
                "http_requests_total{method=\"GET\",route=\"/zones/{id}\"} 3", "# EOF",
            ])
        #expect(registry.text().hasSuffix("# EOF\n"))
    }

    @Test func givesTheSameCounterForTheSameLabels() {
        registry.makeCounter(label: "a", dimensions: [("x", "1"), ("y", "2")]).increment(by: 1)
        registry.makeCounter(label: "a_total", dimensions: [("y", "2"), ("x", "1")]).increment(by: 1)
        #expect(lines.contains("a_total{x=\"1\",y=\"2\"} 2"))
    }

    @Test func counterNeverFalls() {
        let counter = registry.makeFloatingPointCounter(label: "a", dimensions: [])
        counter.increment(by: 0.5)
        counter.increment(by: -3.0)
        counter.increment(by: .nan)
        #expect(lines.contains("a_total 0.5"))
    }

    @Test func writesGaugesThatRiseAndFall() {
        let meter = registry.makeMeter(label: "streams", dimensions: [])
        meter.set(5 as Int64)
        meter.decrement(by: 7)
        #expect(lines.contains("# TYPE streams gauge"))
        #expect(lines.contains("streams -2"))
    }

    @Test func writesTimersAsCumulativeHistogramsInSeconds() {
        registry.describe("wait_seconds", help: "Waiting.", bounds: [0.1, 1])
        let timer = registry.makeTimer(label: "wait", dimensions: [("q", "a")])
        for nanoseconds in [50_000_000, 100_000_000, 500_000_000, 5_000_000_000] as [Int64] {
            timer.recordNanoseconds(nanoseconds)
        }
        #expect(
            lines.filter { !$0.hasPrefix("#") } == [
                "wait_seconds_bucket{q=\"a\",le=\"0.1\"} 2", "wait_seconds_bucket{q=\"a\",le=\"1\"} 3",
                "wait_seconds_bucket{q=\"a\",le=\"+Inf\"} 4", "wait_seconds_count{q=\"a\"} 4",
                "wait_seconds_sum{q=\"a\"} 5.65",
            ])
    }

    @Test func escapesLabelValuesAndSanitizesNames() {
        registry.makeCounter(label: "9 böse-zähler", dimensions: [("l-1", "a\"b\\c\nd")]).increment(by: 1)
        #expect(lines.contains("_9_b_se_z_hler_total{l_1=\"a\\\"b\\\\c\\nd\"} 1"))
    }

    @Test func countsLabelSetsBeyondTheLimitTogether() {
        for index in 0..<10 {
            registry.makeCounter(label: "a", dimensions: [("path", "/\(index)")]).increment(by: 1)
        }
        let samples = lines.filter { $0.hasPrefix("a_total") }
        #expect(samples.count == 4)
        #expect(samples.contains("a_total{overflow=\"true\"} 7"))
    }

    @Test func keepsTheFirstKindOfANameThatIsUsedForTwo() {
        registry.makeCounter(label: "a", dimensions: []).increment(by: 1)
        registry.makeMeter(label: "a", dimensions: []).set(99 as Int64)
        #expect(lines.filter { $0.hasPrefix("a") } == ["a_total 1"])
        #expect(lines.filter { $0.hasPrefix("# TYPE") }.count == 1)
    }

    @Test func readsCollectorsWhenAsked() {
        registry.collect {
            [
                MetricFamily(
                    name: "build", kind: .gauge, help: nil,
                    samples: [.init(labels: [.init("version", "1")], value: .number(1))])
            ]
        }
        #expect(lines.contains("build{version=\"1\"} 1"))
    }

    @Test func doesNotLoseIncrementsOfManyTasks() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<1000 { registry.makeCounter(label: "a", dimensions: []).increment(by: 1) }
                }
            }
        }
        #expect(lines.contains("a_total 4000"))
    }

    @Test func tellsOfTheProcess() throws {
        let families = ProcessMetrics().families()
        func value(_ name: String) throws -> Double {
            let family = try #require(families.first { $0.name == name })
            guard case .number(let value) = family.samples[0].value else { return .nan }
            return value
        }
        #expect(try value("process_cpu_seconds") > 0)
        #expect(try value("process_start_time_seconds") > 1_700_000_000)
        #if os(Linux)
            #expect(try value("process_resident_memory_bytes") > 1_000_000)
            #expect(try value("process_open_fds") > 2)
        #endif
    }
}
