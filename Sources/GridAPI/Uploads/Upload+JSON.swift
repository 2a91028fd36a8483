import GridModel
package import Operations

/// An upload and what its first lines suggest.
struct UploadDescription: JSONRepresentable {
    let upload: UploadRecord
    let guess: UploadGuess?

    func write(to json: inout JSONWriter) {
        json.object {
            upload.members(&$0)
            $0.field("guess", guess)
        }
    }
}

extension UploadRecord {
    /// Writes the members of its object.
    func members(_ json: inout JSONWriter) {
        json.field("id", id.text)
        json.field("name", name)
        json.field("format", format.rawValue)
        json.field("sizeBytes", sizeBytes)
        json.field("receivedAt", receivedAt)
        json.field("expiresAt", expiresAt)
        json.field("state", state.rawValue)
        json.field("jobId", job)
        json.field("report", report)
    }
}

extension UploadGuess: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("columns", columns)
            $0.field("rows", rows)
            switch mapping {
            case .csv(let columns): $0.field("mapping", columns)
            case .greenButton: $0.field("mapping", GreenButtonMapping())
            case nil: $0.field("mapping", nil as ReadingsColumns?)
            }
            $0.field("unclear", unclear)
        }
    }
}

/// The file says everything itself.
private struct GreenButtonMapping: JSONRepresentable {
    func write(to json: inout JSONWriter) { json.object { $0.field("layout", "greenButton") } }
}

extension ReadingsColumns: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("start", start)
            switch layout {
            case .wide(let columns):
                $0.field("layout", "wide")
                $0.field("columns", columns)
            case .long(let series, let value, let quality):
                $0.field("layout", "long")
                $0.field("series", series)
                $0.field("value", value)
                $0.field("quality", quality)
            }
            $0.field("unit", unitName)
            $0.field("decimalComma", isDecimalComma)
            $0.field("timeZone", timeZone)
            $0.field("delimiter", delimiter?.rawValue)
            $0.field("dateFormat", dateFormatName)
            $0.field("encoding", encodingName)
        }
    }
}

extension UploadReport: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("columns", columns)
            $0.field("preview", preview)
            $0.field("rows", rows)
            $0.field("readings", readings)
            $0.field("emptyValues", emptyValues)
            $0.field("faultCount", faultCount)
            $0.field("faults", faults)
            $0.field("warningCount", warnings?.count ?? 0)
            $0.field("warnings", warnings?.first ?? [])
            $0.field("seriesCount", seriesCount)
            $0.field("series", series)
            $0.field("isWholeFile", isWholeFile)
            $0.field("stored", stored)
        }
    }
}

extension UploadReport.Fault: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("line", line)
            $0.field("column", column)
            $0.field("reason", reason)
        }
    }
}

extension UploadReport.Warnings.Warning: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("line", line)
            $0.field("message", message)
        }
    }
}

extension UploadReport.Series: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("name", name)
            $0.field("seriesId", series)
            $0.field("readings", readings)
            $0.field("first", first)
            $0.field("last", last)
        }
    }
}

extension UploadReport.Stored: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("received", received)
            $0.field("inserted", inserted)
            $0.field("unchanged", unchanged)
            $0.field("revised", revised)
        }
    }
}
