internal import Glibc

/// Where a node stores its data by default, and a user's keys are.
public enum DefaultDataDirectory {
    /// `$XDG_DATA_HOME/forgechain/<port>`, else `$HOME/.local/share/forgechain/<port>`; nil if neither variable is set.
    public static func path(port: UInt16, environment: (_ name: String) -> String? = Self.variable) -> String? {
        path(of: "\(port)", environment: environment)
    }

    /// Where something that has a name is kept: `$XDG_DATA_HOME/forgechain/<name>`, or else as for a port.
    ///
    /// A path that isn't absolute counts as unset, as the XDG Base Directory Specification says. `environment` gives a
    /// variable by its name; by default it is the process's.
    public static func path(of name: String, environment: (_ name: String) -> String? = Self.variable) -> String? {
        let data = absolute(environment("XDG_DATA_HOME")) ?? absolute(environment("HOME")).map { "\($0)/.local/share" }
        return data.map { "\($0)/forgechain/\(name)" }
    }

    /// A variable of the process's environment.
    public static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// Without a trailing slash, or nil for a path that isn't absolute.
    private static func absolute(_ path: String?) -> Substring? {
        guard var path = path?[...], path.hasPrefix("/") else { return nil }
        while path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
