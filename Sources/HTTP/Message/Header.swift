internal import CLibEvent

/// One field of a message's head.
public struct Header: Hashable, Sendable {
    /// The name; compared without regard to case.
    public let name: String

    /// The value, without surrounding white space.
    public let value: String

    /// Makes a header.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [Header] {
    /// All values of `name`, which is given in lower case.
    func values(of name: String) -> [String] {
        filter { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name }.map(\.value)
    }

    /// libevent's list, in order.
    init(copying list: UnsafeMutablePointer<evkeyvalq>?) {
        self.init()
        var next = unsafe list?.pointee.tqh_first
        while let header = unsafe next {
            unsafe append(Header(String(cString: header.pointee.key), String(cString: header.pointee.value)))
            unsafe next = header.pointee.next.tqe_next
        }
    }
}
