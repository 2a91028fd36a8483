import CLibPQ
import Persistence

/// One row of a result in the binary format.
struct PostgresRow: SQLRow {
    let result: OpaquePointer
    let row: Int32

    func isNull(_ column: Int) -> Bool {
        PQgetisnull(result, row, Int32(column)) != 0
    }

    func integer(_ column: Int) -> Int64 {
        withBlob(column) { bytes in
            switch type(column) {
            case PostgresType.int8: Int64(Self.load(bytes, as: Int64.self))
            case PostgresType.int4: Int64(Self.load(bytes, as: Int32.self))
            case PostgresType.int2: Int64(Self.load(bytes, as: Int16.self))
            case PostgresType.bool: Int64(bytes.first ?? 0)
            case PostgresType.float8: Int64(exactly: Self.float8(bytes).rounded(.towardZero)) ?? 0
            case PostgresType.numeric: BinaryNumeric.integer(bytes) ?? 0
            default: Int64(String(decoding: bytes, as: UTF8.self)) ?? 0
            }
        }
    }

    func real(_ column: Int) -> Double {
        withBlob(column) { bytes in
            switch type(column) {
            case PostgresType.float8: Self.float8(bytes)
            case PostgresType.float4: Double(Float(bitPattern: UInt32(bitPattern: Self.load(bytes, as: Int32.self))))
            case PostgresType.numeric: BinaryNumeric.real(bytes) ?? 0
            case PostgresType.int8, PostgresType.int4, PostgresType.int2: Double(integer(column))
            default: Double(String(decoding: bytes, as: UTF8.self)) ?? 0
            }
        }
    }

    func text(_ column: Int) -> String {
        switch type(column) {
        case PostgresType.int8, PostgresType.int4, PostgresType.int2: isNull(column) ? "" : "\(integer(column))"
        case PostgresType.float8, PostgresType.float4, PostgresType.numeric: isNull(column) ? "" : "\(real(column))"
        default: withBlob(column) { String(decoding: $0, as: UTF8.self) }
        }
    }

    func withBlob<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        let count = isNull(column) ? 0 : Int(PQgetlength(result, row, Int32(column)))
        return try body(UnsafeRawBufferPointer(start: PQgetvalue(result, row, Int32(column)), count: count))
    }

    private func type(_ column: Int) -> UInt32 { PQftype(result, Int32(column)) }

    private static func float8(_ bytes: UnsafeRawBufferPointer) -> Double {
        Double(bitPattern: UInt64(bitPattern: load(bytes, as: Int64.self)))
    }

    /// 0 for NULL, as everywhere behind the seam.
    private static func load<Integer: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, as: Integer.Type) -> Integer {
        guard bytes.count == MemoryLayout<Integer>.size else { return 0 }
        return Integer(bigEndian: bytes.loadUnaligned(as: Integer.self))
    }
}
