import GridModel
package import Operations
import Persistence

extension RetentionState: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("rawMonths", policy.rawMonths)
            $0.field("revisionMonths", policy.revisionMonths)
            $0.field("hourlyMonths", policy.hourlyMonths)
            $0.field("dailyMonths", policy.dailyMonths)
            $0.field("forecastMonths", policy.forecastMonths)
            $0.field("anomalyMonths", policy.anomalyMonths)
            $0.field("closedBefore", closedBefore)
        }
    }
}

extension RetentionReport: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("closedBefore", closedBefore)
            $0.array("tables", tables) { table, json in
                json.object {
                    $0.field("table", table.table.rawValue)
                    $0.field("before", table.before)
                    $0.field("rows", table.stock.rows)
                    $0.field("bytes", table.stock.bytes)
                    $0.field("first", table.stock.first)
                    $0.field("last", table.stock.last)
                }
            }
        }
    }
}
