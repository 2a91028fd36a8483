package import Operations

/// What a client sends to POST /readings.
package struct ReadingsInput: Hashable, Sendable {
    package let readings: [IncomingReading]
    /// The places of the readings among those sent; all of them unless the input is partial.
    let indices: [Int]
    /// Of a partial input: the items that are no readings, the first fault of each.
    let faults: [ReadingFault]
    let refusedCount: Int

    /// Reads the body.
    ///
    /// Throws 400 for text that is not JSON of the kind we take, and 422 with every wrong field for
    /// JSON that is not readings.
    /// - Parameter isPartial: items that are no readings are noted, and the others taken.
    package init(json bytes: [UInt8], maximumItems: Int, isPartial: Bool = false) throws(Problem) {
        var decoder = ReadingsDecoder(maximumItems: maximumItems)
        do {
            try decoder.decode(bytes)
        } catch let problem as Problem {
            throw problem
        } catch let malformed as JSONReader.Malformed {
            throw .malformed(malformed)
        } catch {
            throw .internalError
        }
        guard decoder.errors.isEmpty || (isPartial && !decoder.isBodyWrong) else {
            throw .unprocessable(decoder.errors)
        }
        readings = decoder.items
        indices = decoder.indices
        faults = decoder.faults
        refusedCount = decoder.refusedCount
    }
}

extension Problem {
    /// Items of a body that are wrong; nothing of it was written.
    package static func unprocessable(_ errors: [FieldError]) -> Problem {
        let count = errors.count == 1 ? "1 field is wrong" : "\(errors.count) fields are wrong"
        return Problem(.unprocessableContent, "\(count); nothing was written.", errors: errors)
    }
}
