internal import Glibc

/// Where a node keeps what it has when nobody says otherwise.
public enum DefaultDataDirectory {
    /// `$XDG_DATA_HOME/forgechain/<port>`, else `$HOME/.local/share/forgechain/<port>`; nil when there is neither.
    ///
    /// A path that is not absolute counts as not there, as the XDG Base Directory Specification has it. `environment`
    /// gives a variable by its name; unless a test has its own, it is the process'.
    public static func path(port: UInt16, environment: (_ name: String) -> String? = Self.variable) -> String? {
        let data = absolute(environment("XDG_DATA_HOME")) ?? absolute(environment("HOME")).map { "\($0)/.local/share" }
        return data.map { "\($0)/forgechain/\(port)" }
    }

    /// A variable of the process' environment.
    public static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// Without a slash at the end, or nil for a path that is not absolute.
    private static func absolute(_ path: String?) -> Substring? {
        guard var path = path?[...], path.hasPrefix("/") else { return nil }
        while path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
