#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the operating system says of this process, under Prometheus' conventional names.
///
/// What the system does not tell (resident memory and open files outside Linux) is absent.
package struct ProcessMetrics: Sendable {
    /// Seconds since the epoch.
    private let startedAt: Double
    private let clock: LogClock

    package init(clock: LogClock = .wall) {
        self.clock = clock
        let now = Double(clock.milliseconds()) / 1000
        startedAt = Self.secondsRunning().map { now - $0 } ?? now
    }

    package func families() -> [MetricFamily] {
        let now = Double(clock.milliseconds()) / 1000
        var families = [
            gauge("process_start_time_seconds", "When the process started, seconds since 1970.", startedAt),
            gauge("process_uptime_seconds", "How long the process has been running.", now - startedAt),
            MetricFamily(
                name: "process_cpu_seconds", kind: .counter, help: "User and system time used.",
                samples: [.init(value: .number(Self.cpuSeconds()))]),
        ]
        if let bytes = Self.residentBytes() {
            families.append(gauge("process_resident_memory_bytes", "Resident memory.", bytes))
        }
        if let files = Self.openFiles() {
            families.append(gauge("process_open_fds", "Open file descriptors.", files))
        }
        return families
    }

    private func gauge(_ name: String, _ help: String, _ value: Double) -> MetricFamily {
        MetricFamily(name: name, kind: .gauge, help: help, samples: [.init(value: .number(value))])
    }

    private static func cpuSeconds() -> Double {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
            getrusage(RUSAGE_SELF, &usage)
        #endif
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// How long this process has been running; nil where there is no /proc.
    private static func secondsRunning() -> Double? {
        // Field 22 of proc_pid_stat(5), in ticks since boot; the name in field 2 may hold spaces.
        guard let fields = firstLine("/proc/self/stat")?.split(separator: ")").last?.split(separator: " "),
            fields.count > 19, let ticks = Double(fields[19]),
            let sinceBoot = firstLine("/proc/uptime")?.split(separator: " ").first.flatMap({ Double($0) })
        else { return nil }
        return max(0, sinceBoot - ticks / Double(sysconf(Int32(_SC_CLK_TCK))))
    }

    private static func residentBytes() -> Double? {
        guard let fields = firstLine("/proc/self/statm")?.split(separator: " "), fields.count > 1,
            let pages = Double(fields[1])
        else { return nil }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static func firstLine(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 1024)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        return String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func openFiles() -> Double? {
        guard let directory = opendir("/proc/self/fd") else { return nil }
        defer { closedir(directory) }
        var count = 0.0
        while readdir(directory) != nil { count += 1 }
        // Less `.`, `..` and the descriptor that reads the folder.
        return max(0, count - 3)
    }
}
