internal import CLibEvent
internal import Glibc

/// An address under which other machines may reach this one.
public struct MachineAddress: Hashable, Sendable {
    /// Of IPv4, such as `192.168.0.5`.
    public let host: String

    /// Whether it belongs to a network that is only inside this machine, as those of containers are.
    public let isInner: Bool

    /// How the interfaces of such networks are called.
    private static let innerNames = ["docker", "br-", "veth", "virbr", "cni", "podman", "vmnet", "flannel", "cali"]

    /// Those of all interfaces that are up, except loopback; the ones that lead out of the machine first.
    public static var all: [MachineAddress] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard unsafe getifaddrs(&first) == 0 else { return [] }
        defer { unsafe freeifaddrs(first) }
        var addresses: [MachineAddress] = []
        var next = unsafe first
        while let entry = unsafe next {
            if let address = unsafe MachineAddress(entry.pointee), !addresses.contains(address) {
                addresses.append(address)
            }
            unsafe next = entry.pointee.ifa_next
        }
        return addresses.filter { !$0.isInner } + addresses.filter(\.isInner)
    }

    private init?(_ entry: ifaddrs) {
        guard unsafe Int(entry.ifa_flags) & IFF_UP != 0, let address = unsafe entry.ifa_addr,
            unsafe address.pointee.sa_family == AF_INET
        else { return nil }
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        guard unsafe getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else {
            return nil
        }
        host = String(writtenInto: text)
        guard let parsed = IPAddress(host), !parsed.isLoopback else { return nil }
        let name = unsafe String(cString: entry.ifa_name)
        isInner = Self.innerNames.contains { name.hasPrefix($0) }
    }
}
