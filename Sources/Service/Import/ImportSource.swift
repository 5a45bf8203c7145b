/// Something to import from.
public struct ImportSource {
    /// What people call it.
    let name: String
    /// Gives the next bytes; none at the end.
    let read: () throws(ImportError) -> [UInt8]

    /// Takes its name, such as that of a file, and what gives its next bytes, or none at its end.
    public init(_ name: String, _ read: @escaping () throws(ImportError) -> [UInt8]) {
        (self.name, self.read) = (name, read)
    }
}
