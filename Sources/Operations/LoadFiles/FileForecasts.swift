import Forecasting
package import GridModel

/// Forecasts as a CSV table and as a picture for the terminal.
package struct FileForecasts: Sendable {
    package let issuedAt: Timestamp
    let forecasts: [Forecast]

    /// Whether any series got values.
    package var isEmpty: Bool { forecasts.allSatisfy(\.points.isEmpty) }

    /// `series,start,p10_kw,p50_kw,p90_kw,source`, starts in UTC.
    package var csv: String {
        var lines = ["series,start,p10_kw,p50_kw,p90_kw,source"]
        for forecast in forecasts {
            let source = forecast.source.isFallback ? "baseline" : "model"
            for point in forecast.points {
                lines.append(
                    "\(Self.quoted(forecast.seriesKey)),\(point.start),\(point.p10),\(point.p50),\(point.p90),\(source)"
                )
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// One line for each series: the shape of P50 and its range, and why a model's forecast is missing.
    package var picture: String {
        let width = min(32, forecasts.map(\.seriesKey.count).max() ?? 0)
        let lines = forecasts.map { forecast in
            let name = forecast.seriesKey.padded(to: width)
            guard let low = forecast.points.map(\.p50).min(), let high = forecast.points.map(\.p50).max() else {
                return "  \(name)  none: \(forecast.source.reason ?? "")"
            }
            let bars = forecast.points.map { Self.bar($0.p50, low, high) }.joined()
            let note = forecast.source.reason.map { "  (baseline: \($0))" } ?? ""
            return "  \(name)  \(bars)  \(Self.short(low)) to \(Self.short(high)) kW\(note)"
        }
        return (["The 24 hours from \(issuedAt):"] + lines).joined(separator: "\n")
    }

    private static func bar(_ value: Double, _ low: Double, _ high: Double) -> String {
        let levels = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
        let share = high > low ? (value - low) / (high - low) : 0
        return levels[min(levels.count - 1, max(0, Int(share * Double(levels.count))))]
    }

    private static func short(_ value: Double) -> String {
        abs(value) >= 100 ? String(Int(value.rounded())) : String((value * 100).rounded() / 100)
    }

    /// RFC 4180.
    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        count >= width ? String(prefix(width)) : self + String(repeating: " ", count: width - count)
    }
}
