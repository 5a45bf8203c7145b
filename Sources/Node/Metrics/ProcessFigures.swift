internal import Glibc

/// What the system reports about this process, under the names that every Prometheus client uses.
struct ProcessFigures {
    /// Seconds of processor time used by all its threads.
    let cpuSeconds: Double

    /// Bytes of memory: virtual and resident.
    let virtualBytes: Int
    let residentBytes: Int

    /// How many descriptors it has open, and may have.
    let openFiles: Int
    let maximumFiles: Int

    /// When it was started, in seconds since 1970.
    let startSecond: Double

    /// Asks the system. Takes some tens of microseconds, and more with many open files; nil without /proc.
    init?() {
        guard let own = Self.contents(of: "/proc/self/stat"), let system = Self.contents(of: "/proc/stat"),
            let bootSecond = Self.bootSecond(system), let files = Self.countOpenFiles()
        else { return nil }
        // The program's name is in parentheses and may contain anything, even spaces and parentheses; numbers follow,
        // from the third field on (proc(5)).
        guard let end = own.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = own[end...].split(separator: UInt8(ascii: " ")).dropFirst()
            .map { String(decoding: $0, as: UTF8.self) }
        guard fields.count > 21, let startTicks = Double(fields[19]), let size = Int(fields[20]),
            let pages = Int(fields[21])
        else { return nil }
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        cpuSeconds = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        virtualBytes = size
        residentBytes = pages * sysconf(Int32(_SC_PAGESIZE))
        openFiles = files
        maximumFiles = OpenFileLimit.current
        startSecond = bootSecond + startTicks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func bootSecond(_ system: [UInt8]) -> Double? {
        let name = Array("btime ".utf8)
        let line = system.split(separator: UInt8(ascii: "\n")).first { $0.starts(with: name) }
        return line.flatMap { Double(String(decoding: $0.dropFirst(name.count), as: UTF8.self)) }
    }

    private static func countOpenFiles() -> Int? {
        guard let folder = opendir("/proc/self/fd") else { return nil }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        // Without itself, its parent, and the descriptor that this reads from.
        return max(count - 3, 0)
    }

    /// The contents of a system file, up to 64 KiB, which is more than either has.
    private static func contents(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while bytes.count < 64 * 1024 {
            var piece = [UInt8](repeating: 0, count: 4096)
            let count = read(descriptor, &piece, piece.count)
            if count <= 0 { break }
            bytes += piece[..<count]
        }
        return bytes
    }
}

extension ProcessFigures {
    /// Writes all of them.
    func write(to text: inout MetricsText) {
        text.counter("process_cpu_seconds_total", "Processor time used, by user and system, in seconds.", cpuSeconds)
        text.gauge("process_resident_memory_bytes", "Memory that is resident, in bytes.", residentBytes)
        text.gauge("process_virtual_memory_bytes", "Memory that has addresses, in bytes.", virtualBytes)
        text.gauge("process_open_fds", "Open file descriptors.", openFiles)
        text.gauge("process_max_fds", "File descriptors that may be open.", maximumFiles)
        text.gauge("process_start_time_seconds", "When the process was started, in seconds since 1970.", startSecond)
    }
}
