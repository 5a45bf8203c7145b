internal import Glibc

/// The addresses under which other machines may reach this one.
enum MachineAddresses {
    /// How many are told: a machine with more has a reason, and its owner knows it.
    private static let maximum = 4

    /// Interfaces of containers and virtual machines, which lead to no other machine.
    private static let inner = ["docker", "br-", "veth", "virbr", "cni", "flannel", "cali"]

    /// Those of IPv4, as people type them; none if the system doesn't say.
    static func ofLocalNetwork() -> [String] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        let all = sequence(first: list, next: { $0?.pointee.ifa_next }).prefix { $0 != nil }.compactMap(\.self)
        return Array(all.compactMap { address(of: $0.pointee) }.prefix(maximum))
    }

    private static func address(of interface: ifaddrs) -> String? {
        guard interface.ifa_flags & UInt32(IFF_UP) != 0,
            interface.ifa_flags & UInt32(IFF_LOOPBACK) == 0,
            let address = interface.ifa_addr, address.pointee.sa_family == sa_family_t(AF_INET),
            !inner.contains(where: { String(cString: interface.ifa_name).hasPrefix($0) })
        else { return nil }
        var text = [CChar](repeating: 0, count: Int(INET_ADDRSTRLEN))
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        guard getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else {
            return nil
        }
        return String(validating: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
