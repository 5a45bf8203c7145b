/// What has happened: a digest of everything, and the latest of it in words.
struct Trace {
    /// How many entries are kept in words.
    private static let keptCount = 60

    private var kept: [String] = []
    private var place = 0

    /// FNV-1a over everything noted: two runs with the same digest went the same way.
    private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    private(set) var count = 0

    /// Whether everything is printed as it happens.
    let isPrinted: Bool

    init(isPrinted: Bool) {
        self.isPrinted = isPrinted
    }

    mutating func note(_ text: String, at seconds: Double) {
        count += 1
        mix(seconds.bitPattern)
        for byte in text.utf8 { mix(byte) }
        let line = "\(Self.spelled(seconds)) \(text)"
        if isPrinted { print(line) }
        if kept.count < Self.keptCount {
            kept.append(line)
        } else {
            kept[place] = line
            place = (place + 1) % Self.keptCount
        }
    }

    /// Oldest first.
    var lastLines: [String] { Array(kept[place...] + kept[..<place]) }

    /// Seconds with microseconds.
    static func spelled(_ seconds: Double) -> String {
        let microseconds = Int((seconds * 1e6).rounded())
        let fraction = String(microseconds % 1_000_000)
        return "\(microseconds / 1_000_000).\(String(repeating: "0", count: 6 - fraction.count))\(fraction)"
    }

    private mutating func mix(_ value: some FixedWidthInteger & UnsignedInteger) {
        digest = (digest ^ UInt64(value)) &* 0x0000_0100_0000_01B3
    }
}
