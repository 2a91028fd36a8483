#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Takes finished log lines, each with its newline.
package struct LogSink: Sendable {
    package let write: @Sendable ([UInt8]) -> Void

    package init(write: @escaping @Sendable ([UInt8]) -> Void) {
        self.write = write
    }

    /// Each line in one `write(2)`, so that lines of several threads do not mix. A log that
    /// cannot be written is lost: there is nowhere left to say so.
    package static let standardError = LogSink { line in
        line.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty, let base = UnsafeRawBufferPointer(rebasing: rest).baseAddress {
                #if canImport(Glibc)
                    let written = Glibc.write(STDERR_FILENO, base, rest.count)
                #elseif canImport(Musl)
                    let written = Musl.write(STDERR_FILENO, base, rest.count)
                #else
                    let written = Darwin.write(STDERR_FILENO, base, rest.count)
                #endif
                if written > 0 {
                    rest = rest.dropFirst(written)
                } else if errno != EINTR {
                    return
                }
            }
        }
    }
}
