import Foundation
import GridModel

/// Open-Meteo's answer for one place, as far as it is read here.
struct OpenMeteoAnswer: Decodable {
    let latitude: Double
    let longitude: Double
    let hourlyUnits: [String: String]
    /// Columns of equal length; `time` in Unix seconds.
    let hourly: [String: [Double?]]

    private enum CodingKeys: String, CodingKey {
        case latitude, longitude, hourly
        case hourlyUnits = "hourly_units"
    }

    private struct Refusal: Decodable {
        let error: Bool
        let reason: String
    }

    /// - Parameter count: how many places were asked for. One is answered by an object, several by an array.
    /// - Throws: `ConnectorError.unexpected`
    static func decode(_ body: [UInt8], count: Int) throws(ConnectorError) -> [OpenMeteoAnswer] {
        let isArray = body.first { !" \n\r\t".utf8.contains($0) } == UInt8(ascii: "[")
        let answers: [OpenMeteoAnswer]
        if isArray {
            answers = try JSONAnswer.decode(body)
        } else if let refusal: Refusal = try? JSONAnswer.decode(body), refusal.error {
            throw .unexpected("It is an error: \(refusal.reason.prefix(300))")
        } else {
            answers = [try JSONAnswer.decode(body)]
        }
        guard answers.count == count else {
            throw .unexpected("It is for \(answers.count) places; \(count) were asked for.")
        }
        return answers
    }

    /// The column of times: whole hours, one after the other.
    func times() throws(ConnectorError) -> [Timestamp] {
        guard hourlyUnits["time"] == "unixtime" else {
            throw .unexpected("Its times are \(hourlyUnits["time"] ?? "of no unit"); expected unixtime.")
        }
        guard let column = hourly["time"] else { throw .unexpected("“hourly.time” is missing.") }
        var times: [Timestamp] = []
        times.reserveCapacity(column.count)
        for value in column {
            guard let value, let seconds = Int64(exactly: value) else {
                throw .unexpected("“hourly.time” holds something else than whole seconds.")
            }
            let time = Timestamp(secondsSinceEpoch: seconds)
            guard Timestamp.acceptedRange.contains(time), time.isAligned(toMultipleOf: HourlySeries.secondsPerHour),
                times.last.map({ $0 + HourlySeries.secondsPerHour == time }) ?? true
            else { throw .unexpected("“hourly.time” is not one whole hour after the other at \(seconds).") }
            times.append(time)
        }
        return times
    }

    /// The values of a variable; null where there is none.
    func column(_ variable: OpenMeteoVariable, count: Int) throws(ConnectorError) -> [Double?] {
        guard let column = hourly[variable.name], let unit = hourlyUnits[variable.name] else {
            throw .unexpected("“\(variable.name)” is missing.")
        }
        guard unit.withMicroSign == variable.unit else {
            throw .unexpected("“\(variable.name)” is in \(unit.prefix(20)); expected \(variable.unit).")
        }
        guard column.count == count else {
            throw .unexpected("“\(variable.name)” has \(column.count) values for \(count) hours.")
        }
        return column
    }
}
