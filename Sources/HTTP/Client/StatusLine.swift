/// The first line of an answer (RFC 9112, section 4). The phrase is for people, and dropped.
struct StatusLine {
    let version: Version

    /// 100 to 999. Those above 599 mean nothing in HTTP, but are three digits.
    let code: Int

    /// Whether another head follows this one: that of the answer itself (RFC 9110, section 15.2).
    var isInterim: Bool { code < 200 }

    /// Reads a line without its end.
    init(_ line: ArraySlice<UInt8>) throws(FetchError) {
        let name = line.prefix { $0 != .space }
        let digits = line[name.endIndex...].dropFirst().prefix { $0 != .space }
        do throws(Version.Fault) { version = try Version(name) } catch { throw .malformed }
        guard digits.count == 3, digits.first != UInt8(ascii: "0"), let code = digits.decimalValue else {
            throw .malformed
        }
        // Some leave out the space before an empty phrase, which nobody reads differently.
        guard line[digits.endIndex...].allSatisfy({ $0.isFieldContent }) else { throw .malformed }
        // A switch to another protocol was not asked for.
        guard code != 101 else { throw .malformed }
        self.code = code
    }
}
