internal import Glibc

/// Lines for people.
enum StandardError {
    /// Writes a line; nobody is told when nobody reads. Control characters, which paths and damaged files may bring
    /// along, become blanks: a terminal would obey them.
    static func write(_ line: String) {
        var visible = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            visible.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        let bytes = Array("\(String(visible))\n".utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}
